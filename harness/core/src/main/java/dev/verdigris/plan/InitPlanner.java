package dev.verdigris.plan;

import dev.verdigris.DeploymentConfig.ClusterSize;
import dev.verdigris.DeploymentConfig.Creation;
import dev.verdigris.Phase;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.DefaultPrivilege;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Unit.Holder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans init: green's schemas and clusters as blue has them. The marker is the very next statement
 * after each {@code CREATE}; whatever else is copied comes after it, since a rerun can tell what of
 * that is missing.
 */
public final class InitPlanner {
  /** What later phases add to a marker, in bytes: digests, a number of tests, an intent. */
  private static final int LATER = 220;

  private final Situation situation;
  private final Origin origin;
  private final PlanBuilder plan;

  /** Whether some schema holds the deployment's facts already, or will. */
  private boolean led;

  private final Creation creation;

  private InitPlanner(Situation situation, Origin origin, Creation creation) {
    this.situation = situation;
    this.origin = origin;
    this.creation = creation;
    this.plan = new PlanBuilder(Phase.INIT, situation);
    this.led = situation.lead().isPresent();
  }

  /**
   * The plan of init.
   *
   * @throws dev.verdigris.VerdigrisException VG-22xx and VG-52xx for everything that is refused
   */
  public static Plan plan(Situation situation, Origin origin) {
    return plan(situation, origin, Creation.NONE);
  }

  /**
   * The plan of init. Where production lacks something and {@code creation} lets it be made, the
   * plan makes only that, empty: a marker needs its id, so init is planned once more behind it.
   *
   * @throws dev.verdigris.VerdigrisException VG-22xx, VG-25xx and VG-52xx for everything that is
   *     refused
   */
  public static Plan plan(Situation situation, Origin origin, Creation creation) {
    return new InitPlanner(situation, origin, creation).plan();
  }

  /** Whether a plan of init only makes what production lacks, so that another has to follow. */
  public static boolean isOfPlaceholders(Plan plan) {
    return plan.steps().stream().anyMatch(CreateStep.class::isInstance)
        && plan.steps().stream().noneMatch(ChangeStep.Mark.class::isInstance);
  }

  private Plan plan() {
    if (creation.create() && placeholders()) {
      return plan.build();
    }
    refuse();
    DeploymentState state = situation.state();
    if (state.kind().inProduction()) {
      plan.note("deployment " + situation.scope().deployment() + " is in production already");
      return plan.build();
    }
    if (state.kind() == DeploymentState.Kind.ROLLED_BACK) {
      plan.note(
          "deployment "
              + situation.scope().deployment()
              + " was rolled back; only other models take it up again");
      return plan.build();
    }
    for (Unit unit : situation.units()) {
      make(unit);
    }
    if (plan.isEmpty()) {
      plan.note("green exists already");
    }
    return plan.build();
  }

  /**
   * Plans what production lacks; whether there is something. Only before anything else of the
   * deployment exists: a production that went away meanwhile is not made anew under a green.
   */
  private boolean placeholders() {
    List<Unit> absent =
        situation.units().stream().filter(unit -> unit.production().isEmpty()).toList();
    boolean begun = situation.units().stream().anyMatch(unit -> unit.marked().isPresent());
    if (absent.isEmpty() || begun) {
      return false;
    }
    situation.units().forEach(this::refuseLongName);
    for (Unit unit : absent) {
      plan.add(placeholder(unit));
      plan.note(unit.describe(unit.of()) + " is made empty, as production for a first deployment");
    }
    return true;
  }

  private Step placeholder(Unit unit) {
    if (unit.kind() == Unit.Kind.SCHEMA) {
      return new CreateStep.OfSchema(situation.scope().database(), unit.of());
    }
    ClusterSize size = creation.greenClusters().get(unit.of());
    if (size == null) {
      throw PlanProblems.sizeless(unit).exception();
    }
    return new CreateStep.OfCluster(unit.of(), ClusterOptions.managed(size.size(), 0), List.of());
  }

