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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Killed behind any statement of any plan, in an estate of any shape: the state that the catalog
 * tells is one that this phase leaves, the same phase continues from it to the same end as an
 * undisturbed run, and a whole rerun never moves production where it should not. Of the many
 * statements of init and run every third is continued from, by chance.
 */
class EveryPrefixTests {
  private static final String SEED_PROPERTY = "verdigris.test.seed";
  private static final int ESTATES = Boolean.getBoolean("verdigris.test.full") ? 3000 : 60;

  private final long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());
  private int plans;
  private int prefixes;
  private int continued;
  private int refusedReruns;
  private int givenUp;

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
    assertThat(plans).isGreaterThan(4 * ESTATES);
    assertThat(continued).isGreaterThan(10 * ESTATES);
    assertThat(prefixes).isGreaterThan(30 * ESTATES);
    assertThat(givenUp).isGreaterThan(ESTATES);
    assertThat(refusedReruns).isGreaterThan(ESTATES / 20);
  }

  /** What one phase is planned with. */
  private record PlannedPhase(String name, Function<Situation, Plan> planner, Set<Kind> kinds) {}

  /** How a rerun of everything ended. */
  private record Rerun(Snapshot end, boolean refused) {}

  /** One estate and what is done with it. */
  private final class Story {
    private final Random random;
    private final RandomEstate estate;
    private final List<PlannedModel> first;
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
    }

    void tell() {
      if (random.nextInt(5) == 0) {
        now = estate.beforeAnything();
        creation = estate.creation();
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
          assertSame(now, start, "all gone");
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
          List<PlannedModel> others = estate.models(2, scope);
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
        assertSame(initialized(cut), end, "placeholders cut behind " + step.sql());
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
      PlannedPhase run =
          phase(
              "run",
              at -> RunPlanner.plan(at, models, digest(version)),
              from,
              Kind.BUILDING,
              Kind.BUILT);
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
          PromotePlanner::plan,
          Set.of(),
          Kind.VALIDATED,
          Kind.SINKS_PENDING,
          Kind.PROMOTED);
    }

    private void promote() {
      step(promotion());
      assertThat(situation().state().kind()).isEqualTo(Kind.PROMOTED);
      Rerun again = rerun(now);
      assertThat(again.refused()).as("a finished deployment again").isFalse();
      assertSame(again.end(), now, "a finished deployment again");
    }

    private void rollback() {
      step(phase("rollback", RollbackPlanner::plan, Set.of(), Kind.PROMOTED, Kind.ROLLED_BACK));
      assertThat(situation().state().kind()).isEqualTo(Kind.ROLLED_BACK);
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
      Snapshot cut = start;
      for (int at = 0; at <= plan.steps().size(); at++) {
        if (at > 0) {
          cut = plan.steps().get(at - 1).after(cut);
        }
        if (!insideTransaction(plan, at)) {
          prefixes++;
          check(
              phase,
              cut,
              end,
              phase.name() + " of " + scope + " cut behind " + at + what(plan, at));
        }
      }
      now = end;
      assertThat(phase.planner().apply(situation()).steps()).as(phase.name() + " again").isEmpty();
    }

    private void check(PlannedPhase phase, Snapshot cut, Snapshot end, String what) {
      Situation at = Situation.of(scope, cut);
      DeploymentState state = at.state();
      assertThat(phase.kinds()).as("%s: %s", what, state).contains(state.kind());
      boolean many = phase.name().equals("init") || phase.name().equals("run");
      if (!many || random.nextInt(3) == 0) {
        continued++;
        assertSame(phase.planner().apply(at).after(cut), end, what);
      }
      boolean fresh =
          scope.deployment().value().equals("pr_17") && !phase.name().equals("rollback");
      if (fresh
          && EnumSet.of(Kind.BUILDING, Kind.BUILT, Kind.VALIDATED).contains(state.kind())
          && random.nextInt(4) == 0) {
        checkGivenUp(cut, what);
      }
      if (random.nextInt(8) == 0 && !rerun.isEmpty()) {
        checkRerun(phase, state.kind(), cut, what);
      }
    }

    /** Given up anywhere before its swap, and the giving up killed once: nothing of it is left. */
    private void checkGivenUp(Snapshot cut, String before) {
      Plan plan = CleanupPlanner.plan(Situation.of(scope, cut));
      int stop = random.nextInt(plan.steps().size() + 1);
      Snapshot half = cut;
      for (int at = 0;
          at < plan.steps().size() && (at < stop || insideTransaction(plan, at));
          at++) {
        half = plan.steps().get(at).after(half);
      }
      String what = before + ", given up, cut behind " + stop;
      assertSame(CleanupPlanner.plan(Situation.of(scope, half)).after(half), beginning, what);
      givenUp++;
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
            assertSame(again.end(), cut, what + ": rerun");
          }
        }
        default -> {
          assertThat(again.refused()).as(what + ": rerun is refused").isFalse();
          assertSame(again.end(), rerun(now).end(), what + ": rerun");
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

  /** Equal, or else what differs, one line each. */
  private static void assertSame(Snapshot actual, Snapshot expected, String what) {
    if (!actual.equals(expected)) {
      assertThat(lines(actual, expected)).as(what).isEqualTo(lines(expected, actual));
      throw new AssertionError(what + ": the snapshots differ in roles or database");
    }
  }

  private static List<String> lines(Snapshot one, Snapshot other) {
    return Stream.of(
            lines(one.schemas(), other.schemas()),
            lines(one.clusters(), other.clusters()),
            lines(one.items(), other.items()),
            lines(one.defaultPrivileges(), other.defaultPrivileges()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> lines(Map<String, ?> one, Map<String, ?> other) {
    return one.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(other.get(entry.getKey())))
        .map(String::valueOf)
        .sorted()
        .toList();
  }

  private static String digest(int version) {
    return ("v" + version).repeat(16);
  }

  private static boolean insideTransaction(Plan plan, int at) {
    return at > 0
        && at < plan.steps().size()
        && plan.steps().get(at - 1).transactional()
        && plan.steps().get(at).transactional();
  }

  private static String what(Plan plan, int at) {
    return at == 0 ? ", nothing" : ", " + plan.steps().get(at - 1).sql();
  }
}
