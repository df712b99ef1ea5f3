package dev.verdigris.plan;

import dev.verdigris.Phase;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Unit.Holder;
import dev.verdigris.plan.Unit.Position;
import dev.verdigris.project.GreenStatement;
import dev.verdigris.project.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans run: only what changed is created anew, with what depends on it; what left the project is
 * dropped; nothing is sent twice.
 *
 * <p>What a green object was created from stands in its schema's marker. Drops come first, then the
 * marker with the new digests, then the creations: at every moment an object that exists and whose
 * digest the marker has was created from exactly that definition. Before green changes, the facts
 * are taken back, whichever schema changes: until the last statement nothing counts as built or
 * validated.
 */
public final class RunPlanner {
  private static final int BUILT_LENGTH = 16;

  private final Situation situation;
  private final List<PlannedModel> models;
  private final String digest;
  private final PlanBuilder plan;

  /** Green schemas by blue's name. */
  private final Map<String, Holder> schemas = new LinkedHashMap<>();

  private RunPlanner(
      Situation situation, List<PlannedModel> models, String digest, PlanBuilder plan) {
    this.situation = situation;
    this.models = models;
    this.digest = digest;
    this.plan = plan;
  }

  /**
   * The plan of run.
   *
   * @param models in dependency order
   * @param projectDigest of all models with everything that belongs to them
   * @throws dev.verdigris.VerdigrisException VG-52xx for everything that is refused
   */
  public static Plan plan(Situation situation, List<PlannedModel> models, String projectDigest) {
    String digest = projectDigest.substring(0, Math.min(BUILT_LENGTH, projectDigest.length()));
    PlanBuilder plan = new PlanBuilder(Phase.RUN, situation);
    Situation now = takenUp(situation, digest, plan);
    return new RunPlanner(now, models, digest, plan).plan();
  }

  /**
   * What was rolled back is taken up again by other models only. Its facts go first, so that
   * nothing counts as built or validated any more at the moment when it gets green's names back.
   */
  private static Situation takenUp(Situation situation, String digest, PlanBuilder plan) {
    DeploymentState state = situation.state();
    if (state.kind() != DeploymentState.Kind.ROLLED_BACK) {
      return situation;
    }
    if (!state.pendingSinks().isEmpty()
        || situation.facts().map(Marker::built).orElse("").equals(digest)) {
      States.refuseRolledBack(situation, "run", state);
    }
    States.refuseReplacedBlue(situation);
    for (Unit unit : situation.schemas()) {
      if (unit.green().isPresent()) {
        throw PlanProblems.greenTaken(
                unit,
                unit.green().get().owner(),
                List.of("green was rolled back and cannot get its name back"))
            .exception();
      }
    }
    Markers.changeFacts(situation, marker -> marker.withModels(marker.models()))
        .ifPresent(plan::add);
    for (Unit unit : situation.schemas()) {
      plan.add(
          new SwapStep.RenameSchema(
              situation.scope().database(),
              situation.scope().rolledBack(unit.of()),
              unit.greenName()));
    }
    return plan.situation();
  }

  private Plan plan() {
    DeploymentState state = situation.state();
    States.refuseUnusable(situation, "run", state);
    String built = situation.facts().map(Marker::built).orElse("");
    if (state.kind().inProduction()) {
      refuseOtherModels(state, built);
      plan.note(
          "deployment "
              + situation.scope().deployment()
              + " is in production with exactly these models");
      return plan.build();
    }
    if (situation.units().stream().anyMatch(unit -> unit.position() != Position.GREEN)) {
      String next =
          state.kind() == DeploymentState.Kind.BUILDING
              ? "run init first: schemas or clusters of green are missing"
              : "run init first";
      throw PlanProblems.wrongState(situation.scope().deployment(), "run", state, next).exception();
    }
    new Foreigners(situation.snapshot()).refuseInGreen(situation);
    for (Unit unit : situation.schemas()) {
      schemas.put(unit.of(), unit.marked().orElseThrow());
    }
    build(built);
    if (plan.isEmpty()) {
      plan.note("green has exactly these models already");
    }
    return plan.build();
  }

