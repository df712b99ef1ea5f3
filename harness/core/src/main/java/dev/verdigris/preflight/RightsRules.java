package dev.verdigris.preflight;

import static dev.verdigris.catalog.Identifiers.quote;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.DefaultPrivilege;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.plan.ChangeStep;
import dev.verdigris.plan.Unit;
import java.util.List;
import java.util.Set;

/**
 * What our role needs for all phases to come, as recorded with checks on: a swap needs the owner of
 * both sides, and of schemas CREATE on the database; {@code ALTER SINK} the owner of the sink and
 * CREATE on its cluster, nothing on the connection; a transition CREATE on the database and on
 * green's cluster, and its views are read with the rights of their owner, which is our role; {@code
 * OWNER TO} membership in the new owner; default privileges membership, or a superuser where they
 * are for all roles.
 */
final class RightsRules {
  private final Inspection in;
  private final Listing out;

  private RightsRules(Inspection in, Listing out) {
    this.in = in;
    this.out = out;
  }

  static void find(Inspection in, Listing out) {
    if (in.facts().rightsAreChecked() && !in.snapshot().superuser()) {
      RightsRules rules = new RightsRules(in, out);
      rules.server();
      rules.units();
      rules.owners();
      rules.defaults();
      rules.sinks();
    }
  }

  private void server() {
    if (!in.facts()
        .has(in.role(), "CREATE", in.facts().databaseOwner(), in.facts().databaseGrants())) {
      out.add(
          Rule.DATABASE_CREATE,
          "database " + in.database(),
          in.facts().databaseOwner(),
          "role " + in.role() + " has no CREATE on it",
          "GRANT CREATE ON DATABASE " + quote(in.database()) + " TO " + quote(in.role()));
    }
    boolean makes =
        in.units(Unit.Kind.CLUSTER).anyMatch(unit -> unit.position() == Unit.Position.ABSENT);
    if (makes && !in.facts().has(in.role(), "CREATECLUSTER", "", in.facts().systemGrants())) {
      out.add(
          Rule.CREATE_CLUSTER,
          "system",
          "",
          "role " + in.role() + " has no CREATECLUSTER on it",
          "GRANT CREATECLUSTER ON SYSTEM TO " + quote(in.role()));
    }
  }

  private void units() {
    for (Unit unit : in.situation().units()) {
      unit.production().ifPresent(holder -> swappable(unit, holder));
      unit.marked()
          .filter(marked -> unit.position() == Unit.Position.GREEN)
          .ifPresent(holder -> swappable(unit, holder));
    }
  }

  private void swappable(Unit unit, Unit.Holder holder) {
    if (!in.snapshot().actsAs(holder.owner())) {
      out.add(
          Rule.SWAP_OWNER,
          unit.kind().label() + " " + holder.name(),
          holder.owner(),
          notMember(holder.owner()),
          membership(holder.owner()));
    }
  }

  /** Blue's objects: green's are given to their owners, and cleanup drops them. */
  private void owners() {
    for (Item item : in.relationsIn(in.blueIds(Unit.Kind.SCHEMA))) {
      if (item.kind().isDeployed() && !in.snapshot().actsAs(item.owner())) {
        out.addUnless(
            AcceptKey.DRIFT,
            in.names(item),
            Rule.GIVE_OWNER,
            in.text(item),
            item.owner(),
            notMember(item.owner()),
            membership(item.owner()));
      }
    }
  }

  private void defaults() {
    in.units(Unit.Kind.SCHEMA)
        .forEach(
            unit ->
                in.blueSchema(unit)
                    .ifPresent(
                        schema -> {
                          for (DefaultPrivilege value : in.snapshot().defaultsOf(schema.id())) {
                            copied(unit, schema, value);
                          }
                        }));
  }

