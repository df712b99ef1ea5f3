package dev.verdigris;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a {@link FakeMaterialize} tells that it is: what is hydrated, how sources and sinks are,
 * and frontiers that move on at every look.
 */
final class FakeProgress {
  private boolean hydrates = true;
  private String[] source = {};
  private boolean sinksMove = true;
  private boolean sinksRun = true;
  private String @Nullable [] frontiers;
  private long frontier;

  /** From now on nothing hydrates any more. */
  void neverHydrate() {
    hydrates = false;
  }

  /** What one source reports from now on. */
  void sourceIs(String id, String status, String error) {
    source = new String[] {"1", "1", "source", id, error, status};
  }

  /** From now on no sink moves on any more, and each says why. */
  void stallSinks() {
    sinks(false, false);
  }

  /** What sinks tell from now on: that they run, and frontiers that move on. */
  void sinks(boolean run, boolean move) {
    sinksRun = run;
    sinksMove = move;
  }

  /**
   * The frontiers that every look at sinks finds from now on, one second after the time 1764000000:
   * empty for one that is NULL, null for one that is not told.
   */
  void frontiers(@Nullable String ofSinks, @Nullable String ofRelations) {
    frontiers = new String[] {ofSinks, ofRelations};
  }

  /** The next look at sinks finds no frontier of theirs, as when the server was just started. */
  void forgetFrontiers() {
    frontier = -1;
  }

  /** Where every object is placed, whether it is hydrated there, and its lag. */
  List<String[]> hydration(Snapshot catalog) {
    List<String[]> rows = new ArrayList<>();
    if (source.length > 0) {
      rows.add(source);
    }
    for (Cluster cluster : catalog.clusters().values()) {
      cluster
          .replicas()
          .forEach(
              replica ->
                  rows.add(new String[] {"1", "1", "placed", cluster.id(), replica.id(), null}));
    }
    for (Item item : catalog.items().values()) {
      catalog
          .cluster(item.clusterId())
          .ifPresent(
              cluster -> {
                cluster
                    .replicas()
                    .forEach(
                        replica ->
                            rows.add(
                                new String[] {
                                  "1",
                                  hydrates ? "1" : "0",
                                  "hydrated",
                                  item.id(),
                                  replica.id(),
                                  hydrates ? "t" : "f"
                                }));
                rows.add(new String[] {"1", "1", "lag", item.id(), null, "0"});
              });
    }
    return rows;
  }

  /** The time now, and that there is one. */
  List<String[]> now() {
    return List.<String[]>of(new String[] {String.valueOf(frontier), "1"});
  }

  /** The frontier of every sink, one further at each look. */
  List<String[]> frontiersOfSinks(Snapshot catalog) {
    String now = String.valueOf(++frontier);
    return sinks(catalog).map(item -> new String[] {item.id(), now}).toList();
  }

  /** What every sink says of itself. */
  List<String[]> statusesOfSinks(Snapshot catalog) {
    frontier += sinksMove ? 1 : 0;
    String status = sinksRun ? "running" : "stalled";
    String error = sinksRun ? null : "kafka: broker is away";
    String now = String.valueOf(frontier);
    return sinks(catalog)
        .map(
            item ->
                frontiers == null
                    ? new String[] {item.id(), status, error, now, now, now}
                    : new String[] {
                      item.id(), status, error, frontiers[0], frontiers[1], "1764000001000"
                    })
        .toList();
  }

  private static Stream<Item> sinks(Snapshot catalog) {
    return catalog.items().values().stream().filter(item -> item.kind() == ObjectKind.SINK);
  }
}
