package dev.verdigris.plan;

import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Names the views of a transition: by the production names of schema and relation, and by the key,
 * so that sinks with the same relation and key share one.
 */
final class TransitionName {
  private TransitionName() {}

  /** {@code flights.delay_by_airport by iata}. */
  static String of(String schema, Item green, List<String> key) {
    String columns =
        key.stream()
            .map(column -> column.matches("\\w+") ? column : Identifiers.quote(column))
            .collect(Collectors.joining(" "));
    String name = schema + "." + green.name() + " by " + columns;
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= Identifiers.MAX_BYTES ? name : UUID.nameUUIDFromBytes(bytes).toString();
  }
}
