package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.ComparedRelations;
import dev.verdigris.plan.SinkStep.Equal;
import dev.verdigris.plan.SinkStep.Flipped;
import dev.verdigris.plan.SinkStep.Now;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plans the way of sinks from one environment to the other, over the transition where that was
 * decided. Where a run was killed is told by what each sink reads; every statement about the switch
 * may be sent again without harm, so that its value need not be known. Wherever the switch stands
 * already it is turned before it is relied on: what a killed run has sent may have come late.
 */
final class TransitionPlanner {
  private final PlanBuilder plan;
  private final SinkWays ways;
  private final boolean toGreen;

  /**
   * Plans for one direction.
   *
   * @param plan takes the steps
   * @param ways how each sink is cut over
   * @param toGreen whether sinks go from the old environment to green, or back
   */
  TransitionPlanner(PlanBuilder plan, SinkWays ways, boolean toGreen) {
    this.plan = plan;
    this.ways = ways;
    this.toGreen = toGreen;
  }

  /** Before the swap: sinks onto the transition, which shows what they read. */
  void enter() {
    List<Cutovers> direct =
        cutovers().stream()
            .filter(cutover -> cutover.via().isEmpty())
            .filter(cutover -> ways.reconciles(plan.snapshot(), cutover))
            .toList();
    if (direct.isEmpty()) {
      return;
    }
    boolean stood = Transition.of(plan.situation()).flatMap(Transition::switchTable).isPresent();
    prepare(direct);
    if (stood) {
      plan.add(flip(direct.get(0), !toGreen));
    }
    for (Cutovers cutover : direct) {
      Snapshot snapshot = plan.snapshot();
      Item view = view(cutover).orElseThrow();
      plan.add(cutover.step(snapshot, view, new Equal(equal(cutover, view), cluster(cutover))));
    }
  }

  /**
   * After the swap, before all else: sinks that need no transition. They wait for nothing, and what
   * a transition needs, a cluster of green's for example, may be what is sick. So a rollback takes
   * those along that are on the transition and for which plain was decided since: its switch may
   * never be turned any more.
   */
  void plain() {
    for (Cutovers cutover : cutovers()) {
      if (cutover.via().isEmpty()
          ? !ways.reconciles(plan.snapshot(), cutover)
          : !toGreen && ways.isPlain(plan.snapshot(), cutover)) {
        plan.add(cutover.step(plan.snapshot(), new Now()));
      }
    }
  }

  /** Behind them: the switch first, then every sink to its end, then the transition goes. */
  void leave() {
    List<Cutovers> all = cutovers();
    List<Cutovers> onTransition = all.stream().filter(one -> one.via().isPresent()).toList();
    List<Cutovers> late = all.stream().filter(one -> one.via().isEmpty()).toList();
    if (!onTransition.isEmpty()) {
      plan.add(flip(onTransition.get(0), toGreen));
    }
    onTransition.forEach(cutover -> plan.add(last(cutover)));
    if (!late.isEmpty()) {
      reconcile(late);
    }
    drop();
  }

  /** Sinks that came to the transition only after the swap: all of it once more for them. */
  private void reconcile(List<Cutovers> late) {
    boolean stood = Transition.of(plan.situation()).flatMap(Transition::switchTable).isPresent();
    prepare(late);
    if (stood) {
      plan.add(flip(late.get(0), !toGreen));
    }
    for (Cutovers cutover : late) {
      Item view = view(cutover).orElseThrow();
      plan.add(
          cutover.step(plan.snapshot(), view, new Equal(equal(cutover, view), cluster(cutover))));
    }
    plan.add(flip(late.get(0), toGreen));
    for (Cutovers cutover : cutovers()) {
      if (cutover.via().isPresent()) {
        plan.add(last(cutover));
      }
    }
  }

  /** Without a swap: the sinks that are on the transition go back, and it goes. */
  void takeDown() {
    List<Cutovers> onTransition =
        cutovers().stream().filter(cutover -> cutover.via().isPresent()).toList();
    if (!onTransition.isEmpty()) {
      plan.add(flip(onTransition.get(0), toGreen));
      onTransition.forEach(cutover -> plan.add(last(cutover)));
    }
    drop();
  }

  private SinkStep last(Cutovers cutover) {
    return cutover.step(
        plan.snapshot(), new Flipped(switchTable().sqlName(), cluster(cutover), toGreen));
  }

  private TransitionStep flip(Cutovers first, boolean toNew) {
    return new TransitionStep.Flip(switchTable(), cluster(first), toNew);
  }

  private List<Cutovers> cutovers() {
    Situation now = plan.situation();
    return Cutovers.possible(toGreen ? Cutovers.toGreen(now) : Cutovers.toOld(now));
  }

