package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.Step;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What others change in the catalog between the plan of a promotion and the end of its swap. */
class DisturbedSwapTests extends DeploymentRunFixture {

  @Test
  void the_swap_is_tried_again_after_somebody_elses_ddl() {
    AtomicInteger conflicts = new AtomicInteger();
    server.intercept(
        (sql, at) -> {
          if (sql.equals("COMMIT") && at == Moment.BEFORE && conflicts.incrementAndGet() <= 2) {
            server.somebodyElse(server.catalog());
          }
        });
    try (DeploymentRun run = open()) {
      promote(run);
    }
    assertThat(server.events())
        .contains(
            new Event.Note(
                Phase.PROMOTE, "another session changed the catalog; attempt 3 of 4 follows"));
  }

  @Test
  void the_swap_gives_up_and_shows_the_audit_log() {
    server.intercept(
        (sql, at) -> {
          if (sql.equals("COMMIT") && at == Moment.BEFORE) {
            server.somebodyElse(server.catalog());
          }
        });
    try (DeploymentRun run = open()) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> promote(run))
          .withMessage(
              """
              VG-5303 CONFLICT  other sessions changed the catalog during each of 4 attempts of promote
                cause     ERROR: another session modified the catalog while this DDL transaction was open (40001)
                audit     2026-11-25 13:00  create schema {"name":"other"} by ann
                state     deployment pr_17 is validated (green has been validated and not been promoted)
                next      pause the sessions that change the catalog, or raise promote.retries; run again\
              """);
    }
  }

  @Test
  void what_changed_under_the_plan_is_not_promoted() {
    server.intercept(
        (sql, at) -> {
          if (sql.equals("ROLLBACK") && at == Moment.AFTER) {
            server.somebodyElse(server.catalog().withoutItem("new:flights_pr_17.board"));
          }
        });
    try (DeploymentRun run = open()) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> promote(run))
          .withMessageStartingWith(
              """
              VG-5302 CONFLICT  somebody changed what promote was planned with
                changed   green: view board (new:flights_pr_17.board) is gone
              """);
      assertThat(run.state().kind()).isEqualTo(Kind.BUILDING);
    }
  }

  @Test
  void a_reader_that_came_after_preflight_is_refused_as_preflight_refuses_it() {
    server.intercept(
        (sql, at) -> {
          if (sql.equals("ROLLBACK") && at == Moment.AFTER) {
            server.somebodyElse(
                server
                    .catalog()
                    .with(
                        dev.verdigris.plan.Catalogs.item(
                                "u300", "u10", "daily", ObjectKind.VIEW, "", Set.of("u102"))
                            .withOwner("ann")));
          }
        });
    try (DeploymentRun run = open()) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> promote(run))
          .withMessageStartingWith("VG-5500 CONFLICT")
          .withMessageContaining("view raw.daily, owner ann: reads flights.delays");
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
  }

  @Test
  void a_swap_that_takes_effect_late_is_found_done() {
    server.intercept(
        (sql, at) -> {
          if (sql.equals("ROLLBACK") && at == Moment.AFTER) {
            // An earlier run's, which was killed.
            Snapshot late = server.catalog();
            for (Step step : server.swaps()) {
              late = step.after(late);
            }
            server.somebodyElse(late);
            server.intercept((other, moment) -> {});
          }
        });
    try (DeploymentRun run = open()) {
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(server.events())
        .contains(
            new Event.Note(Phase.PROMOTE, "an earlier run's COMMIT had taken effect already"));
    assertThat(server.sent()).anyMatch(sql -> sql.startsWith("ALTER SINK "));
  }
}
