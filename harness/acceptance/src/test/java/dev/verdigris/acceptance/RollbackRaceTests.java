package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.acceptance.PhaseWorker.Death;
import dev.verdigris.acceptance.Racer.End;
import dev.verdigris.acceptance.Racer.Order;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes roll one deployment back and clean it up at the same time, with random delays, and
 * are killed at random moments: one of them wins, production stays whole, and its sink reads it.
 * {@code -Dverdigris.test.full=true} runs 100 rounds, {@code -Dverdigris.seed=N} the same ones
 * again.
 */
class RollbackRaceTests {
  private static final boolean FULL = Boolean.getBoolean("verdigris.test.full");
  private static final int ROUNDS = Integer.getInteger("verdigris.test.races", FULL ? 100 : 2);
  private static final List<Death> DEATHS = List.of(Death.values());
  private static final int MUST_MEET = 5;

  /** Long, so that the other one comes into its window, too: they have different ways to it. */
  private static final int MOST_LINGER = 800_000;

  private static final int MOST_LIFE_MILLIS = 400;

  /** A cleanup reads more before it moves anything, so it is mostly given a lead, in µs. */
  private static final int MOST_ROLLBACK_DELAY = 150_000;

  private static final int MOST_CLEANUP_DELAY = 50_000;

  private final TestServer server = TestServer.shared();
  private final long seed = Long.getLong("verdigris.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<String> failures = new ArrayList<>();
  private int rollbacks;
  private int cleanups;
  private int both;
  private int killed;

  @TempDir private Path directory;

  @Test
  void oneOfThemWinsAndNothingOfProductionIsDropped() throws Exception {
    try (Production production = Production.create(server, directory);
        Racer one = new Racer(server);
        Racer two = new Racer(server)) {
      if (!server.kafka().isEmpty()) {
        production.withSink();
      }
      for (int round = 1; round <= ROUNDS; round++) {
        round(production, round, one, two);
      }
    }
    String line =
        "ROLLBACKS rounds="
            + ROUNDS
            + " rollback="
            + rollbacks
            + " cleanup="
            + cleanups
            + " both="
            + both
            + " killed="
            + killed
            + " seed="
            + seed
            + " failed="
            + failures.size();
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "rollbacks.txt"), line + "\n");
    assertThat(failures).as(line).isEmpty();
    if (FULL) {
      assertThat(rollbacks).as(line).isPositive();
      assertThat(cleanups).as(line).isPositive();
      assertThat(both).as(line).isGreaterThanOrEqualTo(MUST_MEET);
      assertThat(killed).as(line).isGreaterThanOrEqualTo(MUST_MEET);
    }
  }

  private void round(Production production, int round, Racer one, Racer two) throws Exception {
    DeploymentConfig config = production.config("r" + round);
    CatalogView catalog = new CatalogView(server, production);
    final List<String> blue = catalog.schema(production.flights);
    Runs.promoted(config, server, new Recorder());
    final List<String> green = catalog.schema(production.flights);
    int harmed = random.nextInt(6);
    Order rollback = order(Phase.ROLLBACK, config, MOST_ROLLBACK_DELAY, harmed < 2);
    Order cleanup = order(Phase.CLEANUP, config, MOST_CLEANUP_DELAY, harmed == 1 || harmed == 2);
    CompletableFuture<?> executioner = race(one, rollback, harmed < 2);
    CompletableFuture<?> other = race(two, cleanup, harmed == 1 || harmed == 2);
    End rolledBack = one.end();
    End cleanedUp = two.end();
    executioner.cancel(false);
    other.cancel(false);
    both += rolledBack.met(cleanedUp) ? 1 : 0;
    killed += (rolledBack.died() ? 1 : 0) + (cleanedUp.died() ? 1 : 0);
    End endOfRollback = one.endAtLast(rollback, rolledBack);
    End endOfCleanup = two.endAtLast(cleanup, cleanedUp);
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      DeploymentState state = run.state();
      boolean back = endOfRollback.exit() == 0;
      rollbacks += back ? 1 : 0;
      cleanups += back ? 0 : 1;
      String story =
          "round "
              + round
              + ", seed "
              + seed
              + ": "
              + state
              + "\nrollback "
              + endOfRollback.exit()
              + " "
              + endOfRollback.message()
              + "\ncleanup "
              + endOfCleanup.exit()
              + " "
              + endOfCleanup.message();
      if (!expected(endOfRollback, endOfCleanup).contains(state.kind())) {
        failures.add("not told as it is: " + story);
      }
      if (!catalog.schema(production.flights).equals(back ? blue : green) || !isWhole(production)) {
        failures.add("production is another one: " + story);
      }
      if (state.kind() == Kind.ROLLED_BACK) {
        run.cleanup();
      }
    }
  }

  private Order order(Phase phase, DeploymentConfig config, int mostDelay, boolean dies) {
    return new Order(
        phase,
        config.deployment().value(),
        directory,
        random.nextInt(mostDelay),
        random.nextInt(MOST_LINGER),
        dies ? DEATHS.get(random.nextInt(DEATHS.size())) : Death.NEVER);
  }

  /** Begins; what ends it later by force is the result. */
  private CompletableFuture<?> race(Racer racer, Order order, boolean dies) throws IOException {
    int life = random.nextInt(MOST_LIFE_MILLIS);
    racer.begin(order);
    if (!dies || order.death() != Death.NEVER) {
      return new CompletableFuture<>();
    }
    return CompletableFuture.runAsync(
        racer::kill, CompletableFuture.delayedExecutor(life, TimeUnit.MILLISECONDS));
  }

  /** A cleanup that comes behind a rollback that is done drops green, as it should. */
  private static List<Kind> expected(End rollback, End cleanup) {
    int refused = ExitCode.CONFLICT.value();
    if (rollback.exit() == 0) {
      return cleanup.exit() == 0
          ? List.of(Kind.ABSENT)
          : cleanup.exit() == refused ? List.of(Kind.ROLLED_BACK) : List.of();
    }
    return rollback.exit() == refused && cleanup.exit() == 0 ? List.of(Kind.GONE) : List.of();
  }

  /** Everything is there to be read, and the sink reads it. */
  private boolean isWhole(Production production) throws SQLException {
    CatalogView catalog = new CatalogView(server, production);
    boolean read =
        server
            .query("SELECT count(*) FROM " + production.flights + ".on_time_board")
            .equals(List.of(List.of("2")));
    return read
        && (server.kafka().isEmpty()
            || catalog
                .sinkReads(catalog.itemId(production.sinks, "delays"))
                .equals(List.of(catalog.itemId(production.flights, "delay_by_airport"))));
  }
}
