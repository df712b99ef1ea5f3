package dev.verdigris.plan;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Snapshot;
import java.util.List;
import java.util.Optional;
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
        .flatMap(
            cutover ->
                of(
                    situation.snapshot(),
                    cutover.sink(),
                    cutover.to().orElseThrow(),
                    cutover.describe(situation.snapshot()))
                    .stream())
        .toList();
  }

  /**
   * A sink and a relation that it shall read; empty where its key need not be provable.
   *
   * @param description of the sink, for people
   */
  public static Optional<KeyedSink> of(
      Snapshot snapshot, Item sink, Item relation, String description) {
    return of(
        description,
        snapshot.cluster(sink.clusterId()).map(Cluster::name).orElse(""),
        snapshot.sqlName(relation),
        SinkKey.of(sink.definition()));
  }

  /**
   * The question about a sink that need not exist yet.
   *
   * @param cluster the name of its cluster; empty where that is not known
   * @param relationSql the whole name of the relation that it shall read
   */
  static Optional<KeyedSink> of(
      String description, String cluster, String relationSql, SinkKey key) {
    if (!key.isProbed()) {
      return Optional.empty();
    }
    String probe =
        "EXPLAIN VALUE SCHEMA FOR CREATE SINK "
            + (cluster.isEmpty() ? "" : "IN CLUSTER " + Identifiers.quote(cluster) + " ")
            + "FROM "
            + relationSql
            + " INTO KAFKA CONNECTION "
            + key.connectionSql()
            + " (TOPIC 'verdigris-asks') KEY ("
            + key.columns().stream().map(Identifiers::quote).collect(Collectors.joining(", "))
            + ") FORMAT JSON ENVELOPE UPSERT";
    return Optional.of(
        new KeyedSink(description + ", key " + String.join(", ", key.columns()), probe));
  }
}
