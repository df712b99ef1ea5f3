package dev.verdigris;

import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.execute.Sessions;
import dev.verdigris.gate.Findings;
import dev.verdigris.plan.CleanupPlanner;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.InitPlanner;
import dev.verdigris.plan.Origin;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.PlannedModel;
import dev.verdigris.plan.ProjectSinks;
import dev.verdigris.plan.RollbackPlanner;
import dev.verdigris.plan.RunPlanner;
import dev.verdigris.plan.SinkWays;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Unit;
import dev.verdigris.plan.ValidatePlanner;
import dev.verdigris.preflight.Finding;
import dev.verdigris.preflight.ModelOutline;
import dev.verdigris.preflight.Severity;
import dev.verdigris.project.Project;
import dev.verdigris.readiness.Expectation;
import dev.verdigris.readiness.Expected;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Plans phases with what the configuration adds to a situation.
 *
 * @param config what is deployed
 */
record Planning(DeploymentConfig config) {
  private static final String ASSUMED_VERDICT = "<digest of the verdict>";

  Plan init(Situation situation) {
    return InitPlanner.plan(
        situation,
        new Origin(
            situation.snapshot().role(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            GitCommit.of(config.baseDirectory())),
        config.creation());
  }

  /**
   * What init makes green from: the situation, with empty placeholders where a first deployment
   * lacks a production. What init refuses as a whole is left as it is; its plan tells that.
   */
  Situation founded(Situation situation) {
    if (situation.units().stream().allMatch(unit -> unit.production().isPresent())) {
      return situation;
    }
    try {
      Plan plan = init(situation);
      return InitPlanner.isOfPlaceholders(plan) ? after(situation, plan) : situation;
    } catch (VerdigrisException refused) {
      return situation;
    }
  }

  Plan run(Situation situation) {
    Project project = Project.load(config).bind(Catalogs.relations(situation.snapshot()));
    List<PlannedModel> models =
        project.models().stream()
            .map(model -> PlannedModel.of(model, config.deployment()))
            .toList();
    return RunPlanner.plan(situation, models, project.digest());
  }

  /** The project's sinks. */
  ProjectSinks sinks() {
    return new ProjectSinks(Project.sinks(config));
  }

  private SinkWays decided() {
    return SinkWays.decided(config.sinks());
  }

  /**
   * What the next version will hold.
   *
   * @throws VerdigrisException as the project refuses its models
   */
  List<ModelOutline> outlines(Situation situation) {
    return Project.load(config).bind(Catalogs.relations(situation.snapshot())).models().stream()
        .map(model -> ModelOutline.of(model, config.deployment()))
        .toList();
  }

  /** Where green is in production, it may lag or hydrate anew as production may; nobody waits. */
  static boolean isAwaited(Situation situation) {
    return !situation.state().kind().inProduction();
  }

  /** What has to be ready before green is validated. */
  Expected awaited(Situation situation) {
    DeploymentState state = situation.state();
    boolean complete =
        switch (state.kind()) {
          case BUILT, VALIDATED, ROLLED_BACK, PROMOTED, SINKS_PENDING, GONE -> true;
          default -> false;
        };
    if (!complete) {
      throw PhaseProblems.notBuilt(
              config.deployment(), state.kind().label() + ": " + state.reason())
          .exception();
    }
    return expected(situation);
  }

  /** What has to be ready, wherever green's names are. */
  static Expected expected(Situation situation) {
    return expected(situation, Unit::marked, Unit::old);
  }

  /** What has to be ready of the old environment for it to serve again. */
  static Expected expectedOfOld(Situation situation) {
    return expected(situation, Unit::old, unit -> Optional.empty());
  }

  private static Expected expected(
      Situation situation,
      Function<Unit, Optional<Unit.Holder>> side,
      Function<Unit, Optional<Unit.Holder>> beside) {
    Map<String, String> schemas = new LinkedHashMap<>();
    String cluster = "";
    for (Unit unit : situation.units()) {
      Unit.Holder holder = side.apply(unit).orElse(null);
      if (holder != null && unit.kind() == Unit.Kind.SCHEMA) {
        schemas.put(holder.id(), beside.apply(unit).map(Unit.Holder::id).orElse(""));
      } else if (holder != null && cluster.isEmpty()) {
        cluster = holder.name();
      }
    }
    return Expectation.of(situation.snapshot(), schemas, cluster, Catalogs.text(situation));
  }

  /**
   * What phases would do, each planned on what the ones before it would leave, with what preflight
   * finds before it as notes. A phase that is refused for what preflight has found is the last one.
   *
   * @param preflight what is found before a phase in a situation
   */
  List<Plan> plans(
      Situation situation,
      List<Phase> phases,
      BiFunction<Phase, Situation, List<Finding>> preflight) {
    List<Plan> plans = new ArrayList<>();
    Situation now = situation;
    for (Phase phase : phases) {
      if (phase == Phase.PROMOTE && needsVerdict(now)) {
        now = after(now, ValidatePlanner.plan(now, ASSUMED_VERDICT, 1));
      }
      List<Finding> findings = preflight.apply(phase, now);
      List<String> notes = new ArrayList<>(findings.stream().map(Finding::note).toList());
      try {
        Plan plan = plan(phase, now);
        notes.addAll(plan.notes());
        plans.add(new Plan(phase, config.deployment(), plan.steps(), notes));
        now = after(now, plan);
        if (InitPlanner.isOfPlaceholders(plan)) {
          Plan green = plan(phase, now);
          plans.add(green);
          now = after(now, green);
        }
      } catch (VerdigrisException e) {
        if (findings.stream().noneMatch(finding -> finding.severity() == Severity.BLOCKS)) {
          throw e;
        }
        notes.add("refused: " + e.problem().format());
        plans.add(new Plan(phase, config.deployment(), List.of(), notes));
        return plans;
      }
    }
    return plans;
  }

  private static boolean needsVerdict(Situation situation) {
    DeploymentState.Kind kind = situation.state().kind();
    return kind == DeploymentState.Kind.BUILT;
  }

  private static Situation after(Situation situation, Plan plan) {
    return Situation.of(situation.scope(), plan.after(situation.snapshot()));
  }

  private Plan plan(Phase phase, Situation situation) {
    return switch (phase) {
      case INIT -> init(situation);
      case RUN -> run(situation);
      case AWAIT -> await(situation);
      case VALIDATE -> ValidatePlanner.plan(situation, ASSUMED_VERDICT, 1);
      case PROMOTE -> sinks().promote(situation, decided());
      case ROLLBACK -> RollbackPlanner.plan(situation, decided());
      case CLEANUP -> CleanupPlanner.plan(situation);
    };
  }

  Plan await(Situation situation) {
    List<String> notes = new ArrayList<>();
    if (isAwaited(situation)) {
      awaited(situation)
          .objects()
          .forEach(object -> notes.add("waits for " + object.name() + " on " + object.cluster()));
    } else {
      notes.add("deployment " + config.deployment() + " is in production already");
    }
    return new Plan(Phase.AWAIT, config.deployment(), List.of(), notes);
  }

  EnvironmentView view(String label, Situation situation, Sessions sessions) {
    boolean green = label.equals("green");
    return new EnvironmentView(
        new EnvironmentCatalog(
            label,
            situation.snapshot(),
            ids(situation, config.schemas(), Unit.Kind.SCHEMA, green),
            ids(situation, config.clusters(), Unit.Kind.CLUSTER, green),
            ids(situation, config.schemas(), Unit.Kind.SCHEMA, !green)),
        config.models().searchPath(),
        sessions,
        new Brokers(sessions),
        Findings.NONE);
  }

  /** Ids by configured name of what is green, or of what is blue or was it before a swap. */
  private static Map<String, String> ids(
      Situation situation, List<String> names, Unit.Kind kind, boolean green) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (String name : names) {
      situation.units().stream()
          .filter(unit -> unit.kind() == kind && unit.of().equals(name))
          .flatMap(unit -> holder(unit, green).stream())
          .findFirst()
          .ifPresent(holder -> ids.put(name, holder.id()));
    }
    return ids;
  }

  private static Optional<Unit.Holder> holder(Unit unit, boolean green) {
    if (green) {
      return unit.marked();
    }
    return unit.marked().isPresent() ? unit.old() : unit.production();
  }
}
