package dev.verdigris.plan;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Item;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A sink with a key that the server insists on, and the relation that it shall read.
 *
 * @param description for people
 * @param relationSql the relation's whole name now
 * @param columns the relation's columns in order
 * @param keyPositions positions of the key's columns, from 0
 */
public record KeyedSink(
    String description, String relationSql, List<String> columns, Set<Integer> keyPositions) {

  /** Makes the collections immutable. */
  public KeyedSink {
    columns = List.copyOf(columns);
    keyPositions = Set.copyOf(keyPositions);
  }

  /** The sinks that a promotion would cut over and whose key has to be provable. */
  public static List<KeyedSink> of(Situation situation) {
    return Cutovers.possible(Cutovers.toGreen(situation)).stream()
        .filter(cutover -> SinkKey.of(cutover.sink().definition()).enforced())
        .map(cutover -> of(situation, cutover))
        .toList();
  }

  private static KeyedSink of(Situation situation, Cutovers cutover) {
    Item to = cutover.to().orElseThrow();
    List<String> columns = to.columns().stream().map(Column::name).toList();
    List<String> key = SinkKey.of(cutover.sink().definition()).columns();
    return new KeyedSink(
        cutover.describe(situation.snapshot()) + ", key " + String.join(", ", key),
        situation.snapshot().sqlName(to),
        columns,
        key.stream().map(columns::indexOf).filter(i -> i >= 0).collect(Collectors.toSet()));
  }
}
