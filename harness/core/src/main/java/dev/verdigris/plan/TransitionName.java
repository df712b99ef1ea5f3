package dev.verdigris.plan;

import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Names the views of a transition: by the production names of schema and relation, and by the key,
 * so that sinks with the same relations and key share one. Where the old relation is not the
 * same-named one its id tells it apart, which no swap changes.
 */
final class TransitionName {
  private TransitionName() {}

  /**
   * {@code flights.delay_by_airport by iata}, or {@code flights.delays from u102 by iata}.
   *
   * @param elsewhere the old relation, where it is not the same-named one
   */
  static String of(String schema, Item green, Optional<Item> elsewhere, List<String> key) {
    String columns =
        key.stream()
            .map(column -> column.matches("\\w+") ? column : Identifiers.quote(column))
            .collect(Collectors.joining(" "));
    String name =
        schema
            + "."
            + green.name()
            + elsewhere.map(old -> " from " + old.id()).orElse("")
            + " by "
            + columns;
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= Identifiers.MAX_BYTES ? name : UUID.nameUUIDFromBytes(bytes).toString();
  }
}
