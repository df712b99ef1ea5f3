package dev.verdigris.plan;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import dev.verdigris.project.SinkDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans the sinks of the project behind a promotion: one that does not exist is created, one that
 * is as its file says is left alone, one that only reads something else is cut over. Everything
 * else about a sink cannot be changed by a promotion and is refused before it begins.
 *
 * @param sinks the project's sinks
 */
public record ProjectSinks(List<ProjectSink> sinks) {

  /** Makes the list immutable. */
  public ProjectSinks {
    sinks = List.copyOf(sinks);
  }

  /**
   * The plan with the project's sinks at its end.
   *
   * @param plan the plan of promote
   * @param situation what it was made from
   * @throws dev.verdigris.VerdigrisException VG-5750 with everything that does not fit
   */
  public Plan addTo(Plan plan, Situation situation) {
    List<Step> steps = new ArrayList<>(plan.steps());
    Snapshot snapshot = plan.after(situation.snapshot());
    List<String> refused = new ArrayList<>();
    for (ProjectSink sink : sinks) {
      Placed placed = Placed.in(snapshot, sink);
      refused.addAll(placed.refusals());
      if (placed.refusals().isEmpty()) {
        placed.step().ifPresent(steps::add);
      }
    }
    if (!refused.isEmpty()) {
      throw PlanProblems.projectSinks(refused).exception();
    }
    return new Plan(plan.phase(), plan.deployment(), steps, plan.notes());
  }

  /**
   * The sinks that would be created or moved to another relation, and whose key has to be provable.
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

  private static Optional<Item> relation(Snapshot snapshot, QualifiedName name) {
    return snapshot
        .schemaNamed(name.database(), name.schema())
        .flatMap(schema -> snapshot.itemNamed(schema.id(), name.name()))
        .filter(item -> item.kind().isRelation());
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

    Optional<Step> step() {
      Item read = relation.orElseThrow();
      if (existing.isEmpty()) {
        return Optional.of(
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
      Item item = existing.get();
      if (item.dependsOn().contains(read.id())) {
        return Optional.empty();
      }
      String from =
          item.dependsOn().stream()
              .filter(id -> snapshot.item(id).filter(i -> i.kind().isRelation()).isPresent())
              .findFirst()
              .orElse("");
      return Optional.of(
          new SinkStep(
              snapshot.sqlName(item),
              item.id(),
              snapshot.sqlName(read),
              from,
              read.id(),
              new SinkStep.Now()));
    }
  }
}
