package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a green that somebody else has got at. */
class StandingTests extends DeploymentRunFixture {

  private Verdict validated(DeploymentRun run) {
    run.init();
    run.run();
    run.await();
    return validate(run);
  }

  @Test
  void a_green_of_which_something_was_dropped_is_not_built_and_run_makes_it_again() {
    try (DeploymentRun run = open()) {
      validated(run);
      Snapshot now = server.catalog();
      String schema = now.schemaNamed("materialize", "flights_pr_17").orElseThrow().id();
      server.somebodyElse(now.withoutItem(now.itemNamed(schema, "board").orElseThrow().id()));
      Standing standing = run.standing();
      assertThat(standing.state().kind()).isEqualTo(Kind.BUILDING);
      assertThat(standing.state().reason())
          .isEqualTo(
              "something of green was dropped: schema \"flights_pr_17\" holds 2 of 3 objects");
      assertThat(standing.next().commands().get(0).line())
          .isEqualTo("verdigris run --deployment pr_17");
      run.run();
      assertThat(run.state().kind()).isEqualTo(Kind.BUILT);
    }
  }

  @Test
  void a_green_that_was_overtaken_is_offered_no_promotion() {
    try (DeploymentRun run = open()) {
      validated(run);
      overtake();
      Standing standing = run.standing();
      assertThat(standing.state().kind()).isEqualTo(Kind.VALIDATED);
      assertThat(standing.next().left())
          .isEqualTo(
              "nothing can be promoted: production's schema \"flights\" is another one than green"
                  + " was made from");
      assertThat(standing.next().commands())
          .extracting(NextSteps.Command::line)
          .containsExactly("verdigris cleanup --deployment pr_17");
      assertThat(standing.next().phases()).isEqualTo(List.of(Phase.CLEANUP));
    }
  }

  /** As a swap by somebody without a marker leaves it. */
  private void overtake() {
    Snapshot now = server.catalog();
    Schema blue = now.schemaNamed("materialize", "flights").orElseThrow();
    server.somebodyElse(
        now.with(
                new Schema(
                    blue.id(), blue.database(), "was_flights", blue.owner(), blue.grants(), ""))
            .with(schema("u500", "flights")));
  }
}
