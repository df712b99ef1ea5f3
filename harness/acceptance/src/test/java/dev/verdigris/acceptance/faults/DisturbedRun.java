package dev.verdigris.acceptance.faults;

import dev.verdigris.DeploymentRun;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import dev.verdigris.acceptance.Disturbance;
import dev.verdigris.acceptance.Recorder;
import dev.verdigris.acceptance.TestServer;
import dev.verdigris.acceptance.Writes;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run of a leg in which one statement is disturbed. */
final class DisturbedRun {
  /** Long enough for any statement that is not stalled, on a busy machine. */
  private static final String DEADLINE = "3s";

  private static final long PATIENCE_SECONDS = 120;

  private final TestServer server;
  private final SmallProduction production;
  private final Cell cell;

  DisturbedRun(TestServer server, SmallProduction production, Cell cell) {
    this.server = server;
    this.production = production;
    this.cell = cell;
  }

  /**
   * How it ended.
   *
   * @param how a code, {@code done} or {@code killed}
   * @param problem what it said; null where it said nothing or was done
   * @param met whether the statement was sent and disturbed
   * @param wrote whether it had sent anything that changes something
   */
  record Ended(String how, @Nullable Problem problem, boolean met, boolean wrote) {}

  /**
   * Runs it.
   *
   * @param restart kills the server and starts it again
   */
  Ended run(Runnable restart) throws IOException, InterruptedException {
    Fault fault = cell.fault();
    StepWatch watch = new StepWatch(cell.step().leg(), production, cell.step());
    try (TestServer.Relayed relayed = server.relayed()) {
      @Nullable Problem problem = null;
      if (fault.forks()) {
        fork(relayed, watch);
      } else if (fault == Fault.RESTARTED) {
        CountDownLatch restarted = new CountDownLatch(1);
        relayed
            .relay()
            .disturb(
                watch,
                new Disturbance.Outage(
                    () -> {
                      restart.run();
                      restarted.countDown();
                    }));
        problem = inThisProcess(relayed, watch);
        if (relayed.relay().hasCut() && !restarted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError("the server did not come back");
        }
      } else {
        relayed.relay().disturb(watch, fault.disturbance());
        problem = inThisProcess(relayed, watch);
      }
      String how = fault.kills() ? "killed" : problem == null ? "done" : problem.code();
      return new Ended(
          how,
          fault.kills() ? null : problem,
          relayed.relay().hasCut(),
          relayed.relay().statements().stream().anyMatch(Writes::isWrite));
    }
  }

  private @Nullable Problem inThisProcess(TestServer.Relayed relayed, StepWatch watch) {
    Map<String, String> settings =
        cell.fault() == Fault.STALLED
            ? Map.of(
                "verdigris.timeouts.statement", DEADLINE,
                "verdigris.timeouts.sinkCutover", DEADLINE)
            : Map.of();
    try (DeploymentRun run =
        DeploymentRun.open(production.config(settings), relayed, new Recorder())) {
      cell.step().leg().run(run, watch::phase);
      return null;
    } catch (VerdigrisException e) {
      return e.problem();
    }
  }

  private void fork(TestServer.Relayed relayed, StepWatch watch)
      throws IOException, InterruptedException {
    CompletableFuture<ForkedLeg> forked = new CompletableFuture<>();
    Runnable kill = () -> forked.join().kill();
    relayed
        .relay()
        .disturb(
            watch,
            cell.fault() == Fault.SIGKILLED_BEFORE
                ? new Disturbance.Outage(kill)
                : new Disturbance.Afterwards(kill));
    try (ForkedLeg leg = ForkedLeg.start(production.file(), relayed.url(), cell.step().leg())) {
      forked.complete(leg);
      leg.follow(watch::phase);
    }
  }
}