  private void copied(Unit unit, Schema schema, DefaultPrivilege value) {
    boolean everybody = value.owner().equals(Grant.PUBLIC);
    boolean may = !everybody && in.snapshot().actsAs(value.owner());
    boolean has =
        unit.marked()
            .map(green -> in.snapshot().defaultsOf(green.id()).contains(value))
            .orElse(false);
    if (may || has) {
      return;
    }
    String what =
        "default "
            + value.privilege()
            + " on "
            + value.objectType()
            + "s to "
            + value.grantee()
            + (everybody ? " for all roles" : " for role " + value.owner());
    out.addUnless(
        AcceptKey.DRIFT,
        in.named(schema.database(), schema.name()),
        Rule.DEFAULT_PRIVILEGES,
        "schema " + schema.name(),
        schema.owner(),
        what
            + (everybody
                ? ": only a superuser may say that of another schema"
                : ": " + notMember(value.owner())),
        everybody
            ? "by a superuser once green is made: "
                + new ChangeStep.DefaultGrant(schema.database(), unit.greenName(), value).sql()
            : membership(value.owner()));
  }

  private void sinks() {
    for (Item sink : in.sinks()) {
      if (!in.snapshot().actsAs(sink.owner())) {
        out.add(
            Rule.SINK_OWNER,
            in.text(sink),
            sink.owner(),
            notMember(sink.owner()),
            membership(sink.owner()));
      }
      in.snapshot().cluster(sink.clusterId()).ifPresent(cluster -> onCluster(sink, cluster));
      if (in.isReconciled(sink)) {
        oldRelations(sink);
      }
      if (in.greenIsBuilt()) {
        newRelations(sink);
      }
    }
  }

  private void onCluster(Item sink, Cluster cluster) {
    if (!in.facts().has(in.role(), "CREATE", cluster.owner(), cluster.grants())) {
      out.add(
          Rule.SINK_CLUSTER,
          in.text(sink),
          sink.owner(),
          "role " + in.role() + " has no CREATE on its cluster " + cluster.name(),
          "GRANT CREATE ON CLUSTER " + quote(cluster.name()) + " TO " + quote(in.role()));
    }
  }

  /** The new ones are asked for with every sink. */
  private void oldRelations(Item sink) {
    Set<String> blue = in.blueIds(Unit.Kind.SCHEMA);
    for (String id : sink.dependsOn()) {
      in.snapshot()
          .item(id)
          .filter(read -> blue.contains(read.schemaId()))
          .ifPresent(
              read ->
                  in.snapshot()
                      .schema(read.schemaId())
                      .ifPresent(schema -> oldRelation(sink, schema, read)));
    }
  }

  private void oldRelation(Item sink, Schema schema, Item read) {
    lacking(Rule.TRANSITION_READS, sink, Reading.missing(in, in.role(), schema, read));
  }

  private void newRelations(Item sink) {
    in.situation()
        .target(sink)
        .ifPresent(
            to ->
                in.snapshot().schema(to.schemaId()).ifPresent(green -> readable(sink, green, to)));
  }

  private void readable(Item sink, Schema green, Item to) {
    lacking(Rule.SINK_RELATION, sink, Reading.missing(in, in.role(), green, to));
    if (in.isReconciled(sink)) {
      in.snapshot().cluster(to.clusterId()).ifPresent(cluster -> transitionOn(sink, cluster));
    }
  }

  private void transitionOn(Item sink, Cluster cluster) {
    for (String privilege : List.of("CREATE", "USAGE")) {
      if (!in.facts().has(in.role(), privilege, cluster.owner(), cluster.grants())) {
        out.add(
            Rule.TRANSITION_CLUSTER,
            in.text(sink),
            sink.owner(),
            "role " + in.role() + " has no " + privilege + " on cluster " + cluster.name(),
            "GRANT "
                + privilege
                + " ON CLUSTER "
                + quote(cluster.name())
                + " TO "
                + quote(in.role()));
      }
    }
  }

  private void lacking(Rule rule, Item sink, List<Reading.Lack> lacks) {
    lacks.forEach(
        lack ->
            out.add(
                rule,
                in.text(sink),
                sink.owner(),
                "role " + in.role() + " has no " + lack.privilege() + " on " + lack.on(),
                lack.mend()));
  }

  private String notMember(String owner) {
    return "role " + in.role() + " is not a member of " + owner;
  }

  private String membership(String owner) {
    return "GRANT " + quote(owner) + " TO " + quote(in.role());
  }
}
