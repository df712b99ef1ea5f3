package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.VerdigrisException;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A sink that was cut over and does not move on: each run asks about it until it does. */
class StandingSinkTests {
  private final TestServer server = TestServer.shared();

  @BeforeEach
  void canSteerSinks() {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
    assumeThat(server.isLocal()).as("a sink can be made to stand still").isTrue();
  }

  @Test
  @EnabledIfSystemProperty(named = "verdigris.test.full", matches = "true")
  void behindTheSwapEveryRunEndsUnfinishedUntilTheSinkMoves(@TempDir Path directory)
      throws Exception {
    try (Production production = Production.create(server, directory).withSink();
        TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(hasty(production), relayed, new Recorder())) {
      var verdict = Runs.validated(run);
      final String message =
          """
          VG-7701 UNFINISHED  promoted, but a sink does not move on after the cutover, within 1 s
            sinks     "materialize"."%1$s"."delays": status #, frontier #
            state     deployment pr_17 is promoted (it is in production and the old environment still stands)
            next      look at the broker and the sink's cluster; the next run asks again whether it moves on\
          """
              .formatted(production.sinks);
      standsStillWhenAsked(relayed, production);

      assertThat(refused(() -> run.promote(verdict))).isEqualTo(message);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      assertThat(refused(() -> run.promote(verdict))).as("the next run").isEqualTo(message);
      onceItMoves(production, again -> again.promote(verdict));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "verdigris.test.full", matches = "true")
  void behindARollbackToo(@TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory).withSink();
        TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(hasty(production), relayed, new Recorder())) {
      onceItMoves(production, before -> before.promote(Runs.validated(before)));

      standsStillWhenAsked(relayed, production);
      String back = "rolled back, but a sink does not move on after the cutover, within 1 s";
      assertThat(refused(run::rollback)).contains(back);
      assertThat(refused(run::rollback)).as("the next run").contains(back);
      onceItMoves(production, DeploymentRun::rollback);
    }
  }

  @Test
  void nothingIsSwappedForASinkThatStandsStillOnTheTransition(@TempDir Path directory)
      throws Exception {
    try (Production production =
            Production.create(server, directory).withSink().decide("delays", "reconciled");
        TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(hasty(production), relayed, new Recorder())) {
      var verdict = Runs.validated(run);
      final String message =
          """
          VG-4702 NOT READY  a sink does not move on after the cutover, within 1 s
            sinks     "materialize"."%1$s"."delays": status #, frontier #
            state     deployment pr_17 is validated (green has been validated and not been promoted, and 1 sink is on its transition, which shows the old version: %1$s.delays)
            next      look at the broker and the sink's cluster; the next run asks again whether it moves on\
          """
              .formatted(production.sinks);
      standsStillWhenAsked(relayed, production);

      assertThat(refused(() -> run.promote(verdict))).isEqualTo(message);
      assertThat(refused(() -> run.promote(verdict))).as("the next run").isEqualTo(message);
      onceItMoves(production, again -> again.promote(verdict));
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
  }

  @Test
  void aConnectionThatIsLostBeforeTheSwapIsNoMatterOfTheSink(@TempDir Path directory)
      throws Exception {
    try (Production production =
            Production.create(server, directory).withSink().decide("delays", "reconciled");
        TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(hasty(production), relayed, new Recorder())) {
      var verdict = Runs.validated(run);
      relayed.relay().cutBefore(sql -> sql.startsWith("ALTER SINK"));

      assertThat(refused(() -> run.promote(verdict)))
          .isEqualTo(
              """
              VG-6750 CONNECTION  1 sink is not where promote needs it: a connection was lost
                cause     "materialize"."%1$s"."delays": An I/O error occurred while sending to the backend. (08006); status #, frontier #
                state     deployment pr_17 is validated (green has been validated and not been promoted)
                next      run again: it continues with what is left; cleanup brings the sinks back\
              """
                  .formatted(production.sinks));
    }
  }

  /** With patience: on a busy machine it takes a while to get to work again. */
  private void onceItMoves(Production production, Consumer<DeploymentRun> phase) throws Exception {
    server.engine().faults().reset();
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      phase.accept(run);
    }
  }

  private DeploymentConfig hasty(Production production) throws Exception {
    return production.config("pr_17", Map.of("verdigris.timeouts.sinkCutover", "1s"));
  }

  /** From the first question about its status on, which comes behind its cutover. */
  private void standsStillWhenAsked(TestServer.Relayed relayed, Production production) {
    String sink = "materialize." + production.sinks + ".delays";
    relayed
        .relay()
        .disturb(
            sent -> sent.sql().startsWith("SELECT s.id, st.status"),
            new Disturbance.Beside(
                () -> server.engine().faults().sinkFails(sink, "the broker is away")));
  }

  /** The message, with what the sink tells masked. */
  private static String refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable phase) {
    VerdigrisException refused =
        assertThatExceptionOfType(VerdigrisException.class).isThrownBy(phase).actual();
    return String.valueOf(refused.getMessage())
        .replaceAll(
            "status \\w+( \\(the broker is away\\))?, frontier \\d+", "status #, frontier #");
  }
}
