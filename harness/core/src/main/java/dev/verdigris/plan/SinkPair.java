package dev.verdigris.plan;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.ComparedRelations;
import java.util.List;

/**
 * A sink with what it reads and what it shall read side by side, ready to be compared.
 *
 * @param sink the sink as people call it: {@code sinks.delays}
 * @param sinkId its id
 * @param relations what it reads, and what it shall read
 * @param cluster the name of green's cluster, on which they are read; empty where it has none
 */
public record SinkPair(String sink, String sinkId, ComparedRelations relations, String cluster) {

  /** Of the sinks that a promotion would cut over; of those on the transition too. */
  public static List<SinkPair> toGreen(Situation situation) {
    return of(situation.snapshot(), Cutovers.toGreen(situation), true);
  }

  /** Of the sinks that a rollback would bring back. */
  public static List<SinkPair> toOld(Situation situation) {
    return of(situation.snapshot(), Cutovers.toOld(situation), false);
  }

  private static List<SinkPair> of(Snapshot snapshot, List<Cutovers> cutovers, boolean toGreen) {
    return Cutovers.possible(cutovers).stream()
        .map(
            cutover -> {
              Item green = toGreen ? cutover.to().orElseThrow() : cutover.from();
              return new SinkPair(
                  snapshot.displayName(cutover.sink()),
                  cutover.sink().id(),
                  cutover.compared(snapshot).withLost(cutover.from().columns()),
                  snapshot.cluster(green.clusterId()).map(Cluster::name).orElse(""));
            })
        .toList();
  }
}
