package dev.verdigris.project;

import java.util.List;

/**
 * A name of one or more parts in a SQL text.
 *
 * @param parts its identifiers, at least one, without the dots
 */
record SqlName(List<SqlToken> parts) {

  SqlName {
    parts = List.copyOf(parts);
  }

  int size() {
    return parts.size();
  }

  /** The exact identifier of a part, counted from 0. */
  String part(int index) {
    return parts.get(index).value();
  }

  String last() {
    return part(size() - 1);
  }

  /** The first {@code size} parts. */
  SqlName prefix(int size) {
    return new SqlName(parts.subList(0, size));
  }

  int start() {
    return parts.get(0).start();
  }

  int end() {
    return parts.get(size() - 1).end();
  }

  /** For people: {@code flights.delay_by_airport}, quoted where that was written. */
  @Override
  public String toString() {
    return String.join(
        ".",
        parts.stream()
            .map(
                part ->
                    part.kind() == SqlToken.Kind.QUOTED
                        ? QualifiedName.quote(part.value())
                        : part.value())
            .toList());
  }
}
