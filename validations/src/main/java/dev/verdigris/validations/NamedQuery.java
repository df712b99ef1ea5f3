package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.project.QueryNames;
import dev.verdigris.project.QueryNames.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A user's query with the names that one environment has now. {@code flights.delays} and {@code
 * delays} mean the environment's own, as they do in models; a whole name with the database means
 * what it says.
 *
 * @param sql what to send
 * @param relations what it reads, as far as it is the environment's
 */
record NamedQuery(String sql, List<Relation> relations) {

  /** Reads a query; one that cannot be read is sent as it is, and the server says what is wrong. */
  static NamedQuery of(String text, Environment environment) {
    List<Relation> known = environment.relations();
    Set<Relation> read = new LinkedHashSet<>();
    String sql = text.strip();
    try {
      sql =
          QueryNames.rewrite(
              sql,
              place -> {
                Optional<Relation> found = find(place, known);
                found.ifPresent(read::add);
                return found.map(Relation::sqlName);
              });
    } catch (RuntimeException notToBeRead) {
      return new NamedQuery(text.strip(), List.of());
    }
    return new NamedQuery(sql, new ArrayList<>(read));
  }

  private static Optional<Relation> find(Place place, List<Relation> known) {
    List<String> parts = place.parts();
    String name = String.join(".", parts);
    if (parts.size() == 3) {
      String whole = Identifiers.qualified(parts.toArray(String[]::new));
      return known.stream().filter(one -> one.sqlName().equals(whole)).findFirst();
    }
    List<Relation> found =
        known.stream()
            .filter(
                one ->
                    parts.size() == 2
                        ? one.name().equals(name)
                        : one.name().substring(one.name().indexOf('.') + 1).equals(name))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Columns of 0 or 1 that tell for each relation whether it has a row. */
  static String presence(List<Relation> relations) {
    return relations.stream()
        .map(
            relation ->
                ", (SELECT count(*) FROM (SELECT 1 FROM " + relation + " LIMIT 1) AS one)::text")
        .collect(Collectors.joining());
  }
}