  private void refuseLongName(Unit unit) {
    String longest =
        unit.kind() == Unit.Kind.SCHEMA
            ? situation.scope().rolledBack(unit.of())
            : unit.greenName();
    int bytes = longest.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Identifiers.MAX_BYTES) {
      throw PlanProblems.nameTooLong(unit, longest, bytes).exception();
    }
  }

  private void refuse() {
    for (Unit unit : situation.units()) {
      if (unit.production().isEmpty()) {
        throw PlanProblems.unknown(unit, situation.scope().database(), names(unit.kind()))
            .exception();
      }
      refuseLongName(unit);
    }
    for (Unit unit : situation.units()) {
      refuseGreen(unit);
    }
    DeploymentState state = situation.state();
    States.refuseUnusable(situation, "init", state);
    if (!state.kind().inProduction()) {
      States.refuseReplacedBlue(situation);
      new Foreigners(situation.snapshot()).refuseInBlue(situation);
    }
  }

  private void refuseGreen(Unit unit) {
    Holder green = unit.green().orElse(null);
    if (green == null) {
      return;
    }
    if (unit.position() == Unit.Position.FOREIGN && green.marker().isPresent()) {
      throw PlanProblems.greenOfAnother(unit, green.marker().get()).exception();
    }
    boolean alone = situation.units().stream().allMatch(other -> other.marked().isEmpty());
    if (alone && unit.position() == Unit.Position.UNMARKED && !States.isOurs(situation, unit)) {
      List<String> found = new ArrayList<>();
      contents(unit, green).forEach(item -> found.add(foreigners().describe(item)));
      if (!green.comment().isEmpty()) {
        found.add("comment: " + green.comment());
      }
      if (found.isEmpty()) {
        found.add("it is empty, and its owner is not " + situation.snapshot().role());
      }
      throw PlanProblems.greenTaken(unit, green.owner(), found).exception();
    }
  }

  private void make(Unit unit) {
    Holder blue = unit.production().orElseThrow();
    if (unit.position() == Unit.Position.ABSENT) {
      plan.add(create(unit, blue));
    } else if (unit.position() == Unit.Position.UNMARKED) {
      plan.note(
          unit.describe(unit.greenName())
              + " is empty, unmarked and ours: an earlier init was cut short");
    }
    if (unit.position() != Unit.Position.GREEN) {
      mark(unit, blue);
    }
    copyRights(unit, blue);
  }

  private Step create(Unit unit, Holder blue) {
    if (unit.kind() == Unit.Kind.SCHEMA) {
      return new CreateStep.OfSchema(situation.scope().database(), unit.greenName());
    }
    return greenCluster(
        unit.greenName(),
        situation.snapshot().cluster(blue.id()).orElseThrow(),
        Optional.ofNullable(creation.greenClusters().get(unit.of())));
  }

  /**
   * How init makes a cluster of green.
   *
   * @param name green's name
   * @param blue what it is the green of
   * @param size what the configuration says of it; empty: as blue is
   */
  public static CreateStep.OfCluster greenCluster(
      String name, Cluster blue, Optional<ClusterSize> size) {
    return size.map(
            given ->
                new CreateStep.OfCluster(name, sized(blue.options(), given), List.<Replica>of()))
        .orElseGet(
            () ->
                new CreateStep.OfCluster(
                    name, blue.options(), blue.options().managed() ? List.of() : blue.replicas()));
  }

  private static ClusterOptions sized(ClusterOptions blue, ClusterSize size) {
    return new ClusterOptions(
        true,
        size.size(),
        size.replicationFactor(),
        blue.availabilityZones(),
        blue.introspectionDebugging(),
        blue.introspectionInterval(),
        blue.schedule());
  }

  private void mark(Unit unit, Holder blue) {
    Marker marker =
        Marker.of(
            situation.scope().deployment().value(),
            unit.of(),
            blue.id(),
            origin.by(),
            origin.at(),
            origin.commit());
    boolean leads = unit.kind() == Unit.Kind.SCHEMA && !led;
    led = led || leads;
    ChangeStep.Mark mark =
        new ChangeStep.Mark(
            green(unit),
            blue.markerLine().userText(),
            withBase(leads ? marker.asLead() : marker, unit, blue));
    Markers.refuseTooLong(unit, mark);
    plan.add(mark);
  }

  /** With what blue's schema holds, in what there is room for beside the user's own comment. */
  private Marker withBase(Marker marker, Unit unit, Holder blue) {
    if (unit.kind() == Unit.Kind.CLUSTER) {
      return marker;
    }
    int taken = Markers.bytes(marker.comment(blue.markerLine().userText()));
    return marker.withBase(
        BlueDigests.of(situation.snapshot(), blue.id()).encode(Markers.MAX_BYTES - taken - LATER));
  }

  private void copyRights(Unit unit, Holder blue) {
    Snapshot before = situation.snapshot();
    if (unit.kind() == Unit.Kind.SCHEMA) {
      Schema from = before.schema(blue.id()).orElseThrow();
      Schema to = plan.snapshot().schemaNamed(unit.greenName()).orElseThrow();
      copyGrants(unit, from.grants(), from.owner(), to.grants(), to.owner());
      List<DefaultPrivilege> have = plan.snapshot().defaultsOf(to.id());
      for (DefaultPrivilege value : before.defaultsOf(from.id())) {
        ChangeStep.DefaultGrant grant =
            new ChangeStep.DefaultGrant(situation.scope().database(), unit.greenName(), value);
        if (!have.contains(value) && mayGrant(value)) {
          plan.add(grant);
        } else if (!have.contains(value)) {
          plan.note("not ours to say: " + grant.sql());
        }
      }
    } else {
      Cluster from = before.cluster(blue.id()).orElseThrow();
      Cluster to = plan.snapshot().clusterNamed(unit.greenName()).orElseThrow();
      copyGrants(unit, from.grants(), from.owner(), to.grants(), to.owner());
    }
  }

  /**
   * Membership in the role, and a superuser for all roles (recorded); preflight tells it before.
   */
  private boolean mayGrant(DefaultPrivilege value) {
    Snapshot before = situation.snapshot();
    return before.superuser()
        || (!value.owner().equals(Grant.PUBLIC) && before.actsAs(value.owner()));
  }

  private void copyGrants(
      Unit unit, Set<Grant> from, String fromOwner, Set<Grant> to, String toOwner) {
    Target target = green(unit);
    Set<Grant> want = GrantSteps.without(from, fromOwner);
    plan.addAll(GrantSteps.missing(target, to, want, toOwner, Optional.empty()));
    plan.addAll(GrantSteps.extra(target, to, want, toOwner));
    if (!fromOwner.equals(toOwner)) {
      plan.add(new ChangeStep.OwnerTo(target, fromOwner));
    }
  }

  private Target green(Unit unit) {
    return unit.target(situation.scope().database(), unit.greenName());
  }

  private List<Item> contents(Unit unit, Holder holder) {
    return unit.kind() == Unit.Kind.SCHEMA
        ? situation.snapshot().itemsIn(holder.id())
        : situation.snapshot().itemsOn(holder.id());
  }

  private Foreigners foreigners() {
    return new Foreigners(situation.snapshot());
  }

  private List<String> names(Unit.Kind kind) {
    return kind == Unit.Kind.SCHEMA
        ? situation.snapshot().schemas().values().stream()
            .filter(schema -> schema.database().equals(situation.scope().database()))
            .map(Schema::name)
            .toList()
        : situation.snapshot().clusters().values().stream().map(Cluster::name).toList();
  }
}