  /**
   * The schema with the deployment's facts may have gone with a later deployment that replaced it:
   * then what is left of it tells.
   */
  private void refuseOtherModels(DeploymentState state, String built) {
    List<Unit> left =
        situation.schemas().stream().filter(unit -> unit.marked().isPresent()).toList();
    boolean known = situation.facts().map(Marker::lead).orElse(false);
    boolean same = known ? built.equals(digest) : left.stream().allMatch(this::isUnchanged);
    if (left.isEmpty()) {
      throw PlanProblems.finished(
              situation.scope().deployment(),
              state,
              "later deployments have replaced all of its schemas, so nothing tells whether the"
                  + " models are those that it was promoted with")
          .exception();
    }
    if (!same) {
      throw PlanProblems.finished(
              situation.scope().deployment(),
              state,
              "the models differ from those that it was promoted with")
          .exception();
    }
  }

  private boolean isUnchanged(Unit schema) {
    Map<String, String> digests = digests(schema.of());
    String created = schema.marker().map(Marker::models).orElse("");
    return ModelDigests.unchanged(created, digests).equals(digests.keySet());
  }

  private void build(String built) {
    Set<String> clean = clean();
    List<Item> leaving = leaving(clean);
    if (!leaving.isEmpty()) {
      // A promotion that did not come to its swap: sinks go back to what they read before.
      new TransitionPlanner(plan, SinkWays.NONE, false).takeDown();
    }
    refuseReaders(leaving);
    if (!built.isEmpty() && (!built.equals(digest) || !leaving.isEmpty() || !isWhole(clean))) {
      Markers.changeFacts(situation, marker -> marker.withModels(marker.models()))
          .ifPresent(plan::add);
    }
    inDropOrder(leaving)
        .forEach(item -> plan.add(new DropStep(Target.OfItem.of(situation.snapshot(), item))));
    markModels();
    for (PlannedModel model : models) {
      create(model, clean.contains(model.key()));
    }
    // Last: what is given away is only ours by membership from then on.
    for (PlannedModel model : models) {
      CarryOver.owner(plan.snapshot(), target(model), owner(model)).ifPresent(plan::add);
    }
    Markers.changeFacts(
            plan.situation(),
            marker ->
                plan.isEmpty() && marker.built().equals(digest) ? marker : marker.withBuilt(digest))
        .ifPresent(plan::add);
  }

  /** Keys of the models whose green object is exactly what they define, and all it reads too. */
  private Set<String> clean() {
    Map<String, Set<String>> unchanged = new HashMap<>();
    for (Unit unit : situation.schemas()) {
      String text = unit.marker().map(Marker::models).orElse("");
      unchanged.put(unit.of(), ModelDigests.unchanged(text, digests(unit.of())));
    }
    Set<String> clean = new java.util.HashSet<>();
    for (PlannedModel model : models) {
      boolean reads = model.reads().stream().allMatch(read -> clean.contains(key(read)));
      boolean exists =
          green(situation.snapshot(), model)
              .filter(item -> item.kind() == model.kind())
              .isPresent();
      if (reads
          && exists
          && unchanged.getOrDefault(model.schema(), Set.of()).contains(model.name())) {
        clean.add(model.key());
      }
    }
    return clean;
  }

  /** Whether nothing has to be created: somebody may have dropped what the models define. */
  private boolean isWhole(Set<String> clean) {
    return models.stream()
        .allMatch(
            model ->
                clean.contains(model.key())
                    && model.indexes().stream()
                        .allMatch(index -> target(model, index).find(plan.snapshot()).isPresent()));
  }

  /** What has to go: changed objects, those that no model defines, indexes that are not wanted. */
  private List<Item> leaving(Set<String> clean) {
    List<Item> leaving = new ArrayList<>();
    for (Map.Entry<String, Holder> entry : schemas.entrySet()) {
      Map<String, PlannedModel> byName =
          models.stream()
              .filter(model -> model.schema().equals(entry.getKey()))
              .collect(Collectors.toMap(PlannedModel::name, model -> model));
      List<Item> items = situation.snapshot().itemsIn(entry.getValue().id());
      for (Item item : items) {
        PlannedModel model = byName.get(item.name());
        boolean stays = model != null && clean.contains(model.key());
        if (item.kind().isRelation() && !stays) {
          leaving.add(item);
        }
      }
      leaving.addAll(unwantedIndexes(entry.getKey(), items, leaving));
    }
    return leaving;
  }

  /** Indexes that stand on relations that stay, and that no model defines like this. */
  private List<Item> unwantedIndexes(String schema, List<Item> items, List<Item> leaving) {
    Set<String> gone = leaving.stream().map(Item::id).collect(Collectors.toSet());
    Set<String> wanted =
        ModelDigests.unchanged(
            situation.schemas().stream()
                .filter(unit -> unit.of().equals(schema))
                .flatMap(unit -> unit.marker().stream())
                .map(Marker::models)
                .findFirst()
                .orElse(""),
            digests(schema));
    return items.stream()
        .filter(item -> item.kind() == ObjectKind.INDEX)
        .filter(item -> item.dependsOn().stream().noneMatch(gone::contains))
        .filter(item -> !wanted.contains(indexKey(item.name())))
        .toList();
  }

