package dev.verdigris.gate;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Definitions;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What exactly was validated: ids, definitions with their references as ids, columns and cluster
 * options of green, and of blue beside it, since validations compare the two. Names are left out
 * where an id says it better, since a swap moves names.
 *
 * @param digest SHA-256 of {@code lines} in lower-case hex
 * @param lines one line for each schema, cluster, replica and object, sorted
 */
public record Fingerprint(String digest, List<String> lines) {

  /** Makes the list immutable. */
  public Fingerprint {
    lines = List.copyOf(lines);
  }

  /** Of lines that were computed before. */
  static Fingerprint of(List<String> lines) {
    List<String> sorted = new ArrayList<>(lines);
    Collections.sort(sorted);
    return new Fingerprint(Digests.sha256(String.join("\n", sorted)), sorted);
  }

  /** The fingerprint of a deployment's green and blue in a snapshot, wherever their names are. */
  public static Fingerprint of(Situation situation) {
    Snapshot snapshot = situation.snapshot();
    List<String> lines = new ArrayList<>();
    for (Unit unit : situation.units()) {
      unit.marked().ifPresent(green -> unit("green", snapshot, unit.kind(), green.id(), lines));
      (unit.marked().isPresent() ? unit.old() : unit.production())
          .ifPresent(blue -> unit("blue", snapshot, unit.kind(), blue.id(), lines));
    }
    return of(lines);
  }

  /** What {@code other} has otherwise, one line for people about each thing. */
  public List<String> differences(Fingerprint other) {
    return FingerprintChanges.between(
        lines.stream().filter(line -> !other.lines.contains(line)).toList(),
        other.lines.stream().filter(line -> !lines.contains(line)).toList());
  }

  private static void unit(
      String environment, Snapshot snapshot, Unit.Kind kind, String id, List<String> lines) {
    if (kind == Unit.Kind.SCHEMA) {
      snapshot.schema(id).ifPresent(found -> schema(environment, snapshot, found, lines));
    } else {
      snapshot.cluster(id).ifPresent(found -> cluster(environment, found, lines));
    }
  }

  private static void schema(
      String environment, Snapshot snapshot, Schema schema, List<String> lines) {
    lines.add(environment + " schema " + schema.id());
    for (Item item : snapshot.itemsIn(schema.id())) {
      lines.add(
          environment
              + " "
              + item.kind().label()
              + " "
              + item.id()
              + " in "
              + item.schemaId()
              + " on "
              + (item.clusterId().isEmpty() ? "-" : item.clusterId())
              + " named "
              + item.name()
              + " owner "
              + item.owner()
              + " columns "
              + columns(item)
              + " as "
              + Definitions.of(snapshot, item));
    }
  }

  private static String columns(Item item) {
    return item.columns().stream()
        .map(column -> column.name() + " " + column.type() + (column.nullable() ? "" : " not null"))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** The server makes a managed cluster's replicas, and others for a schedule: its options tell. */
  private static void cluster(String environment, Cluster cluster, List<String> lines) {
    lines.add(environment + " cluster " + cluster.id() + " " + cluster.options());
    if (cluster.options().managed()) {
      return;
    }
    for (Replica replica : cluster.replicas()) {
      lines.add(
          environment
              + " replica "
              + replica.id()
              + " of "
              + cluster.id()
              + " size "
              + replica.size()
              + " zone "
              + replica.availabilityZone());
    }
  }
}
