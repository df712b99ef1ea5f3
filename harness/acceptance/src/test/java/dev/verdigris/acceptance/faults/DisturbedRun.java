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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run of a leg in which one statement is disturbed. */
final class DisturbedRun {
  /** Long enough for any statement that is not stalled, on a busy machine. */
  private static final String DEADLINE = "3s";

  private static final long PATIENCE_SECONDS = 120;

  private final TestServer server;
  private final SmallProduction production;
  private final Cell cell;
  private final Recorder recorder = new Recorder();

  DisturbedRun(TestServer server, SmallProduction production, Cell cell) {
    this.server = server;
    this.production = production;
    this.cell = cell;
  }

  /**
   * How it ended.
   *
   * @param how {@code killed}, or as {@link CellResult#ended} has it
   * @param problem what it said; null where it said nothing or was done
   * @param met whether the statement was sent and disturbed
   * @param wrote whether it had sent anything that changes something
   * @param told its events as texts
   */
  record Ended(String how, @Nullable Problem problem, boolean met, boolean wrote, String told) {}

  /**
   * Runs it.
   *
   * @param restart kills the server and starts it again
   * @param met is told when the statement is sent
   */
  Ended run(Runnable restart, Runnable met) throws IOException, InterruptedException {
    Fault fault = cell.fault();
    StepWatch watch = new StepWatch(cell.step().leg(), production, cell.step(), met);
    try (TestServer.Relayed relayed = server.relayed()) {
      @Nullable Problem problem = null;
      if (fault.forks()) {
        fork(relayed, watch);
      } else if (fault == Fault.RESTARTED) {
        FutureTask<Boolean> restarted = new FutureTask<>(restart, true);
        relayed.relay().disturb(watch, new Disturbance.Outage(restarted));
        problem = inThisProcess(relayed, watch);
        if (relayed.relay().hasCut()) {
          await(restarted);
        }
      } else {
        relayed.relay().disturb(watch, fault.disturbance());
        problem = inThisProcess(relayed, watch);
      }
      String how = fault.kills() ? "killed" : CellResult.ended(problem);
      return new Ended(
          how,
          fault.kills() ? null : problem,
          relayed.relay().hasCut(),
          relayed.relay().statements().stream().anyMatch(Writes::isWrite),
          recorder.text());
    }
  }

  private static void await(FutureTask<Boolean> restarted) throws InterruptedException {
    try {
      restarted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the server did not come back: " + e, e);
    }
  }

  private @Nullable Problem inThisProcess(TestServer.Relayed relayed, StepWatch watch) {
    Map<String, String> settings =
        cell.fault() == Fault.STALLED
            ? Map.of(
                "verdigris.timeouts.statement", DEADLINE,
                "verdigris.timeouts.sinkCutover", DEADLINE)
            : Map.of();
    try (DeploymentRun run = DeploymentRun.open(production.config(settings), relayed, recorder)) {
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
