package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Phase;
import dev.verdigris.acceptance.PhaseWorker.Death;
import dev.verdigris.acceptance.Racer.End;
import dev.verdigris.acceptance.Racer.Order;
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
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes promote two deployments of one production at the same time, whose two sinks are to
 * be reconciled, with random delays, and in every third round one of them is killed: exactly one
 * gets into production, and the sinks send what it changes and nothing else. {@code
 * -Dverdigris.test.full=true} runs 30 rounds, {@code -Dverdigris.seed=N} the same ones again.
 */
class SinkRaceTests {
  private static final boolean FULL = Boolean.getBoolean("verdigris.test.full");
  private static final int ROUNDS = Integer.getInteger("verdigris.test.sinkraces", FULL ? 30 : 1);
  private static final List<String> DEPLOYMENTS = List.of("pr_17", "pr_18");

  /** In µs: about as long as a promotion needs from its plan to its swap. */
  private static final int MOST_DELAY = 400_000;

  private static final int MOST_LIFE_MILLIS = 2_500;

  private final TestServer server = TestServer.shared();
  private final long seed = Long.getLong("verdigris.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<String> failures = new ArrayList<>();
  private int gaveWay;
  private int killed;

  @TempDir private Path directory;

  @Test
  void exactlyOneWinsAndItsSinksSendItsChangesAlone() throws Exception {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
    try (Racer one = new Racer(server);
        Racer two = new Racer(server)) {
      for (int round = 1; round <= ROUNDS; round++) {
        Path project = Files.createDirectories(directory.resolve("round" + round));
        try (Production production = Reconciling.production(server, project);
            Topic upsert = new Topic(server.kafka(), production.topic)) {
          Reconciling.snapshot(upsert);
          race(round, production, project, List.of(one, two), upsert);
        }
      }
    }
    String line =
        "SINKRACES rounds=%d gaveway=%d killed=%d seed=%d failed=%d"
            .formatted(ROUNDS, gaveWay, killed, seed, failures.size());
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "sinkraces.txt"), line + "\n");
    assertThat(failures).as(line).isEmpty();
    if (FULL) {
      assertThat(gaveWay).as(line).isPositive();
      assertThat(killed).as(line).isPositive();
    }
  }

  private void race(
      int round, Production production, Path project, List<Racer> racers, Topic upsert)
      throws Exception {
    CatalogView catalog = new CatalogView(server, production);
    List<Order> orders = new ArrayList<>();
    List<String> made = new ArrayList<>();
    for (String deployment : DEPLOYMENTS) {
      try (DeploymentRun run =
          DeploymentRun.open(production.config(deployment), server, new Recorder())) {
        Runs.validated(run).write(PhaseWorker.verdict(project, deployment));
      }
      made.add(catalog.madeAt(deployment));
      int delay = random.nextInt(MOST_DELAY);
      orders.add(new Order(Phase.PROMOTE, deployment, project, delay, 0, Death.NEVER));
    }
    boolean harmed = round % 3 == 0;
    int life = random.nextInt(MOST_LIFE_MILLIS);
    for (int i = 0; i < racers.size(); i++) {
      racers.get(i).begin(orders.get(i));
    }
    CompletableFuture<?> executioner =
        harmed
            ? CompletableFuture.runAsync(
                racers.get(0)::kill, CompletableFuture.delayedExecutor(life, TimeUnit.MILLISECONDS))
            : new CompletableFuture<>();
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < racers.size(); i++) {
      End end = racers.get(i).end();
      if (i == 0) {
        executioner.cancel(false);
      }
      killed += end.died() ? 1 : 0;
      ends.add(racers.get(i).endAtLast(orders.get(i), end));
    }
    check(round, production, made, ends, upsert);
  }

  private void check(
      int round, Production production, List<String> made, List<End> ends, Topic upsert)
      throws Exception {
    String story = "round " + round + ", seed " + seed + ":";
    for (End end : ends) {
      story += "\n" + end.exit() + " " + end.message();
    }
    int winner = ends.get(0).exit() == 0 ? 0 : 1;
    End lost = ends.get(1 - winner);
    CatalogView catalog = new CatalogView(server, production);
    String named =
        "    deployment "
            + DEPLOYMENTS.get(winner)
            + ", made by "
            + server.deployer()
            + " at "
            + made.get(winner);
    if (ends.get(winner).exit() != 0 || lost.exit() != 5 || !lost.message().contains(named)) {
      failures.add("not told as it is (" + named.strip() + "): " + story);
    }
    gaveWay += lost.message().startsWith("VG-5431") ? 1 : 0;
    if (cleanUp(production, DEPLOYMENTS.get(1 - winner)) != Kind.ABSENT) {
      failures.add("not cleaned up: " + story);
    }
    String relation = catalog.itemId(production.flights, "delay_by_airport");
    for (String sink : List.of("delays", "debezium")) {
      if (!catalog.sinkReads(catalog.itemId(production.sinks, sink)).equals(List.of(relation))) {
        failures.add("sink " + sink + " does not read production: " + story);
      }
    }
    Reconciling.insert(server, production, "(5, -3, 'SEA', 'SFO')");
    try {
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 7);
    } catch (ConditionTimeoutException e) {
      // What is there is told below, with the story.
    }
    List<String> sent = upsert.texts();
    if (sent.size() != 7
        || !sent.subList(3, 6)
            .containsAll(
                List.of(
                    "{\"iata\":\"SEA\"} " + Reconciling.SEA_NEW,
                    "{\"iata\":\"LAX\"} " + Reconciling.LAX,
                    "{\"iata\":\"OAK\"} null"))) {
      failures.add("sent " + sent + ": " + story);
    }
  }

  private Kind cleanUp(Production production, String deployment) throws IOException, SQLException {
    DeploymentConfig config = production.config(deployment);
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      run.cleanup();
      return run.state().kind();
    }
  }
}
