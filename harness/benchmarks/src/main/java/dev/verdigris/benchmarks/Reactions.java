package dev.verdigris.benchmarks;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static dev.verdigris.validations.VerdigrisAssertions.between;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Relation;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long after a change is committed {@code eventually} sees it: by a subscription, and by asking
 * again and again.
 */
final class Reactions implements Benchmark {
  private static final int TIMES = Integer.getInteger("verdigris.benchmarks.reactions", 100);

  @Override
  public String name() {
    return "reactions";
  }

  @Override
  public void run(PrintStream out) throws Exception {
    String query = "SELECT id FROM raw.events";
    try (BlueGreen server =
            new BlueGreen(
                List.of("CREATE TABLE raw.events (id int NOT NULL)"),
                List.of(new BlueGreen.Model("events", query, query)));
        Connection writer = server.connect()) {
      DeploymentConfig config = server.config();
      try (Server address = Servers.open(config);
          DeploymentRun run = DeploymentRun.open(config, address, DeploymentListener.NONE)) {
        Relation events = run.green().relation("bench.events");
        out.printf(
            "milliseconds from the end of an INSERT to the end of the assertion, %d changes, each"
                + " 600 to 800 ms after the assertion began%n%n",
            TIMES);
        out.println("| | p50 | p99 | most |");
        out.println("|---|---|---|---|");
        // The first ones find a cold JVM.
        react(writer, events, true, 10);
        row(out, "`eventually`, by a subscription", react(writer, events, true, TIMES));
        row(out, "a loop that counts, with pauses of 100 ms", react(writer, events, false, TIMES));
      }
    }
  }

  private static void row(PrintStream out, String how, List<Double> millis) {
    List<Double> sorted = Spread.of(millis).sorted();
    out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f |%n",
        how,
        sorted.get(sorted.size() / 2),
        sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100)),
        sorted.get(sorted.size() - 1));
  }

  private static List<Double> react(
      Connection writer, Relation events, boolean subscribed, int times) throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      execute(writer, "DELETE FROM raw.events");
      long delay = 600 + (i * 37L) % 200; // The subscription runs by then, on a busy machine, too.
      CompletableFuture<Long> committed =
          CompletableFuture.supplyAsync(
              () -> insert(writer),
              CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
      if (subscribed) {
        assertThat(events).eventually(Duration.ofMinutes(1)).hasRowCount(between(1, 1));
      } else {
        poll(events);
      }
      millis.add((System.nanoTime() - committed.get()) / 1e6);
    }
    return millis;
  }

  private static long insert(Connection writer) {
    try {
      execute(writer, "INSERT INTO raw.events VALUES (1)");
      return System.nanoTime();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void poll(Relation events) throws Exception {
    try (Connection connection = events.connection();
        Statement statement = connection.createStatement()) {
      while (true) {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + events)) {
          if (rows.next() && rows.getLong(1) == 1) {
            return;
          }
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }
}
