package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.catalog.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deployment that is cut short, anywhere or while it waits, and continues where it stopped. */
class InterruptedDeploymentTests extends DeploymentRunFixture {

  @ParameterizedTest
  @EnumSource(Moment.class)
  void the_server_may_go_away_at_every_statement(Moment moment) {
    Snapshot end = endOf();
    for (int n = 1; ; n++) {
      renew();
      AtomicInteger writes = new AtomicInteger();
      int failing = n;
      server.intercept(
          (sql, at) -> {
            boolean read = sql.startsWith("WITH ") || sql.startsWith("SELECT ");
            if (at == moment && !read && writes.incrementAndGet() == failing) {
              throw FakeMaterialize.gone();
            }
          });
      boolean reached = true;
      try (DeploymentRun run = open()) {
        promote(run);
        reached = writes.get() >= failing;
      } catch (VerdigrisException e) {
        assertThat(e.problem().code()).as(e.getMessage()).isIn("VG-6201", "VG-7101");
        assertThat(e.getMessage()).contains("\n  state     deployment pr_17 is ");
      }
      server.intercept((sql, at) -> {});
      try (DeploymentRun run = open()) {
        promote(run);
      }
      assertThat(withoutMarkers(server.catalog()))
          .as("gone %s statement %d", moment, n)
          .isEqualTo(withoutMarkers(end));
      if (!reached) {
        assertThat(n).isGreaterThan(15);
        return;
      }
    }
  }

  @Test
  void it_stops_behind_every_step_and_continues() {
    Snapshot end = endOf();
    for (int n = 1; ; n++) {
      renew();
      AtomicInteger steps = new AtomicInteger();
      int stop = n;
      List<DeploymentRun> runs = new ArrayList<>();
      DeploymentListener listener =
          event -> {
            server.on(event);
            if (event instanceof Event.StepDone && steps.incrementAndGet() == stop) {
              runs.get(0).interrupt();
            }
          };
      boolean stopped = false;
      try (DeploymentRun run = DeploymentRun.open(config(), server, listener)) {
        runs.add(run);
        promote(run);
      } catch (VerdigrisException e) {
        stopped = true;
        assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(e.problem().code()).isEqualTo("VG-0101");
        assertThat(e.getMessage()).contains("\n  state     deployment pr_17 is ");
      }
      try (DeploymentRun run = open()) {
        promote(run);
      }
      assertThat(withoutMarkers(server.catalog()))
          .as("stopped behind step %d", n)
          .isEqualTo(withoutMarkers(end));
      if (!stopped) {
        assertThat(n).isGreaterThan(10);
        return;
      }
    }
  }

  @Test
  void a_wait_stops_when_it_is_interrupted() {
    List<DeploymentRun> runs = new ArrayList<>();
    DeploymentListener listener =
        event -> {
          server.on(event);
          if (event instanceof Event.Pending) {
            runs.get(0).interrupt();
          }
        };
    try (DeploymentRun run = DeploymentRun.open(config(), server, listener)) {
      runs.add(run);
      run.init();
      run.run();
      server.progress().neverHydrate();
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::await)
          .withMessage(
              """
              VG-0101 INTERRUPTED  await of deployment pr_17 was interrupted
                state     deployment pr_17 is built (every model was created in green)
                next      run again: it continues where it stopped\
              """);
    }
  }

  @Test
  void an_engine_that_ends_with_the_interrupted_process_is_an_interruption() {
    List<DeploymentRun> runs = new ArrayList<>();
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("CREATE CLUSTER")) {
            runs.get(0).interrupt();
            server.close();
            throw FakeMaterialize.gone();
          }
        });
    try (DeploymentRun run = open()) {
      runs.add(run);
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::init)
          .withMessage(
              """
              VG-0101 INTERRUPTED  init of deployment pr_17 was interrupted
                state     as far as is known: deployment pr_17 is building (green exists and its models are not complete); the server does not answer any more, the catalog tells on the next run
                next      run again: it continues where it stopped\
              """);
    }
  }
}
