package dev.verdigris.plan;

import dev.verdigris.Phase;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Redirection;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import dev.verdigris.project.SinkDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans the sinks of the project: one that does not exist is created behind the swap, one that is
 * as its file says is left alone, and one whose file names another relation than it reads goes
 * there in its own cutover. Everything else about a sink cannot be changed by a promotion and is
 * refused before it begins.
 *
 * @param sinks the project's sinks
 */
public record ProjectSinks(List<ProjectSink> sinks) {

  /** A project without sinks. */
  public static final ProjectSinks NONE = new ProjectSinks(List.of());

  /** Makes the list immutable. */
  public ProjectSinks {
    sinks = List.copyOf(sinks);
  }

  /**
   * The plan of promote with the project's sinks.
   *
   * @param ways how each sink is cut over
   * @throws dev.verdigris.VerdigrisException as {@link PromotePlanner#plan}, and VG-5750 with
   *     everything that does not fit
   */
  public Plan promote(Situation situation, SinkWays ways) {
    Plan told = tell(situation);
    Plan plan = PromotePlanner.plan(after(told, situation), ways);
    return created(told.then(plan), situation);
  }

  /**
   * The situation in which the sinks go where their files say: before a swap the one in which that
   * has been told, behind it the same one.
   */
  public Situation told(Situation situation) {
    return after(tell(situation), situation);
  }

  /**
   * Tells in the marker, before anything is moved, which sinks go to another relation than the
   * same-named one: by ids, so that every later run and the rollback know without the files. A
   * promotion that was killed with sinks on their way elsewhere is taken back first.
   */
  private Plan tell(Situation situation) {
    PlanBuilder plan = new PlanBuilder(Phase.PROMOTE, situation);
    DeploymentState.Kind kind = situation.state().kind();
    if (kind != DeploymentState.Kind.BUILT && kind != DeploymentState.Kind.VALIDATED) {
      return plan.build();
    }
    List<Redirection> wanted = new ArrayList<>();
    for (ProjectSink sink : sinks) {
      redirection(situation, sink)
          .ifPresent(
              redirection -> {
                wanted.add(redirection);
                plan.note(text(situation, sink, redirection));
              });
    }
    if (!wanted.equals(situation.facts().map(Marker::sinks).orElse(List.of()))) {
      new TransitionPlanner(plan, SinkWays.NONE, false).takeDown();
      Markers.changeFacts(plan.situation(), marker -> marker.withSinks(wanted))
          .ifPresent(plan::add);
    }
    return plan.build();
  }

  private static Optional<Redirection> redirection(Situation situation, ProjectSink file) {
    Snapshot snapshot = situation.snapshot();
    Item sink =
        item(snapshot, file.name()).filter(item -> item.kind() == ObjectKind.SINK).orElse(null);
    Item green = green(situation, file.from()).orElse(null);
    if (sink == null || green == null) {
      return Optional.empty();
    }
    Counterparts counterparts = Counterparts.of(situation, true);
    return reads(situation, sink)
        .filter(read -> !read.equals(green))
        .filter(read -> counterparts.named(read).filter(green::equals).isEmpty())
        .map(read -> new Redirection(sink.id(), read.id(), green.id()));
  }

  /** What a sink reads, or what the transition shows that it reads. */
  private static Optional<Item> reads(Situation situation, Item sink) {
    return Cutovers.toGreen(situation).stream()
        .filter(cutover -> cutover.sink().equals(sink))
        .map(Cutovers::from)
        .findFirst()
        .or(() -> Cutovers.relationsReadBy(situation.snapshot(), sink).stream().findFirst());
  }

  /** Green's relation of a production name, if a sink can read it. */
  private static Optional<Item> green(Situation situation, QualifiedName name) {
    return situation.schemas().stream()
        .filter(
            unit ->
                situation.scope().database().equals(name.database())
                    && unit.of().equals(name.schema()))
        .flatMap(unit -> unit.marked().stream())
        .flatMap(green -> situation.snapshot().itemNamed(green.id(), name.name()).stream())
        .filter(Counterparts::isExportable)
        .findFirst();
  }

  private static String text(Situation situation, ProjectSink file, Redirection redirection) {
    return "sink "
        + file.name()
        + " reads "
        + situation
            .snapshot()
            .item(redirection.old())
            .map(situation.snapshot()::displayName)
            .orElse(redirection.old())
        + " and goes to "
        + file.from()
        + ", as its file says";
  }

  private static Situation after(Plan plan, Situation situation) {
    return Situation.of(situation.scope(), plan.after(situation.snapshot()));
  }

  /** The plan with the sinks at its end that do not exist. */
  private Plan created(Plan plan, Situation situation) {
    List<Step> steps = new ArrayList<>(plan.steps());
    List<String> notes = new ArrayList<>(plan.notes());
    Snapshot snapshot = plan.after(situation.snapshot());
    List<String> refused = new ArrayList<>();
    for (ProjectSink sink : sinks) {
      Placed placed = Placed.in(snapshot, sink);
      refused.addAll(placed.refusals());
      if (placed.refusals().isEmpty()) {
        placed.creation().ifPresent(steps::add);
        placed.elsewhere().ifPresent(notes::add);
      }
    }
    if (!refused.isEmpty()) {
      throw PlanProblems.projectSinks(refused).exception();
    }
    return new Plan(plan.phase(), plan.deployment(), steps, notes);
  }

