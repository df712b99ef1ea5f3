package dev.verdigris.benchmarks;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Event;
import dev.verdigris.Server;
import dev.verdigris.Settings;
import dev.verdigris.VerdigrisException;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many attempts a promotion needs beside other deployments that are built and dropped at full
 * speed, since DDL of anybody ends the window of a swap.
 */
final class Contention implements Benchmark {
  private static final List<Integer> BUILDERS = List.of(0, 3);
  private static final int PROMOTIONS = 10;
  private static final int MODELS = 8;

  @Override
  public String name() {
    return "contention";
  }

  @Override
  public void run(PrintStream out) throws Exception {
    Path directory = Files.createTempDirectory("verdigris-contention");
    try (LocalEngine engine = LocalEngine.builder().start()) {
      Served server = new Served(engine.url());
      for (int i = 0; i <= BUILDERS.get(BUILDERS.size() - 1); i++) {
        produce(server, directory, i);
      }
      out.printf("attempts of %d promotions each; median (least–most)%n%n", PROMOTIONS);
      out.println("| others that build | their statements a second | attempts | promoted |");
      out.println("|---|---|---|---|");
      for (int builders : BUILDERS) {
        measure(out, server, directory, builders);
      }
    }
  }

  private static void measure(PrintStream out, Server server, Path directory, int builders)
      throws Exception {
    AtomicBoolean ends = new AtomicBoolean();
    AtomicLong statements = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, builders));
    for (int i = 1; i <= builders; i++) {
      int number = i;
      pool.execute(() -> build(server, directory, number, ends, statements));
    }
    List<Double> attempts = new ArrayList<>();
    int promoted = 0;
    long nanos = 0;
    long sent = 0;
    for (int i = 0; i < PROMOTIONS; i++) {
      String deployment = "b" + builders + "p" + i;
      AtomicInteger tries = new AtomicInteger(1);
      DeploymentListener counting =
          event -> {
            if (event instanceof Event.Note note && note.text().contains("; attempt ")) {
              tries.incrementAndGet();
            }
          };
      try (DeploymentRun run =
          DeploymentRun.open(config(directory, 0, deployment), server, counting)) {
        Verdict verdict = validated(run);
        long before = statements.get();
        long start = System.nanoTime();
        try {
          run.promote(verdict);
          promoted++;
        } catch (VerdigrisException e) {
          out.println("<!-- " + e.problem().summary() + " -->");
        }
        nanos += System.nanoTime() - start;
        sent += statements.get() - before;
        attempts.add((double) tries.get());
      }
      cleanUp(server, directory, 0, deployment);
    }
    ends.set(true);
    pool.shutdown();
    if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("a builder does not end");
    }
    out.printf(
        "| %d | %.0f | %s | %d of %d |%n",
        builders, sent / (nanos / 1e9), Spread.of(attempts), promoted, PROMOTIONS);
  }

  /** However many attempts it takes: what is left would be in the way of the next. */
  private static void cleanUp(Server server, Path directory, int number, String deployment) {
    DeploymentConfig patient =
        DeploymentConfig.load(
            directory.resolve(number + "/" + DeploymentConfig.FILE_NAME),
            Settings.none()
                .withOverrides(
                    Map.of(
                        "verdigris.deployment", deployment, "verdigris.promote.retries", "1000")));
    try (DeploymentRun run = DeploymentRun.open(patient, server, event -> {})) {
      run.cleanup();
    }
  }

  /** Builds and drops one deployment after the other. */
  private static void build(
      Server server, Path directory, int number, AtomicBoolean ends, AtomicLong statements) {
    DeploymentListener counting =
        event -> {
          if (event instanceof Event.StepDone) {
            statements.incrementAndGet();
          }
        };
    try (DeploymentRun run =
        DeploymentRun.open(config(directory, number, "built"), server, counting)) {
      while (!ends.get()) {
        run.init();
        run.run();
        cleanUp(server, directory, number, "built");
      }
    }
  }

  private static Verdict validated(DeploymentRun run) {
    run.init();
    run.run();
    run.await();
    Fingerprint before = run.fingerprint();
    Instant now = Instant.now();
    return run.conclude(
        before,
        new Evidence(
            run.config().deployment().value(),
            "",
            now,
            now,
            List.of("validation"),
            List.of(
                new Executed("validation", "validation", Outcome.PASS, Duration.ofMillis(1), ""))));
  }

  private static DeploymentConfig config(Path directory, int number, String deployment) {
    return DeploymentConfig.load(
        directory.resolve(number + "/" + DeploymentConfig.FILE_NAME),
        Settings.none().withOverrides(Map.of("verdigris.deployment", deployment)));
  }

  private static void produce(Served server, Path directory, int number)
      throws IOException, SQLException {
    String schema = "shop" + number;
    Path models = directory.resolve(number + "/models/" + schema);
    Files.createDirectories(models);
    Files.writeString(
        directory.resolve(number + "/" + DeploymentConfig.FILE_NAME),
        "deployment: none\nschemas: [%s]\nclusters: [%s]\nmodels:\n  cluster: %s\n"
            .formatted(schema, schema, schema));
    List<String> sql = new ArrayList<>();
    sql.add("CREATE SCHEMA " + schema);
    sql.add("CREATE CLUSTER " + schema + " (SIZE = '25cc')");
    for (int i = 0; i < MODELS; i++) {
      sql.add(
          "CREATE MATERIALIZED VIEW "
              + schema
              + ".v"
              + i
              + " IN CLUSTER "
              + schema
              + " AS SELECT 1 AS a");
      Files.writeString(
          models.resolve("v" + i + ".sql"),
          "CREATE MATERIALIZED VIEW v" + i + " AS SELECT 2 AS a;\n");
    }
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement()) {
      for (String each : sql) {
        statement.execute(each);
      }
    }
  }

  private record Served(String url) implements Server {
    @Override
    public String description() {
      return "local engine";
    }

    @Override
    public void close() {
      // The benchmark closes it.
    }
  }
}
