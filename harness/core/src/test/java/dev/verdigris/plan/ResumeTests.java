package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.production;
import static dev.verdigris.plan.Catalogs.situation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Killed behind any step, a phase that is run again comes to the same end. */
class ResumeTests {

  static Stream<Arguments> phases() {
    return Stream.of(
        Arguments.of(
            "init",
            production(),
            (Function<Situation, Plan>) at -> InitPlanner.plan(at, Catalogs.ORIGIN),
            Kind.BUILDING),
        Arguments.of(
            "run",
            Catalogs.initialized(production()),
            (Function<Situation, Plan>) at -> RunPlanner.plan(at, Models.all(), Models.DIGEST),
            Kind.BUILT),
        Arguments.of(
            "run with a changed model",
            Catalogs.validated(production()),
            (Function<Situation, Plan>)
                at ->
                    RunPlanner.plan(
                        at,
                        List.of(Models.delayByAirport("v3"), Models.onTimeBoard()),
                        "another digest of it"),
            Kind.BUILT),
        Arguments.of(
            "promote",
            Catalogs.validated(production()),
            (Function<Situation, Plan>) PromotePlanner::plan,
            Kind.PROMOTED),
        Arguments.of(
            "rollback",
            Catalogs.promoted(production()),
            (Function<Situation, Plan>) RollbackPlanner::plan,
            Kind.ROLLED_BACK),
        Arguments.of(
            "run with a changed model after a rollback",
            Catalogs.rolledBack(production()),
            (Function<Situation, Plan>)
                at ->
                    RunPlanner.plan(
                        at,
                        List.of(Models.delayByAirport("v3"), Models.onTimeBoard()),
                        "another digest of it"),
            Kind.BUILT),
        Arguments.of(
            "cleanup of the old environment",
            Catalogs.promoted(production()),
            (Function<Situation, Plan>) CleanupPlanner::plan,
            Kind.GONE),
        Arguments.of(
            "cleanup of green",
            Catalogs.validated(production()),
            (Function<Situation, Plan>) CleanupPlanner::plan,
            Kind.ABSENT),
        Arguments.of(
            "cleanup after a rollback",
            Catalogs.rolledBack(production()),
            (Function<Situation, Plan>) CleanupPlanner::plan,
            Kind.ABSENT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("phases")
  void every_prefix_continues_to_the_same_end(
      String phase, Snapshot start, Function<Situation, Plan> planner, Kind end) {
    Plan whole = planner.apply(situation(start));
    Snapshot expected = whole.after(start);
    assertThat(situation(expected).state().kind()).isEqualTo(end);
    assertThat(whole.steps()).as(phase).isNotEmpty();
    for (List<Step> prefix : prefixes(whole)) {
      Snapshot cut = start;
      for (Step step : prefix) {
        cut = step.after(cut);
      }
      assertThat(planner.apply(situation(cut)).after(cut))
          .as("%s, cut behind step %d: %s", phase, prefix.size(), last(prefix))
          .isEqualTo(expected);
    }
    assertThat(planner.apply(situation(expected)).steps()).as(phase + " again").isEmpty();
  }

  /** Every beginning of the plan that a killed run can leave: a transaction is whole or not. */
  private static List<List<Step>> prefixes(Plan plan) {
    List<List<Step>> prefixes = new ArrayList<>();
    for (int end = 0; end <= plan.steps().size(); end++) {
      boolean inside =
          end > 0
              && end < plan.steps().size()
              && plan.steps().get(end - 1).transactional()
              && plan.steps().get(end).transactional();
      if (!inside) {
        prefixes.add(plan.steps().subList(0, end));
      }
    }
    return prefixes;
  }

  private static String last(List<Step> steps) {
    return steps.isEmpty() ? "nothing" : steps.get(steps.size() - 1).sql();
  }
}
