package dev.verdigris.plan;

import dev.verdigris.DeploymentName;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** A production catalog as the sample has it, and variations of it. */
public final class Catalogs {
  public static final String ROLE = "deployer";
  public static final Origin ORIGIN = new Origin(ROLE, "2026-11-25T13:00:00Z", "c0ffee");
  public static final Scope SCOPE =
      new Scope(new DeploymentName("pr_17"), "materialize", List.of("flights"), List.of("compute"));

  private Catalogs() {}

  /** Schemas raw, flights, sinks; clusters quickstart, compute, sinks; one sink. */
  public static Snapshot production() {
    Snapshot empty =
        new Snapshot(
            "materialize", ROLE, Set.of(ROLE), false, Map.of(), Map.of(), Map.of(), Map.of());
    return empty
        .with(schema("u1", "public"))
        .with(schema("u10", "raw"))
        .with(
            new Schema(
                "u11",
                "materialize",
                "flights",
                ROLE,
                grants(new Grant("dashboard", "USAGE")),
                "the board's data"))
        .with(schema("u12", "sinks"))
        .with(cluster("u1", "quickstart"))
        .with(
            new Cluster(
                "u2",
                "compute",
                ROLE,
                grants(new Grant("dashboard", "USAGE")),
                "",
                ClusterOptions.managed("25cc", 1),
                List.of(new Replica("u2", "r1", "25cc", ""))))
        .with(cluster("u3", "sinks"))
        .with(item("u100", "u10", "flights", ObjectKind.TABLE, "", Set.of()))
        .with(item("u101", "u10", "airports", ObjectKind.TABLE, "", Set.of()))
        .with(
            item(
                    "u102",
                    "u11",
                    "delay_by_airport",
                    ObjectKind.MATERIALIZED_VIEW,
                    "u2",
                    Set.of("u100"))
                .withGrants(grants(new Grant("dashboard", "SELECT")))
                .withComment("average delay"))
        .with(item("u103", "u11", "delay_by_airport_idx", ObjectKind.INDEX, "u2", Set.of("u102")))
        .with(
            item(
                "u104", "u11", "route_traffic", ObjectKind.MATERIALIZED_VIEW, "u2", Set.of("u100")))
        .with(item("u105", "u11", "on_time_board", ObjectKind.VIEW, "", Set.of("u102")))
        .with(item("u106", "u12", "kafka", ObjectKind.CONNECTION, "", Set.of()))
        .with(item("u107", "u12", "delays", ObjectKind.SINK, "u3", Set.of("u102", "u106")));
  }

  /** The same with keyed sinks: two that can be reconciled, and another one. */
  public static Snapshot withKeyedSinks() {
    return production()
        .with(keyedSink("u107", "delays", "UPSERT"))
        .with(keyedSink("u108", "debezium", "DEBEZIUM"))
        .with(keyedSink("u109", "plain", "UPSERT"));
  }

  private static Item keyedSink(String id, String name, String envelope) {
    Item bare = item(id, "u12", name, ObjectKind.SINK, "u3", Set.of("u102", "u106"));
    return new Item(
        id,
        bare.schemaId(),
        name,
        bare.kind(),
        bare.owner(),
        bare.clusterId(),
        bare.grants(),
        "",
        Map.of(),
        List.of(),
        "CREATE SINK \"materialize\".\"sinks\".\""
            + name
            + "\" IN CLUSTER [u3] FROM [u102 AS \"materialize\".\"flights\".\"delay_by_airport\"]"
            + " INTO KAFKA CONNECTION [u106 AS \"materialize\".\"sinks\".\"kafka\"] (TOPIC = '"
            + name
            + "') KEY (\"iata\") FORMAT JSON ENVELOPE "
            + envelope,
        bare.dependsOn());
  }

