package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.plan.DeploymentState.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A job run again, on a production that is not ready at the moment. */
class AwaitAgainTests extends DeploymentRunFixture {

  @Test
  void what_is_promoted_is_not_waited_for_however_production_does() {
    try (DeploymentRun run = open()) {
      promote(run);
      server.progress().neverHydrate();
      int before = server.sent().size();
      run.await();
      assertThat(server.sent()).hasSize(before);
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      run.cleanup();
      run.await();
      assertThat(run.state().kind()).isEqualTo(Kind.GONE);
    }
    assertThat(awaits())
        .hasSize(4)
        .last()
        .isEqualTo(
            new Event.PhaseDone(
                Phase.AWAIT,
                awaits().get(3).took(),
                "deployment pr_17 is in production already",
                "deployment pr_17 is gone (it is in production and the old environment has been"
                    + " dropped)",
                "nothing is left to do"));
    assertThat(awaits().subList(1, 3))
        .allSatisfy(
            done -> assertThat(done.text()).isEqualTo("deployment pr_17 is in production already"));
  }

  @Test
  void sinks_that_were_left_are_cut_over_by_the_next_job_however_production_does() {
    AtomicBoolean refuses = new AtomicBoolean(true);
    server.intercept(
        (sql, at) -> {
          if (refuses.get() && at == Moment.BEFORE && sql.startsWith("ALTER SINK")) {
            throw refusal("XX000", "no", "");
          }
        });
    try (DeploymentRun run = open()) {
      assertThat(refused(() -> promote(run))).startsWith("VG-7101 ");
      assertThat(run.state().kind()).isEqualTo(Kind.SINKS_PENDING);
      refuses.set(false);
      server.progress().neverHydrate();
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
  }

  @Test
  void a_wait_for_what_was_rolled_back_says_that_it_was() {
    try (DeploymentRun run = open(Map.of("verdigris.await.timeout", "1ms"))) {
      promote(run);
      run.rollback();
      server.progress().neverHydrate();
      assertThat(refused(run::await))
          .startsWith("VG-4101 NOT READY  green of deployment pr_17 was not ready within 1 ms: 2 ")
          .contains("\n  pending   flights_pr_17_rolled_back.delays: not reported yet on replica ")
          .contains(
              "\n  state     deployment pr_17 is rolled back (production is as it was before, green"
                  + " still stands)\n");
    }
  }

  private List<Event.PhaseDone> awaits() {
    return server.events().stream()
        .filter(Event.PhaseDone.class::isInstance)
        .map(Event.PhaseDone.class::cast)
        .filter(done -> done.phase() == Phase.AWAIT)
        .toList();
  }
}
