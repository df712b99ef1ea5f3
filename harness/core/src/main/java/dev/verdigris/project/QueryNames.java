package dev.verdigris.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The relations that a query names, as models' queries are read: every place, and nothing else. */
public final class QueryNames {
  private QueryNames() {}

  /**
   * A place where a relation is named.
   *
   * @param parts the exact identifiers, for example schema and object
   * @param start offset of its first character
   * @param end offset behind its last
   */
  public record Place(List<String> parts, int start, int end) {
    /** Makes the list immutable. */
    public Place {
      parts = List.copyOf(parts);
    }
  }

  /**
   * The places, in the order of the text; common table expressions and table functions are none.
   *
   * @param sql one query without a semicolon
   * @throws SqlSyntaxException or {@link SqlLexException} when it cannot be read
   */
  public static List<Place> in(String sql) {
    List<List<SqlToken>> statements = SqlLexer.statements(sql);
    List<Place> places = new ArrayList<>();
    if (!statements.isEmpty()) {
      for (SqlName name : RelationFinder.find(new TokenReader(statements.get(0))).relations()) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < name.size(); i++) {
          parts.add(name.part(i));
        }
        places.add(new Place(parts, name.start(), name.end()));
      }
    }
    return places;
  }

  /** The query with other names at some places. */
  public static String rewrite(String sql, Function<Place, Optional<String>> names) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (Place place : in(sql).stream().sorted(Comparator.comparingInt(Place::start)).toList()) {
      text.append(sql, at, place.start());
      text.append(names.apply(place).orElse(sql.substring(place.start(), place.end())));
      at = place.end();
    }
    return text.append(sql.substring(at)).toString();
  }
}
