package dev.verdigris.engine.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the names at one place of a query can mean beside items of the catalog.
 *
 * @param hidden names of common table expressions
 * @param visible what stands in FROM, innermost first
 */
record Scope(Set<String> hidden, List<Visible> visible) {
  static final Scope EMPTY = new Scope(Set.of(), List.of());

  /**
   * One entry of FROM.
   *
   * @param before the name that columns could be qualified with
   * @param after what that name has become
   */
  record Visible(List<Ident> before, List<Ident> after) {
    boolean isNamed(List<Ident> qualifier) {
      int from = before.size() - qualifier.size();
      return from >= 0 && before.subList(from, before.size()).equals(qualifier);
    }

    List<Ident> renamed(List<Ident> qualifier) {
      int from = after.size() - qualifier.size();
      return from >= 0 ? after.subList(from, after.size()) : qualifier;
    }
  }

  boolean hides(ObjectName name) {
    return name.parts().size() == 1 && name.id() == null && hidden.contains(name.last().value());
  }

  Scope hiding(List<Ident> names) {
    Set<String> all = new HashSet<>(hidden);
    names.forEach(name -> all.add(name.value()));
    return new Scope(Set.copyOf(all), visible);
  }

  Scope with(List<Visible> entries) {
    List<Visible> all = new ArrayList<>(entries);
    all.addAll(visible);
    return new Scope(hidden, List.copyOf(all));
  }

  /** What a qualifier of a column has become. */
  List<Ident> qualifier(List<Ident> qualifier) {
    return visible.stream()
        .filter(entry -> entry.isNamed(qualifier))
        .findFirst()
        .map(entry -> entry.renamed(qualifier))
        .orElse(qualifier);
  }
}
