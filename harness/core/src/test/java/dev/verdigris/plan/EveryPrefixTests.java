package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig.Creation;
import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Killed behind any statement of any plan, in an estate of any shape: the state that the catalog
 * tells is one that this phase leaves, the same phase continues from it to the same end as an
 * undisturbed run, and a whole rerun never moves production where it should not. A promotion that
 * was killed is also given up, or rolled back. No reconciled sink misses anything on the way, also
 * where what a killed run has sent about the switch comes late; sinks whose file names another
 * relation go there and come back. Of the many statements of init and run every third is continued
 * from, by chance. All of it is one file, since everything is asked of the same story.
 */
class EveryPrefixTests {
  private static final String SEED_PROPERTY = "verdigris.test.seed";
  private static final int ESTATES = Boolean.getBoolean("verdigris.test.full") ? 1000 : 60;

  private final long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());
  private int plans;
  private int prefixes;
  private int continued;
  private int refusedReruns;
  private int givenUp;
  private int rolledBack;
  private int reconciled;
  private int late;
  private int redirected;

  @Test
  void state_and_planner_tell_the_same_story_behind_every_statement(TestReporter reporter) {
    reporter.publishEntry(SEED_PROPERTY, String.valueOf(seed));
    Random random = new Random(seed);
    for (int i = 0; i < ESTATES; i++) {
      long estate = random.nextLong();
      try {
        new Story(new Random(estate)).tell();
      } catch (VerdigrisException | AssertionError e) {
        throw new AssertionError(
            "-D" + SEED_PROPERTY + "=" + seed + ", estate " + i + ": " + e.getMessage(), e);
      }
    }
    reporter.publishEntry("plans", String.valueOf(plans));
    reporter.publishEntry("prefixes", String.valueOf(prefixes));
    reporter.publishEntry("continued", String.valueOf(continued));
    reporter.publishEntry("rolled back midway", String.valueOf(rolledBack));
    reporter.publishEntry("reconciled cutovers", String.valueOf(reconciled));
    reporter.publishEntry("late turns", String.valueOf(late));
    reporter.publishEntry("redirected sinks", String.valueOf(redirected));
    // Far below what is usual: that such cases are among so few estates is a matter of chance.
    assertThat(plans).isGreaterThan(4 * ESTATES);
    assertThat(continued).isGreaterThan(10 * ESTATES);
    assertThat(prefixes).isGreaterThan(30 * ESTATES);
    assertThat(givenUp).isGreaterThan(ESTATES);
    assertThat(refusedReruns).isGreaterThan(ESTATES / 20);
    assertThat(rolledBack).isGreaterThan(ESTATES / 4);
    assertThat(reconciled).isGreaterThan(ESTATES / 12);
    assertThat(late).isGreaterThan(ESTATES / 30);
    assertThat(redirected).isGreaterThan(ESTATES / 60);
  }

  /**
   * What one phase is planned with.
   *
   * @param start the states before its first statement
   * @param kinds the states behind any other
   * @param end the states behind its last one
   */
  private record PlannedPhase(
      String name,
      Function<Situation, Plan> planner,
      Set<Kind> start,
      Set<Kind> kinds,
      Set<Kind> end) {
    PlannedPhase(String name, Function<Situation, Plan> planner, Set<Kind> kinds) {
      this(name, planner, kinds, kinds, kinds);
    }

    /** The states that a run may have that was killed behind so many of its statements. */
    Set<Kind> kinds(int at, Plan plan) {
      return at == 0 ? start : at == plan.steps().size() ? end : kinds;
    }
  }

  /**
   * Where a run was killed.
   *
   * @param sent what it has sent about the switch and nobody answered; null: nothing
   * @param what for people
   */
  private record Cut(Snapshot snapshot, SwitchModel model, @Nullable Step sent, String what) {}

  /** How a rerun of everything ended. */
  private record Rerun(Snapshot end, boolean refused) {}

  /** One estate and what is done with it. */
  private final class Story {
    private final Random random;
    private final RandomEstate estate;
    private final List<PlannedModel> first;
    private final SinkWays ways;
    private ProjectSinks files;
    private Scope scope;
    private Snapshot now;
    private Snapshot beginning;
    private Creation creation = Creation.NONE;
    private List<PlannedPhase> rerun = List.of();

    Story(Random random) {
      this.random = random;
      this.estate = new RandomEstate(random);
      this.scope = estate.scope("pr_17");
      this.now = estate.production();
      this.beginning = now;
      this.first = estate.models(1, scope);
      this.ways = estate.ways();
      this.files = estate.files();
    }

    void tell() {
      if (random.nextInt(5) == 0) {
        now = estate.beforeAnything();
        creation = estate.creation();
        files = ProjectSinks.NONE;
        placeholders();
      }
      List<PlannedModel> models = first;
      Snapshot start = now;
      beginning = now;
      deploy(models, 1, EnumSet.noneOf(Kind.class));
      switch (random.nextInt(6)) {
        case 0 -> cleanup(Kind.CLEANING_UP, Kind.VALIDATED, Kind.ABSENT);
        case 1 -> {
          promote();
          cleanup(Kind.CLEANING_UP, Kind.PROMOTED, Kind.GONE);
        }
        case 2 -> {
          promote();
          rollback();
          cleanup(Kind.CLEANING_UP, Kind.ROLLED_BACK, Kind.ABSENT);
          Snapshots.assertSame(now, start, "all gone");
        }
        case 3 -> {
          promote();
          rollback();
          models = estate.models(2, scope);
          deploy(models, 2, EnumSet.of(Kind.ROLLED_BACK));
          promote();
        }
        case 4 -> {
          step(init());
          boolean adds = random.nextBoolean();
          List<PlannedModel> others = adds ? estate.more(first, scope) : estate.models(2, scope);
          deploy(others, 2, EnumSet.of(Kind.VALIDATED));
          promote();
        }
        default -> later();
      }
    }

    /** What init makes as production comes first, alone: the markers need its ids. */
    private void placeholders() {
      Plan plan = init().planner().apply(situation());
      assertThat(InitPlanner.isOfPlaceholders(plan)).isTrue();
      plans++;
      Snapshot end = initialized(now);
      Snapshot cut = now;
      for (Step step : plan.steps()) {
        cut = step.after(cut);
        prefixes++;
        Snapshots.assertSame(initialized(cut), end, "placeholders cut behind " + step.sql());
      }
      now = cut;
    }

    private Snapshot initialized(Snapshot from) {
      Plan plan = init().planner().apply(Situation.of(scope, from));
      Snapshot after = plan.after(from);
      return InitPlanner.isOfPlaceholders(plan) ? initialized(after) : after;
    }

    /** Another deployment on top; the first one's old environment is cleaned up below it. */
    private void later() {
      promote();
      final Scope before = scope;
      scope = estate.scope("pr_18");
      deploy(estate.models(3, scope), 3, EnumSet.noneOf(Kind.class));
      promote();
      scope = before;
      assertThat(situation().state().kind()).isEqualTo(Kind.SUPERSEDED);
      cleanup(Kind.CLEANING_UP, Kind.SUPERSEDED);
      scope = estate.scope("pr_18");
      rerun = List.of();
      if (random.nextBoolean()) {
        rollback();
      } else {
        cleanup(Kind.CLEANING_UP, Kind.PROMOTED, Kind.GONE);
      }
    }

    private void deploy(List<PlannedModel> models, int version, Set<Kind> from) {
      PlannedPhase init = init();
      PlannedPhase run = run(models, version, from);
      PlannedPhase validate =
          phase(
              "validate",
              at -> ValidatePlanner.plan(at, Models.VERDICT, 7),
              Set.of(),
              Kind.BUILT,
              Kind.VALIDATED);
      PlannedPhase promote = promotion();
      rerun = List.of(init, run, validate, promote);
      step(init);
      step(run);
      step(validate);
      assertThat(situation().state().kind()).isEqualTo(Kind.VALIDATED);
    }

    /** What was built or validated before counts until the first statement, and no longer. */
    private PlannedPhase run(List<PlannedModel> models, int version, Set<Kind> from) {
      EnumSet<Kind> start = EnumSet.of(Kind.BUILDING);
      start.addAll(from);
      EnumSet<Kind> kinds = EnumSet.copyOf(start);
      kinds.removeAll(EnumSet.of(Kind.BUILT, Kind.VALIDATED));
      return new PlannedPhase(
          "run",
          at -> RunPlanner.plan(at, models, digest(version)),
          start,
          kinds,
          EnumSet.of(Kind.BUILT));
    }

    private PlannedPhase init() {
      return phase(
          "init",
          at -> InitPlanner.plan(at, Catalogs.ORIGIN, creation),
          Set.of(),
          Kind.ABSENT,
          Kind.BUILDING,
          Kind.VALIDATED,
          Kind.ROLLED_BACK);
    }

    private PlannedPhase promotion() {
      return phase(
          "promote",
          at -> files.promote(at, ways),
          Set.of(),
          Kind.VALIDATED,
          Kind.SINKS_PENDING,
          Kind.PROMOTED);
    }

    private void promote() {
      step(promotion());
      assertThat(situation().state().kind()).isEqualTo(Kind.PROMOTED);
      redirected += situation().facts().map(marker -> marker.sinks().size()).orElse(0);
      Rerun again = rerun(now);
      assertThat(again.refused()).as("a finished deployment again").isFalse();
      Snapshots.assertSame(again.end(), now, "a finished deployment again");
    }

    private void rollback() {
      step(phase("rollback", this::rollback, Set.of(), Kind.PROMOTED, Kind.ROLLED_BACK));
      assertThat(situation().state().kind()).isEqualTo(Kind.ROLLED_BACK);
    }

    private Plan rollback(Situation at) {
      return RollbackPlanner.plan(at, ways);
    }

    private void cleanup(Kind... kinds) {
      step(phase("cleanup", CleanupPlanner::plan, Set.of(), kinds));
    }

    private PlannedPhase phase(
        String name, Function<Situation, Plan> planner, Set<Kind> more, Kind... kinds) {
      EnumSet<Kind> all = EnumSet.noneOf(Kind.class);
      all.addAll(List.of(kinds));
      all.addAll(more);
      return new PlannedPhase(name, planner, all);
    }

    /** Cuts the phase behind each of its statements, and goes on from its end. */
    private void step(PlannedPhase phase) {
      Snapshot start = now;
      Plan plan = phase.planner().apply(situation());
      Snapshot end = plan.after(start);
      plans++;
      SwitchModel model = new SwitchModel(scope);
      Snapshot cut = start;
      for (int at = 0; at <= plan.steps().size(); at++) {
        String what = phase.name() + " of " + scope + " cut behind " + at + what(plan, at);
        if (at > 0) {
          cut = model.after(plan.steps().get(at - 1), cut, what);
        }
        if (!insideTransaction(plan, at)) {
          prefixes++;
          Cut from = new Cut(cut, model, sent(plan, at), what);
          DeploymentState state = Situation.of(scope, cut).state();
          assertThat(phase.kinds(at, plan)).as("%s: %s", what, state).contains(state.kind());
          check(phase, from, end);
        }
      }
      reconciled += model.sinks();
      now = end;
      assertThat(phase.planner().apply(situation()).steps()).as(phase.name() + " again").isEmpty();
    }

    /** What the killed run has sent and nobody answered, if it is about the switch. */
    private @Nullable Step sent(Plan plan, int at) {
      Step next = at < plan.steps().size() ? plan.steps().get(at) : null;
      boolean turns = next instanceof TransitionStep.Flip || next instanceof TransitionStep.SetUp;
      return turns && random.nextBoolean() ? next : null;
    }

    /** Goes on with another plan, in the course of which what was sent before may come. */
    private Snapshot follow(Plan plan, Cut from, SwitchModel model) {
      int size = plan.steps().size();
      late += from.sent() != null && size > 0 ? 1 : 0;
      int at = size == 0 ? 0 : random.nextInt(size);
      return model.after(
          plan.steps(), from.snapshot(), from.sent(), model.token(), at, from.what());
    }

    private void check(PlannedPhase phase, Cut from, Snapshot end) {
      Snapshot cut = from.snapshot();
      String what = from.what();
      Situation at = Situation.of(scope, cut);
      DeploymentState state = at.state();
      boolean many = phase.name().equals("init") || phase.name().equals("run");
      if (!many || random.nextInt(3) == 0) {
        continued++;
        Snapshots.assertSame(
            follow(phase.planner().apply(at), from, from.model().copy()), end, what);
      }
      boolean fresh =
          scope.deployment().value().equals("pr_17") && !phase.name().equals("rollback");
      if (fresh
          && EnumSet.of(Kind.BUILDING, Kind.BUILT, Kind.VALIDATED).contains(state.kind())
          && random.nextInt(4) == 0) {
        checkUndone(CleanupPlanner::plan, from, beginning, "given up");
        givenUp++;
      }
      if (phase.name().equals("promote") && state.kind().inProduction() && random.nextBoolean()) {
        Plan whole = rollback(Situation.of(scope, end));
        checkUndone(this::rollback, from, whole.after(end), "rolled back midway");
        rolledBack++;
      }
      if (random.nextInt(8) == 0 && !rerun.isEmpty()) {
        checkRerun(phase, state.kind(), cut, what);
      }
    }

    /** Undone anywhere, and the undoing killed once and finished by another run. */
    private void checkUndone(Function<Situation, Plan> undo, Cut from, Snapshot end, String how) {
      Plan plan = undo.apply(Situation.of(scope, from.snapshot()));
      int stop = random.nextInt(plan.steps().size() + 1);
      while (insideTransaction(plan, stop)) {
        stop++;
      }
      String what = from.what() + ", " + how + ", cut behind " + stop;
      SwitchModel model = from.model().copy();
      Plan first =
          new Plan(plan.phase(), plan.deployment(), plan.steps().subList(0, stop), List.of());
      Snapshot half = follow(first, new Cut(from.snapshot(), model, from.sent(), what), model);
      Cut again = new Cut(half, model, sent(plan, stop), what);
      Snapshots.assertSame(follow(undo.apply(Situation.of(scope, half)), again, model), end, what);
    }

    /** What the job that deploys does when it is started once more. */
    private void checkRerun(PlannedPhase phase, Kind kind, Snapshot cut, String what) {
      Rerun again = rerun(cut);
      switch (phase.name()) {
        case "rollback", "cleanup" -> {
          boolean refused =
              EnumSet.of(Kind.ROLLED_BACK, Kind.CLEANING_UP, Kind.SUPERSEDED).contains(kind);
          if (refused) {
            refusedReruns++;
          }
          if (kind != Kind.ABSENT && kind != Kind.VALIDATED) {
            assertThat(again.refused()).as(what + ": rerun is refused").isEqualTo(refused);
            Snapshots.assertSame(again.end(), cut, what + ": rerun");
          }
        }
        default -> {
          assertThat(again.refused()).as(what + ": rerun is refused").isFalse();
          Snapshots.assertSame(again.end(), rerun(now).end(), what + ": rerun");
        }
      }
    }

    /** The whole deployment once more. */
    private Rerun rerun(Snapshot from) {
      Snapshot at = from;
      for (PlannedPhase phase : rerun) {
        try {
          at = phase.planner().apply(Situation.of(scope, at)).after(at);
        } catch (VerdigrisException e) {
          assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(ExitCode.CONFLICT);
          return new Rerun(at, true);
        }
      }
      return new Rerun(at, false);
    }

    private Situation situation() {
      return Situation.of(scope, now);
    }
  }

  private static String digest(int version) {
    return ("v" + version).repeat(16);
  }

  static boolean insideTransaction(Plan plan, int at) {
    return at > 0
        && at < plan.steps().size()
        && plan.steps().get(at - 1).transactional()
        && plan.steps().get(at).transactional();
  }

  private static String what(Plan plan, int at) {
    return at == 0 ? ", nothing" : ", " + plan.steps().get(at - 1).sql();
  }
}
