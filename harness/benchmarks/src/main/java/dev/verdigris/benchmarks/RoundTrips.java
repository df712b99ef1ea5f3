package dev.verdigris.benchmarks;

import dev.verdigris.engine.LocalEngine;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One statement there and back: on the engine and on plain PostgreSQL, by the same driver. CPU is
 * that of client, engine and PostgreSQL together; what the engine adds is the difference.
 */
final class RoundTrips implements Benchmark {
  private static final int WARM_UP = 20_000;
  private static final int STATEMENTS = 20_000;
  private static final int ROUNDS = 7;
  private static final String SQL = "SELECT a, b FROM roundtrip WHERE a = 7";
  private static final double MICRO = 1_000.0;

  @Override
  public String name() {
    return "round-trips";
  }

  @Override
  public void run(PrintStream out) throws Exception {
    try (PlainPostgres postgres = PlainPostgres.start();
        LocalEngine engine = LocalEngine.builder().start();
        Connection plain = postgres.connect();
        Connection local = DriverManager.getConnection(engine.url())) {
      prepare(plain);
      prepare(local);
      out.printf(
          "%d statements each, %d rounds in turns, `%s`; median (least–most)%n%n",
          STATEMENTS, ROUNDS, SQL);
      out.println("| protocol | | PostgreSQL | engine | engine − PostgreSQL |");
      out.println("|---|---|---|---|---|");
      for (boolean prepared : new boolean[] {false, true}) {
        compare(out, plain, local, prepared);
      }
    }
  }

  private static void compare(PrintStream out, Connection plain, Connection local, boolean prepared)
      throws SQLException {
    send(plain, prepared, WARM_UP);
    send(local, prepared, WARM_UP);
    List<Cost> ofPlain = new ArrayList<>();
    List<Cost> ofLocal = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      ofPlain.add(measure(plain, prepared));
      ofLocal.add(measure(local, prepared));
    }
    String protocol = prepared ? "prepared once" : "parsed each time";
    row(out, protocol, "CPU, µs", cpu(ofPlain), cpu(ofLocal));
    row(out, protocol, "time, µs", time(ofPlain), time(ofLocal));
  }

  private static void row(PrintStream out, String protocol, String what, Spread a, Spread b) {
    out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %.1f |%n",
        protocol,
        what,
        a,
        b,
        b.median() - a.median());
  }

  private static Spread cpu(List<Cost> costs) {
    return Spread.of(costs.stream().map(each -> each.cpuNanos / MICRO / STATEMENTS).toList());
  }

  private static Spread time(List<Cost> costs) {
    return Spread.of(costs.stream().map(each -> each.nanos / MICRO / STATEMENTS).toList());
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE roundtrip (a int, b text)");
      statement.execute("INSERT INTO roundtrip VALUES (7, 'seven'), (8, 'eight')");
    }
  }

  private static Cost measure(Connection connection, boolean prepared) throws SQLException {
    long cpu = Cpu.nanos();
    long start = System.nanoTime();
    send(connection, prepared, STATEMENTS);
    return new Cost(System.nanoTime() - start, Cpu.nanos() - cpu);
  }

  private static void send(Connection connection, boolean prepared, int times) throws SQLException {
    if (prepared) {
      try (PreparedStatement statement = connection.prepareStatement(SQL)) {
        for (int i = 0; i < times; i++) {
          consume(statement.executeQuery());
        }
      }
    } else {
      try (Statement statement = connection.createStatement()) {
        for (int i = 0; i < times; i++) {
          consume(statement.executeQuery(SQL));
        }
      }
    }
  }

  private static void consume(ResultSet rows) throws SQLException {
    try (rows) {
      while (rows.next()) {
        rows.getInt(1);
      }
    }
  }

  private record Cost(long nanos, long cpuNanos) {}
}
