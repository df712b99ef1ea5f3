package dev.verdigris.benchmarks;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static dev.verdigris.validations.VerdigrisAssertions.snapshotOf;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Green;
import dev.verdigris.Relation;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.validations.SharedSnapshot;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * 200 assertions on 100 relations, {@code hasUniqueKey} and {@code matches} on each: one after the
 * other, two of them at one timestamp, and side by side up to limits of connections.
 */
final class ManyAssertions implements Benchmark {
  private static final int RELATIONS = 100;

  @Override
  public String name() {
    return "many-assertions";
  }

  @Override
  public void run(PrintStream out) throws Exception {
    List<BlueGreen.Model> models = new ArrayList<>();
    for (int i = 0; i < RELATIONS; i++) {
      String query = "SELECT id, n + " + i + " AS n FROM raw.numbers";
      models.add(new BlueGreen.Model("r" + i, query, query));
    }
    List<String> data =
        List.of(
            "CREATE TABLE raw.numbers (id int NOT NULL, n int)",
            "INSERT INTO raw.numbers SELECT n, n FROM generate_series(1, 1000) AS n");
    try (BlueGreen server = new BlueGreen(data, models)) {
      out.printf("%d relations of 1,000 rows, %d assertions%n%n", RELATIONS, 2 * RELATIONS);
      out.println("| | threads | connections allowed | seconds | statements | connections |");
      out.println("|---|---|---|---|---|---|");
      measure(out, server, "one timestamp for each assertion", 1, 8, false);
      measure(out, server, "one timestamp for each relation's two", 1, 8, true);
      measure(out, server, "one timestamp for each assertion", 8, 1, false);
      measure(out, server, "one timestamp for each assertion", 8, 4, false);
      measure(out, server, "one timestamp for each assertion", 8, 8, false);
    }
  }

  private static void measure(
      PrintStream out, BlueGreen server, String how, int threads, int connections, boolean shared)
      throws Exception {
    DeploymentConfig config =
        BlueGreen.config(
            server.file(),
            server.url(),
            Map.of("verdigris.validation.connections", String.valueOf(connections)));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Server address = Servers.open(config);
        DeploymentRun run = DeploymentRun.open(config, address, DeploymentListener.NONE)) {
      Green green = run.green();
      Blue blue = run.blue();
      server.relay().takeStatements();
      server.relay().takeConnections();
      long start = System.nanoTime();
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < RELATIONS; i++) {
        String name = "bench.r" + i;
        results.add(pool.submit(() -> both(green.relation(name), blue.relation(name), shared)));
      }
      for (Future<?> result : results) {
        result.get();
      }
      out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %.1f | %d | %d |%n",
          how,
          threads,
          connections,
          (System.nanoTime() - start) / 1e9,
          server.relay().takeStatements(),
          server.relay().takeConnections());
    } finally {
      pool.shutdownNow();
    }
  }

  private static void both(Relation green, Relation blue, boolean shared) {
    if (shared) {
      try (SharedSnapshot now = snapshotOf(green, blue)) {
        assertThat(green).atTimestampOf(now).hasUniqueKey("id").keyedBy("id").matches(blue);
      }
    } else {
      assertThat(green).hasUniqueKey("id").keyedBy("id").matches(blue);
    }
  }
}
