package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.ChangeStep;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.SwapStep;
import dev.verdigris.plan.Target;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A comment names a schema; another run of the same deployment may swap before it arrives. */
class MarkerRaceTests extends DeploymentRunFixture {

  @Test
  void a_marker_that_lands_on_the_old_environment_is_taken_back() {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
      Verdict verdict = validate(run);
      Snapshot before = server.catalog();
      server.learn(new ChangeStep.Comment(new Target.OfSchema("materialize", "flights_pr_17"), ""));
      AtomicBoolean once = new AtomicBoolean();
      server.intercept(
          (sql, at) -> {
            boolean comment = sql.startsWith("COMMENT ON SCHEMA") && sql.contains("\"built\"");
            if (comment && at == Moment.BEFORE && once.compareAndSet(false, true)) {
              Snapshot swapped =
                  new SwapStep.OfSchemas("materialize", "flights", "flights_pr_17").after(before);
              server.somebodyElse(
                  new SwapStep.OfClusters("compute", "compute_pr_17").after(swapped));
            }
          });
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> validate(run, Duration.ofSeconds(2)))
          .withMessage(
              """
              VG-5551 CONFLICT  somebody swapped while validate wrote the marker of SCHEMA "materialize"."flights_pr_17"
                evidence  it landed on u11, now named flights_pr_17, which has its former comment back
                state     deployment pr_17 is promoted with sinks pending (it is in production and sinks still read the old one: sinks.delays)
                next      another run of this deployment is at work: let it end, then run again\
              """);
      assertThat(once).isTrue();
      assertThat(run.state().kind()).isEqualTo(Kind.SINKS_PENDING);
      assertThat(comment("flights_pr_17"))
          .isEqualTo(before.schemaNamed("flights").orElseThrow().comment());
      assertThat(comment("flights")).contains(verdict.digest());
    }
  }

  @Test
  void a_marker_that_another_run_wrote_over_is_noticed() {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
      server.intercept(
          (sql, at) -> {
            if (sql.startsWith("COMMENT ON SCHEMA") && at == Moment.AFTER) {
              Schema green = server.catalog().schemaNamed("flights_pr_17").orElseThrow();
              server.somebodyElse(
                  server
                      .catalog()
                      .with(
                          new Schema(
                              green.id(),
                              green.database(),
                              green.name(),
                              green.owner(),
                              green.grants(),
                              green.comment().replace("\"tests\":1", "\"tests\":2"))));
            }
          });
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> validate(run))
          .withMessage(
              """
              VG-5552 CONFLICT  somebody else wrote the comment of SCHEMA "materialize"."flights_pr_17" while validate did
                evidence  the marker that was written is not what stands there
                state     deployment pr_17 is validated (green has been validated and not been promoted)
                next      another run of this deployment is at work: let it end, then run again\
              """);
    }
  }

  private String comment(String schema) {
    return server.catalog().schemaNamed(schema).orElseThrow().comment();
  }
}