  private void prepare(List<Cutovers> cutovers) {
    Situation situation = plan.situation();
    String database = situation.scope().database();
    String name = Transition.name(situation);
    Optional<Transition> stands = Transition.of(situation);
    if (stands.isEmpty()) {
      situation.snapshot().schemaNamed(database, name).ifPresent(this::refuseTaken);
      plan.add(new CreateStep.OfSchema(database, name));
    }
    if (stands.isEmpty() || !stands.get().isMarked()) {
      plan.add(
          new ChangeStep.Mark(
              new Target.OfSchema(database, name), "", Transition.marker(situation.facts(), name)));
    }
    if (stands.flatMap(Transition::switchTable).isEmpty()) {
      plan.add(new TransitionStep.CreateSwitch(switchTable()));
    }
    plan.add(new TransitionStep.SetUp(switchTable(), cluster(cutovers.get(0)), !toGreen));
    for (Cutovers cutover : cutovers) {
      if (view(cutover).isEmpty()) {
        create(cutover);
      }
    }
  }

  private void refuseTaken(Schema schema) {
    Foreigners foreigners = new Foreigners(plan.snapshot());
    List<Item> readers =
        foreigners.outsideReaders(Set.of(schema.id()), plan.snapshot().itemsIn(schema.id()));
    throw SinkProblems.transitionTaken(schema.name(), foreigners.describe(readers, any -> true))
        .exception();
  }

  private void create(Cutovers cutover) {
    Snapshot snapshot = plan.snapshot();
    Item green = toGreen ? cutover.to().orElseThrow() : cutover.from();
    Item old = toGreen ? cutover.from() : cutover.to().orElseThrow();
    ComparedRelations relations =
        ComparedRelations.of(
            snapshot.sqlName(old),
            Cutovers.columns(old, green),
            snapshot.sqlName(green),
            Cutovers.columns(green, old),
            SinkContract.of(cutover.sink().definition()).key());
    Target.OfItem table = switchTable();
    plan.add(
        new TransitionStep.CreateView(
            new Target.OfItem(
                table.database(), table.schema(), name(cutover), ObjectKind.MATERIALIZED_VIEW),
            table,
            cluster(cutover),
            relations,
            Set.of(old.id(), green.id()),
            Cutovers.columns(green, old)));
  }

  /** The name of the view for a sink, in the names that no swap changes. */
  private String name(Cutovers cutover) {
    Item green = toGreen ? cutover.to().orElseThrow() : cutover.from();
    Item old = toGreen ? cutover.from() : cutover.to().orElseThrow();
    Situation now = plan.situation();
    String schema =
        now.schemas().stream()
            .filter(
                unit -> unit.marked().filter(one -> one.id().equals(green.schemaId())).isPresent())
            .map(Unit::of)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(cutover.sink().name()));
    boolean elsewhere = Counterparts.of(now, true).named(old).filter(green::equals).isEmpty();
    return TransitionName.of(
        schema,
        green,
        elsewhere ? Optional.of(old) : Optional.empty(),
        SinkContract.of(cutover.sink().definition()).key());
  }

  /** The view for a sink, if it stands: it has the name and reads both relations. */
  private Optional<Item> view(Cutovers cutover) {
    String name = name(cutover);
    return Transition.of(plan.situation()).stream()
        .flatMap(transition -> transition.views().stream())
        .filter(view -> view.name().equals(name))
        .filter(
            view ->
                view.dependsOn().contains(cutover.from().id())
                    && view.dependsOn().contains(cutover.to().map(Item::id).orElse("")))
        .findFirst();
  }

  private ComparedRelations equal(Cutovers cutover, Item view) {
    Snapshot snapshot = plan.snapshot();
    return ComparedRelations.of(
        snapshot.sqlName(cutover.from()),
        cutover.from().columns(),
        snapshot.sqlName(view),
        view.columns(),
        SinkContract.of(cutover.sink().definition()).key());
  }

  /** Green's cluster, under the name that it has at that step. */
  private String cluster(Cutovers cutover) {
    Item green = toGreen ? cutover.to().orElseThrow() : cutover.from();
    return plan.snapshot()
        .cluster(green.clusterId())
        .orElseThrow(() -> new IllegalStateException(green.name()))
        .name();
  }

  private Target.OfItem switchTable() {
    Situation situation = plan.situation();
    return TransitionStep.switchOf(situation.scope().database(), Transition.name(situation));
  }

  /** Object by object, without {@code CASCADE}; nothing where a sink still needs it. */
  private void drop() {
    Transition transition = Transition.of(plan.situation()).orElse(null);
    if (transition == null) {
      return;
    }
    Set<String> ids = transition.items().stream().map(Item::id).collect(Collectors.toSet());
    boolean used =
        plan.snapshot().items().values().stream()
            .filter(item -> !transition.holds(item))
            .anyMatch(item -> item.dependsOn().stream().anyMatch(ids::contains));
    if (used) {
      plan.note("something reads the transition " + transition.schema().name() + ": it stays");
      return;
    }
    for (Item item : DropOrder.of(plan.snapshot(), transition.items())) {
      plan.add(new DropStep(Target.OfItem.of(plan.snapshot(), item)));
    }
    Schema schema = transition.schema();
    plan.add(new DropStep(new Target.OfSchema(schema.database(), schema.name())));
  }
}
