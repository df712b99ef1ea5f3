package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rollback and a cleanup of one deployment at the same time: one wins, production stays whole.
 */
class RollbackRaceTests {
  private static final String SEED_PROPERTY = "verdigris.test.seed";
  private static final int ROUNDS = Boolean.getBoolean("verdigris.test.full") ? 60 : 3;

  private final TestServer server = TestServer.shared();
  private final long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());

  @Test
  void oneOfThemWinsAndNothingOfProductionIsDropped(TestReporter reporter, @TempDir Path directory)
      throws Exception {
    reporter.publishEntry(SEED_PROPERTY, String.valueOf(seed));
    Random random = new Random(seed);
    int rollbacks = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String what = "-D" + SEED_PROPERTY + "=" + seed + ", round " + round;
      // The cleanup reads more before it moves anything, so it is given a lead.
      long ahead = random.nextInt(300) - 100L;
      rollbacks += round(directory.resolve("round" + round), ahead, what) ? 1 : 0;
    }
    reporter.publishEntry("rollbacks that won", rollbacks + " of " + ROUNDS);
  }

  /** Whether the rollback won. */
  private boolean round(Path directory, long ahead, String what) throws Exception {
    try (Production production = Production.create(server, directory)) {
      DeploymentConfig config = production.config("pr_17");
      CatalogView catalog = new CatalogView(server, production);
      final List<String> blue = catalog.schema(production.flights);
      Runs.promoted(config, server, new Recorder());
      final List<String> green = catalog.schema(production.flights);
      ExecutorService pool = Executors.newFixedThreadPool(2);
      try {
        CyclicBarrier barrier = new CyclicBarrier(2);
        Future<Integer> rollback =
            pool.submit(phase(config, barrier, Math.max(0, ahead), DeploymentRun::rollback));
        Future<Integer> cleanup =
            pool.submit(phase(config, barrier, Math.max(0, -ahead), DeploymentRun::cleanup));
        List<Integer> codes = List.of(rollback.get(), cleanup.get());
        try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
          Kind kind = run.state().kind();
          boolean back = kind == Kind.ROLLED_BACK || kind == Kind.ABSENT;
          assertThat(catalog.schema(production.flights)).as(what).isEqualTo(back ? blue : green);
          assertThat(server.query("SELECT count(*) FROM " + production.flights + ".on_time_board"))
              .as(what)
              .isEqualTo(List.of(List.of("2")));
          assertThat(kind)
              .as("%s: rollback and cleanup ended with %s", what, codes)
              .isIn(back ? rolledBack(codes) : cleanedUp(codes));
          return back;
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  /** A cleanup that comes after a rollback that is done drops green, as it should. */
  private static List<Kind> rolledBack(List<Integer> codes) {
    List<Kind> kinds = new ArrayList<>();
    if (codes.get(0) == 0) {
      kinds.add(codes.get(1) == 0 ? Kind.ABSENT : Kind.ROLLED_BACK);
    }
    return kinds;
  }

  private static List<Kind> cleanedUp(List<Integer> codes) {
    return codes.get(0) == ExitCode.CONFLICT.value() && codes.get(1) == 0
        ? List.of(Kind.GONE)
        : List.of();
  }

  /** The exit code that the phase ends with. */
  private Callable<Integer> phase(
      DeploymentConfig config, CyclicBarrier barrier, long millis, Consumer<DeploymentRun> phase) {
    return () -> {
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        barrier.await();
        LockSupport.parkNanos(millis * 1_000_000);
        phase.accept(run);
        return 0;
      } catch (VerdigrisException refused) {
        assertThat(refused.exitCode()).as(refused.getMessage()).isEqualTo(ExitCode.CONFLICT);
        return refused.exitCode().value();
      }
    };
  }
}
