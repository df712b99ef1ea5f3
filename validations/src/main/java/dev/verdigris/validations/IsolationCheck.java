package dev.verdigris.validations;

import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds what would move or break because green and blue are not apart: a swap moves whole schemas
 * and clusters, and what depends on an object follows the object, not its name. Pure.
 */
final class IsolationCheck {
  static final String MOVES = "moves";
  static final String READS = "reads";
  static final String RUNS = "runs";
  static final String STAYS = "stays";

  private final EnvironmentCatalog blue;
  private final EnvironmentCatalog green;
  private final Snapshot snapshot;
  private final List<Observation> observations = new ArrayList<>();

  private IsolationCheck(EnvironmentCatalog blue, EnvironmentCatalog green) {
    this.blue = blue;
    this.green = green;
    this.snapshot = green.snapshot();
  }

  static List<Observation> of(EnvironmentCatalog blue, EnvironmentCatalog green) {
    IsolationCheck check = new IsolationCheck(blue, green);
    check.strangers(blue);
    check.strangers(green);
    check.referencesToBlue();
    check.readersOfBlue();
    return check.observations;
  }

  /** What a deployment does not build, in its schemas or on its clusters, is swapped along. */
  private void strangers(EnvironmentCatalog environment) {
    List<Item> moving = new ArrayList<>();
    for (Item item : snapshot.items().values()) {
      boolean inside = environment.schemas().containsValue(item.schemaId());
      boolean on = environment.clusters().containsValue(item.clusterId());
      if ((inside && !item.kind().isDeployed()) || (on && !inside)) {
        moving.add(item);
      }
    }
    moving.sort(Comparator.comparing(snapshot::displayName));
    for (Item item : moving) {
      boolean inside = environment.schemas().containsValue(item.schemaId());
      observations.add(
          Observation.fail(
              MOVES,
              describe(item)
                  + ", "
                  + (inside
                      ? "in a schema of " + environment.environment()
                      : "on cluster " + environment.clusterName(item.clusterId()))));
    }
  }

  private void referencesToBlue() {
    green
        .objects()
        .forEach(
            (name, item) -> {
              item.dependsOn().stream()
                  .flatMap(id -> snapshot.item(id).stream())
                  .filter(read -> blue.schemas().containsValue(read.schemaId()))
                  .sorted(Comparator.comparing(snapshot::displayName))
                  .forEach(
                      read ->
                          observations.add(
                              Observation.fail(READS, name + " reads blue's " + describe(read))));
              if (blue.clusters().containsValue(item.clusterId())) {
                observations.add(
                    Observation.fail(
                        RUNS,
                        name + " runs on blue's cluster " + blue.clusterName(item.clusterId())));
              }
            });
  }

  /** Sinks are cut over; whatever else reads blue goes on reading it under its new name. */
  private void readersOfBlue() {
    snapshot.items().values().stream()
        .filter(item -> item.kind() != ObjectKind.SINK)
        .filter(item -> !blue.schemas().containsValue(item.schemaId()))
        .filter(item -> !green.schemas().containsValue(item.schemaId()))
        .filter(
            item ->
                item.dependsOn().stream()
                    .flatMap(id -> snapshot.item(id).stream())
                    .anyMatch(read -> blue.schemas().containsValue(read.schemaId())))
        .sorted(Comparator.comparing(snapshot::displayName))
        .forEach(
            item ->
                observations.add(
                    Observation.warn(STAYS, describe(item) + " goes on reading what is blue now")));
  }

  private String describe(Item item) {
    return item.kind().label() + " " + snapshot.displayName(item);
  }
}