  /** The same with our role as a member of others. */
  public static Snapshot memberOf(Snapshot snapshot, String... others) {
    Set<String> roles = new HashSet<>(snapshot.roles());
    roles.addAll(List.of(others));
    return new Snapshot(
        snapshot.database(),
        snapshot.role(),
        roles,
        snapshot.superuser(),
        snapshot.schemas(),
        snapshot.clusters(),
        snapshot.items(),
        snapshot.defaultPrivileges());
  }

  public static Schema schema(String id, String name) {
    return new Schema(id, "materialize", name, ROLE, grants(), "");
  }

  public static Schema schema(String id, String name, String comment) {
    return new Schema(id, "materialize", name, ROLE, grants(), comment);
  }

  public static Cluster cluster(String id, String name) {
    return new Cluster(
        id,
        name,
        ROLE,
        grants(),
        "",
        ClusterOptions.managed("25cc", 1),
        List.of(new Replica(id, "r1", "25cc", "")));
  }

  public static Item item(
      String id,
      String schemaId,
      String name,
      ObjectKind kind,
      String clusterId,
      Set<String> dependsOn) {
    return new Item(
        id,
        schemaId,
        name,
        kind,
        ROLE,
        clusterId,
        grants(),
        "",
        Map.of(),
        kind.isRelation() ? List.of(new Column("iata", "text", false)) : List.of(),
        "CREATE …",
        dependsOn);
  }

  public static SortedSet<Grant> grants(Grant... grants) {
    return new TreeSet<>(List.of(grants));
  }

  public static Situation situation(Snapshot snapshot) {
    return Situation.of(SCOPE, snapshot);
  }

  /** The plans of init, run and validate, one after the other. */
  public static Snapshot validated(Snapshot snapshot) {
    return ValidatePlanner.plan(situation(built(snapshot)), Models.VERDICT, 7)
        .after(built(snapshot));
  }

  /** The plans of init and run, one after the other. */
  public static Snapshot built(Snapshot snapshot) {
    Snapshot made = initialized(snapshot);
    return RunPlanner.plan(situation(made), Models.all(), Models.DIGEST).after(made);
  }

  /** What a run that is killed behind any of its steps leaves; a transaction is whole or not. */
  static List<Snapshot> cuts(Snapshot start, Function<Situation, Plan> planner) {
    List<Snapshot> cuts = new ArrayList<>(List.of(start));
    List<Step> steps = planner.apply(situation(start)).steps();
    Snapshot now = start;
    for (int i = 0; i < steps.size(); i++) {
      now = steps.get(i).after(now);
      boolean inside =
          i + 1 < steps.size() && steps.get(i).transactional() && steps.get(i + 1).transactional();
      if (!inside) {
        cuts.add(now);
      }
    }
    return cuts;
  }

  /** The plan of init. */
  public static Snapshot initialized(Snapshot snapshot) {
    return InitPlanner.plan(situation(snapshot), ORIGIN).after(snapshot);
  }

  /** Everything up to promote. */
  public static Snapshot promoted(Snapshot snapshot) {
    Snapshot ready = validated(snapshot);
    return PromotePlanner.plan(situation(ready)).after(ready);
  }

  /** Another deployment of the same names, made and swapped without a model. */
  public static Snapshot promotedOver(Snapshot production, String deployment) {
    Scope scope =
        new Scope(
            new DeploymentName(deployment), SCOPE.database(), SCOPE.schemas(), SCOPE.clusters());
    Snapshot made = InitPlanner.plan(Situation.of(scope, production), ORIGIN).after(production);
    Snapshot swapped =
        new SwapStep.OfSchemas(SCOPE.database(), "flights", scope.green("flights")).after(made);
    return new SwapStep.OfClusters("compute", scope.green("compute")).after(swapped);
  }

  /** Everything up to promote, and then rollback. */
  public static Snapshot rolledBack(Snapshot snapshot) {
    Snapshot swapped = promoted(snapshot);
    return RollbackPlanner.plan(situation(swapped)).after(swapped);
  }
}