  private void refuseReaders(List<Item> leaving) {
    Foreigners foreigners = new Foreigners(plan.snapshot());
    List<Item> readers = foreigners.outsideReaders(situation.greenSchemas(), leaving);
    if (!readers.isEmpty()) {
      throw PlanProblems.readFromOutside(
              "what has to be created anew in green",
              foreigners.describe(readers, any -> true),
              "drop the readers, or choose a new name: -Dverdigris.deployment=...")
          .exception();
    }
  }

  /** Readers before what they read. */
  private List<Item> inDropOrder(List<Item> leaving) {
    return DropOrder.of(situation.snapshot(), leaving);
  }

  private void markModels() {
    for (Unit unit : plan.situation().schemas()) {
      Markers.change(
              plan.situation(),
              unit,
              marker -> {
                String bare = marker.withModels("").withBuilt("0".repeat(BUILT_LENGTH)).line();
                // Room for what later phases add: a verdict's digest, its tests, some sinks.
                int room =
                    Markers.MAX_BYTES
                        - Markers.bytes(bare)
                        - Markers.bytes(unit.marked().orElseThrow().markerLine().userText())
                        - 250;
                String text = ModelDigests.encode(digests(unit.of()), Math.max(room, 5));
                return marker.models().equals(text) ? marker : marker.withModels(text);
              })
          .ifPresent(plan::add);
    }
  }

  private void create(PlannedModel model, boolean exists) {
    Target.OfItem target = target(model);
    if (!exists) {
      String cluster = model.create().cluster();
      plan.add(
          new CreateStep.OfObject(
              target,
              model.create(),
              cluster == null ? "" : cluster,
              model.reads().stream().map(this::target).collect(Collectors.toSet())));
    }
    for (GreenStatement.Index index : model.indexes()) {
      Target.OfItem indexTarget = target(model, index);
      if (indexTarget.find(plan.snapshot()).isEmpty()) {
        plan.add(new CreateStep.OfIndex(indexTarget, target, index, index.cluster()));
      }
    }
    Optional<Item> blue = blue(model);
    plan.addAll(CarryOver.comments(plan.snapshot(), situation.snapshot(), target, model, blue));
    plan.addAll(CarryOver.grants(plan.snapshot(), target, model, blue));
  }

  private Map<String, String> digests(String schema) {
    Map<String, String> digests = new HashMap<>();
    for (PlannedModel model : models) {
      if (model.schema().equals(schema)) {
        digests.put(model.name(), model.digest());
        model.indexes().forEach(index -> digests.put(indexKey(index.name()), index.definition()));
      }
    }
    return digests;
  }

  private static String indexKey(String name) {
    return "index\0" + name;
  }

  private static String key(QualifiedName name) {
    return name.schema() + "\0" + name.name();
  }

  private Optional<Item> green(Snapshot snapshot, PlannedModel model) {
    return Optional.ofNullable(schemas.get(model.schema()))
        .flatMap(schema -> snapshot.itemNamed(schema.id(), model.name()));
  }

  /** The owner in production: of the object, or of the schema where the object is new. */
  private Optional<String> owner(PlannedModel model) {
    return blue(model).map(Item::owner).or(() -> production(model).map(Holder::owner).findFirst());
  }

  private Stream<Holder> production(PlannedModel model) {
    return situation.schemas().stream()
        .filter(unit -> unit.of().equals(model.schema()))
        .flatMap(unit -> unit.production().stream());
  }

  private Optional<Item> blue(PlannedModel model) {
    return production(model)
        .flatMap(holder -> situation.snapshot().itemNamed(holder.id(), model.name()).stream())
        .findFirst();
  }

  private Target.OfItem target(PlannedModel model) {
    return new Target.OfItem(
        situation.scope().database(),
        situation.scope().green(model.schema()),
        model.name(),
        model.kind());
  }

  private Target.OfItem target(PlannedModel model, GreenStatement.Index index) {
    return new Target.OfItem(
        situation.scope().database(),
        situation.scope().green(model.schema()),
        index.name(),
        ObjectKind.INDEX);
  }

  private Target.OfItem target(QualifiedName read) {
    return models.stream()
        .filter(model -> model.key().equals(key(read)))
        .map(this::target)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no model " + read));
  }
}
