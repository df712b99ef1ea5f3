package dev.verdigris.plan;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Snapshot;
import java.util.ArrayList;
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
 * @param reconciled whether it passes over a transition, which shows one row a key: rows that share
 *     one would be hidden by it
 */
public record KeyedSink(String description, String probe, boolean reconciled) {

  /**
   * The sinks that a promotion would cut over and whose key has to be provable: where the server
   * insists on it, and where a transition would show one row a key. There it has to be so on both
   * sides.
   */
  public static List<KeyedSink> of(Situation situation, SinkWays ways) {
    Snapshot snapshot = situation.snapshot();
    List<KeyedSink> sinks = new ArrayList<>();
    for (Cutovers cutover : Cutovers.possible(Cutovers.toGreen(situation))) {
      SinkContract contract = SinkContract.of(cutover.sink().definition());
      boolean reconciled = ways.reconciles(snapshot, cutover);
      String description = cutover.describe(snapshot);
      if (contract.isProbed() || reconciled) {
        Item to = cutover.to().orElseThrow();
        sinks.add(of(snapshot, cutover.sink(), to, contract, description).reconciled(reconciled));
      }
      if (reconciled && !contract.isProbed()) {
        sinks.add(
            of(snapshot, cutover.sink(), cutover.from(), contract, description + " (itself asked)")
                .reconciled(true));
      }
    }
    return sinks;
  }

  /**
   * A sink and a relation that it shall read; empty where its key need not be provable.
   *
   * @param description of the sink, for people
   */
  public static Optional<KeyedSink> of(
      Snapshot snapshot, Item sink, Item relation, String description) {
    SinkContract contract = SinkContract.of(sink.definition());
    return contract.isProbed()
        ? Optional.of(of(snapshot, sink, relation, contract, description))
        : Optional.empty();
  }

  private KeyedSink reconciled(boolean so) {
    return new KeyedSink(description, probe, so);
  }

  private static KeyedSink of(
      Snapshot snapshot, Item sink, Item relation, SinkContract contract, String description) {
    return probe(
        description,
        snapshot.cluster(sink.clusterId()).map(Cluster::name).orElse(""),
        snapshot.sqlName(relation),
        contract);
  }

  /**
   * The question about a sink that need not exist yet.
   *
   * @param cluster the name of its cluster; empty where that is not known
   * @param relationSql the whole name of the relation that it shall read
   */
  static Optional<KeyedSink> of(
      String description, String cluster, String relationSql, SinkContract contract) {
    return contract.isProbed()
        ? Optional.of(probe(description, cluster, relationSql, contract))
        : Optional.empty();
  }

  private static KeyedSink probe(
      String description, String cluster, String relationSql, SinkContract contract) {
    String probe =
        "EXPLAIN VALUE SCHEMA FOR CREATE SINK "
            + (cluster.isEmpty() ? "" : "IN CLUSTER " + Identifiers.quote(cluster) + " ")
            + "FROM "
            + relationSql
            + " INTO KAFKA CONNECTION "
            + contract.connectionSql()
            + " (TOPIC 'verdigris-asks') KEY ("
            + contract.key().stream().map(Identifiers::quote).collect(Collectors.joining(", "))
            + ") FORMAT JSON ENVELOPE UPSERT";
    return new KeyedSink(description + ", key " + String.join(", ", contract.key()), probe, false);
  }
}
