package dev.verdigris.preflight;

import static dev.verdigris.catalog.Identifiers.literal;
import static dev.verdigris.catalog.Identifiers.quote;

import dev.verdigris.DeploymentConfig.ClusterSize;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.DefaultPrivilege;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Schema;
import dev.verdigris.plan.ChangeStep;
import dev.verdigris.plan.InitPlanner;
import dev.verdigris.plan.Target;
import dev.verdigris.plan.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Green that is not made as blue is: options of clusters, owners, grants. */
final class DriftRules {
  private static final String BLUES = "blue's is ";

  private final Inspection in;
  private final Listing out;

  private DriftRules(Inspection in, Listing out) {
    this.in = in;
    this.out = out;
  }

  static void find(Inspection in, Listing out) {
    if (!in.greenIsBuilt()) {
      return;
    }
    DriftRules rules = new DriftRules(in, out);
    for (Unit unit : in.situation().units()) {
      if (unit.kind() == Unit.Kind.SCHEMA) {
        in.blueSchema(unit)
            .ifPresent(
                blue -> in.greenSchema(unit).ifPresent(green -> rules.schema(unit, blue, green)));
      } else {
        in.blueCluster(unit)
            .ifPresent(
                blue -> in.greenCluster(unit).ifPresent(green -> rules.cluster(unit, blue, green)));
      }
    }
  }

  private void schema(Unit unit, Schema blue, Schema green) {
    Sides sides =
        new Sides(
            in.named(blue.database(), blue.name()),
            "schema " + green.name(),
            unit.target(green.database(), green.name()));
    owner(sides, blue.owner(), green.owner());
    grants(sides, blue.owner(), blue.grants(), green.owner(), green.grants());
    for (DefaultPrivilege value : in.snapshot().defaultsOf(blue.id())) {
      if (!in.snapshot().defaultsOf(green.id()).contains(value)) {
        defaults(sides, green, value);
      }
    }
    for (Item item : in.relationsIn(java.util.Set.of(blue.id()))) {
      in.snapshot()
          .itemNamed(green.id(), item.name())
          .filter(made -> made.kind().isRelation())
          .ifPresent(made -> item(item, made, green));
    }
  }

  private void item(Item blue, Item green, Schema schema) {
    Sides sides =
        new Sides(
            in.names(blue),
            in.text(green),
            new Target.OfItem(schema.database(), schema.name(), green.name(), green.kind()));
    owner(sides, blue.owner(), green.owner());
    grants(sides, blue.owner(), blue.grants(), green.owner(), green.grants());
  }

  private void cluster(Unit unit, Cluster blue, Cluster green) {
    Sides sides =
        new Sides(List.of(blue.name()), "cluster " + green.name(), unit.target("", green.name()));
    owner(sides, blue.owner(), green.owner());
    grants(sides, blue.owner(), blue.grants(), green.owner(), green.grants());
    Optional<ClusterSize> given = Optional.ofNullable(in.sized().get(blue.name()));
    // A placeholder for a first deployment: nothing runs on it, and it says nothing.
    boolean placeholder =
        blue.options().replicationFactor() == 0 && in.snapshot().itemsOn(blue.id()).isEmpty();
    if (placeholder && blue.options().managed() && given.isEmpty()) {
      return;
    }
    ClusterOptions is = green.options();
    ClusterOptions was = InitPlanner.greenCluster(green.name(), blue, given).options();
    String says = given.isPresent() ? "green.clusters says " : BLUES;
    option(sides, green, "managed", was.managed(), is.managed(), "MANAGED = " + was.managed());
    if (was.managed() && is.managed()) {
      option(sides, green, "size", was.size(), is.size(), says, "SIZE = " + literal(was.size()));
      option(
          sides,
          green,
          "replication factor",
          was.replicationFactor(),
          is.replicationFactor(),
          says,
          "REPLICATION FACTOR = " + was.replicationFactor());
      option(
          sides,
          green,
          "availability zones",
          was.availabilityZones(),
          is.availabilityZones(),
          "AVAILABILITY ZONES = ("
              + was.availabilityZones().stream()
                  .map(zone -> literal(zone))
                  .collect(Collectors.joining(", "))
              + ")");
      option(
          sides,
          green,
          "schedule",
          was.schedule(),
          is.schedule(),
          "SCHEDULE = " + was.schedule().replace('-', ' ').toUpperCase(Locale.ROOT));
      option(
          sides,
          green,
          "introspection interval",
          was.introspectionInterval(),
          is.introspectionInterval(),
          "INTROSPECTION INTERVAL = "
              + (was.introspectionInterval().isEmpty()
                  ? "0"
                  : literal(was.introspectionInterval())));
      option(
          sides,
          green,
          "introspection debugging",
          was.introspectionDebugging(),
          is.introspectionDebugging(),
          "INTROSPECTION DEBUGGING = " + was.introspectionDebugging());
    } else if (!was.managed() && !is.managed()) {
      replicas(sides, blue, green);
    }
  }

