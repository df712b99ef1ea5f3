package dev.verdigris.validations;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A blue and an equal green in one snapshot, to be changed by tests. */
final class Environments {
  /** Blue's delays, green's, blue's index and green's. */
  static final String BLUE = "u102";

  static final String GREEN = "u202";
  static final String GREEN_INDEX = "u203";

  private Environments() {}

  static Snapshot equal() {
    return new Snapshot(
            "materialize", "anna", Set.of("anna"), false, Map.of(), Map.of(), Map.of(), Map.of())
        .with(schema("u10", "raw", ""))
        .with(schema("u11", "flights", "what boards read"))
        .with(schema("u20", "flights_next", "what boards read\nverdigris/1 {}"))
        .with(schema("u12", "sinks", ""))
        .with(cluster("u2", "compute", ClusterOptions.managed("25cc", 2)))
        .with(cluster("u5", "compute_next", ClusterOptions.managed("25cc", 2)))
        .with(cluster("u3", "sinks", ClusterOptions.managed("25cc", 1)))
        .with(item("u100", "u10", "flights", ObjectKind.TABLE, ""))
        .with(item("u90", "u10", "generator", ObjectKind.SOURCE, "u3"))
        .with(item(BLUE, "u11", "delays", ObjectKind.MATERIALIZED_VIEW, "u2", "u100", "u90"))
        .with(item("u103", "u11", "delays_iata", ObjectKind.INDEX, "u2", BLUE))
        .with(item("u104", "u11", "Late board", ObjectKind.VIEW, "", BLUE))
        .with(item(GREEN, "u20", "delays", ObjectKind.MATERIALIZED_VIEW, "u5", "u100", "u90"))
        .with(item(GREEN_INDEX, "u20", "delays_iata", ObjectKind.INDEX, "u5", GREEN))
        .with(item("u204", "u20", "Late board", ObjectKind.VIEW, "", GREEN))
        .with(item("u107", "u12", "delays", ObjectKind.SINK, "u3", BLUE));
  }

  static EnvironmentCatalog blue(Snapshot snapshot) {
    return new EnvironmentCatalog(
        "blue",
        snapshot,
        Map.of("flights", "u11"),
        Map.of("compute", "u2"),
        Map.of("flights", "u20"));
  }

  static EnvironmentCatalog green(Snapshot snapshot) {
    return new EnvironmentCatalog(
        "green",
        snapshot,
        Map.of("flights", "u20"),
        Map.of("compute", "u5"),
        Map.of("flights", "u11"));
  }

  static Schema schema(String id, String name, String comment) {
    return new Schema(
        id, "materialize", name, "anna", grants(new Grant("reader", "USAGE")), comment);
  }

  static Cluster cluster(String id, String name, ClusterOptions options) {
    return new Cluster(
        id,
        name,
        "anna",
        grants(new Grant("reader", "USAGE")),
        "",
        options,
        List.of(new Replica(id + "1", "r1", "25cc", ""), new Replica(id + "2", "r2", "25cc", "")));
  }

  static Item item(
      String id, String schema, String name, ObjectKind kind, String cluster, String... reads) {
    return new Item(
        id,
        schema,
        name,
        kind,
        "anna",
        cluster,
        grants(new Grant("anna", "SELECT"), new Grant("reader", "SELECT")),
        kind.isRelation() ? "one row an airport" : "",
        kind.isRelation() ? Map.of("iata", "the airport") : Map.of(),
        kind.isRelation()
            ? List.of(new Column("iata", "text", false), new Column("delay", "bigint", true))
            : List.of(),
        kind == ObjectKind.INDEX
            ? "CREATE INDEX \""
                + name
                + "\" IN CLUSTER ["
                + cluster
                + "] ON ["
                + reads[0]
                + " AS \"materialize\".\"flights\".\"delays\"] (\"iata\")"
            : "CREATE …",
        Set.of(reads));
  }

  static SortedSet<Grant> grants(Grant... grants) {
    return new TreeSet<>(List.of(grants));
  }

  /** Label and text of each, with the grade where it is no failure. */
  static List<String> texts(List<Observation> observations) {
    return observations.stream()
        .map(
            one ->
                (one.grade() == Observation.Grade.FAIL ? "" : one.grade() + " ")
                    + one.label()
                    + " "
                    + one.text())
        .toList();
  }
}
