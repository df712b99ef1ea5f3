package dev.verdigris.plan;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sink with a key that the server insists on, and the relation that it shall read.
 *
 * @param description for people
 * @param probe a statement that changes nothing and fails unless the relation may go to that sink.
 *     It describes a sink with the same relation, connection, key and envelope, and asks for its
 *     schema; the server checks the key as for {@code CREATE SINK}, whatever indexes the relation
 *     has (recorded: deployment.jsonl, group sink_keys)
 */
public record KeyedSink(String description, String probe) {

  /** The sinks that a promotion would cut over and whose key has to be provable. */
  public static List<KeyedSink> of(Situation situation) {
    return Cutovers.possible(Cutovers.toGreen(situation)).stream()
        .filter(cutover -> SinkKey.of(cutover.sink().definition()).isProbed())
        .map(cutover -> of(situation, cutover))
        .toList();
  }

  private static KeyedSink of(Situation situation, Cutovers cutover) {
    Item sink = cutover.sink();
    SinkKey key = SinkKey.of(sink.definition());
    String cluster =
        situation
            .snapshot()
            .cluster(sink.clusterId())
            .map(Cluster::name)
            .map(name -> "IN CLUSTER " + Identifiers.quote(name) + " ")
            .orElse("");
    String probe =
        "EXPLAIN VALUE SCHEMA FOR CREATE SINK "
            + cluster
            + "FROM "
            + situation.snapshot().sqlName(cutover.to().orElseThrow())
            + " INTO KAFKA CONNECTION "
            + key.connectionSql()
            + " (TOPIC 'verdigris-asks') KEY ("
            + key.columns().stream().map(Identifiers::quote).collect(Collectors.joining(", "))
            + ") FORMAT JSON ENVELOPE UPSERT";
    return new KeyedSink(
        cutover.describe(situation.snapshot()) + ", key " + String.join(", ", key.columns()),
        probe);
  }
}