  private void option(
      Sides sides, Cluster green, String name, Object blue, Object other, String option) {
    option(sides, green, name, blue, other, BLUES, option);
  }

  private void option(
      Sides sides,
      Cluster green,
      String name,
      Object want,
      Object have,
      String says,
      String option) {
    if (!want.equals(have)) {
      drift(
          sides,
          Rule.CLUSTER_DRIFT,
          green.owner(),
          name + " is " + have + ", " + says + want,
          "ALTER CLUSTER " + green.sqlName() + " SET (" + option + ")");
    }
  }

  private void replicas(Sides sides, Cluster blue, Cluster green) {
    String want = replicas(blue);
    String have = replicas(green);
    if (!want.equals(have)) {
      drift(
          sides,
          Rule.CLUSTER_DRIFT,
          green.owner(),
          "replicas are " + have + ", blue's are " + want,
          "CREATE CLUSTER REPLICA or DROP CLUSTER REPLICA on " + green.sqlName());
    }
  }

  private static String replicas(Cluster cluster) {
    return cluster.replicas().stream()
        .map(DriftRules::replica)
        .sorted()
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String replica(Replica replica) {
    String zone = replica.availabilityZone();
    return replica.name() + " " + replica.size() + (zone.isEmpty() ? "" : " in " + zone);
  }

  private void owner(Sides sides, String blue, String green) {
    if (!blue.equals(green)) {
      drift(
          sides,
          Rule.OWNER_DRIFT,
          green,
          "blue's owner is " + blue,
          "ALTER " + sides.target().sql() + " OWNER TO " + quote(blue));
    }
  }

  private void grants(
      Sides sides,
      String blueOwner,
      SortedSet<Grant> blue,
      String greenOwner,
      SortedSet<Grant> green) {
    for (Grant grant : without(blue, blueOwner, greenOwner)) {
      if (!green.contains(grant)) {
        drift(
            sides,
            Rule.GRANT_LOST,
            greenOwner,
            grant.privilege() + " to " + grant.grantee() + " is missing, blue has it",
            "GRANT "
                + grant.privilege()
                + " ON "
                + sides.target().grantSql()
                + " TO "
                + grant.granteeSql());
      }
    }
    for (Grant grant : without(green, blueOwner, greenOwner)) {
      if (!blue.contains(grant)) {
        drift(
            sides,
            Rule.GRANT_NEW,
            greenOwner,
            grant.privilege() + " to " + grant.grantee() + " is new, blue has it not",
            "REVOKE "
                + grant.privilege()
                + " ON "
                + sides.target().grantSql()
                + " FROM "
                + grant.granteeSql());
      }
    }
  }

  /** Owners have their rights without a grant of anybody's. */
  private static SortedSet<Grant> without(SortedSet<Grant> grants, String blue, String green) {
    SortedSet<Grant> others = new TreeSet<>(grants);
    others.removeIf(grant -> grant.grantee().equals(blue) || grant.grantee().equals(green));
    return others;
  }

  private void defaults(Sides sides, Schema green, DefaultPrivilege value) {
    drift(
        sides,
        Rule.DEFAULTS_DRIFT,
        green.owner(),
        "default "
            + value.privilege()
            + " on "
            + value.objectType()
            + "s to "
            + value.grantee()
            + " is missing, blue has it",
        new ChangeStep.DefaultGrant(green.database(), green.name(), value).sql());
  }

  private void drift(Sides sides, Rule rule, String owner, String what, String mend) {
    out.addUnless(AcceptKey.DRIFT, sides.names(), rule, sides.green(), owner, what, mend);
  }

  /**
   * What is compared.
   *
   * @param names what the configuration may call it: by blue's name
   * @param green for people
   * @param target green's, for statements
   */
  private record Sides(List<String> names, String green, Target target) {}
}