  /**
   * The sinks that would be created, and whose key has to be provable.
   *
   * @param plan the plan of promote, with the project's sinks
   * @param situation what it was made from
   */
  public List<KeyedSink> keyed(Plan plan, Situation situation) {
    Snapshot after = plan.after(situation.snapshot());
    List<KeyedSink> keyed = new ArrayList<>();
    for (ProjectSink sink : sinks) {
      boolean created =
          plan.steps().stream()
              .anyMatch(
                  step ->
                      step instanceof CreateStep.OfSink create && create.sql().equals(sink.sql()));
      Optional<Item> read =
          relation(after, sink.from()).flatMap(item -> situation.snapshot().item(item.id()));
      if (created && read.isPresent()) {
        KeyedSink.of(
                "sink " + sink.name() + ", reads " + sink.from(),
                sink.cluster(),
                situation.snapshot().sqlName(read.get()),
                SinkContract.of(sink.sql()))
            .ifPresent(keyed::add);
      }
    }
    return keyed;
  }

  /** The sinks that do not exist, in the order of their files. */
  public List<ProjectSink> missing(Snapshot snapshot) {
    return sinks.stream().filter(sink -> item(snapshot, sink.name()).isEmpty()).toList();
  }

  private static Optional<Item> item(Snapshot snapshot, QualifiedName name) {
    return snapshot
        .schemaNamed(name.database(), name.schema())
        .flatMap(schema -> snapshot.itemNamed(schema.id(), name.name()));
  }

  private static Optional<Item> relation(Snapshot snapshot, QualifiedName name) {
    return item(snapshot, name).filter(item -> item.kind().isRelation());
  }

  /** One sink, and what the catalog has where the promotion would put it. */
  private record Placed(
      Snapshot snapshot,
      ProjectSink sink,
      Optional<Schema> schema,
      Optional<Item> existing,
      Optional<Item> relation) {

    static Placed in(Snapshot snapshot, ProjectSink sink) {
      QualifiedName name = sink.name();
      Optional<Schema> schema = snapshot.schemaNamed(name.database(), name.schema());
      return new Placed(
          snapshot,
          sink,
          schema,
          schema.flatMap(found -> snapshot.itemNamed(found.id(), name.name())),
          ProjectSinks.relation(snapshot, sink.from()));
    }

    List<String> refusals() {
      List<String> refusals = new ArrayList<>();
      if (schema.isEmpty()) {
        refusals.add("there is no schema " + Identifiers.quote(sink.name().schema()));
      }
      if (snapshot.clusterNamed(sink.cluster()).isEmpty()) {
        refusals.add("there is no cluster " + Identifiers.quote(sink.cluster()));
      }
      for (QualifiedName name : sink.connections()) {
        if (item(snapshot, name).filter(one -> one.kind() == ObjectKind.CONNECTION).isEmpty()) {
          refusals.add("there is no connection " + name);
        }
      }
      if (relation.isEmpty()) {
        refusals.add("the new version has no relation " + sink.from());
      } else if (relation.get().kind() == ObjectKind.VIEW) {
        refusals.add(sink.from() + " is a view, which no sink can read");
      }
      existing.ifPresent(item -> refusals.addAll(differences(item)));
      String what = "sink " + sink.name() + " (" + sink.position().where() + "): ";
      return refusals.stream().map(text -> what + text).toList();
    }

    private List<String> differences(Item item) {
      if (item.kind() != ObjectKind.SINK) {
        return List.of("the name is taken by a " + item.kind().label());
      }
      SinkDefinition stored =
          SinkDefinition.of(
              item.definition(), id -> snapshot.cluster(id).map(Cluster::name).orElse(id));
      return sink.definition().differences(stored, "the file", "the server");
    }

    /** The statement that makes it; empty where it exists. */
    Optional<Step> creation() {
      return existing.isPresent()
          ? Optional.empty()
          : relation.map(
              read ->
                  new CreateStep.OfSink(
                      new Target.OfItem(
                          sink.name().database(),
                          sink.name().schema(),
                          sink.name().name(),
                          ObjectKind.SINK),
                      sink.sql(),
                      sink.cluster(),
                      Target.OfItem.of(snapshot, read)));
    }

    /**
     * That it will not read what its file says: the file was changed after the swap, when nothing
     * is counted and asked any more.
     */
    Optional<String> elsewhere() {
      return existing
          .filter(item -> relation.filter(read -> item.dependsOn().contains(read.id())).isEmpty())
          .map(
              item ->
                  "sink "
                      + sink.name()
                      + " does not read "
                      + sink.from()
                      + ", which its file says: the next deployment takes it there");
    }
  }
}
