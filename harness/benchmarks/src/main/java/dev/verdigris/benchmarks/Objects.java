package dev.verdigris.benchmarks;

import dev.verdigris.DeploymentName;
import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.catalog.Queries;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.engine.LocalEngine;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a catalog of 10, 1,000 and 10,000 objects costs: one more object, a swap of the schema that
 * holds them all, the one catalog query of a deployment; beside views, renames and a query of the
 * catalog in plain PostgreSQL.
 */
final class Objects implements Benchmark {
  private static final List<Integer> SIZES = List.of(10, 1_000, 10_000);
  private static final int TIMES = 9;
  private static final Scope SCOPE =
      new Scope(new DeploymentName("bench"), "materialize", List.of("x", "y"), List.of("c"));

  @Override
  public String name() {
    return "objects";
  }

  @Override
  public void run(PrintStream out) throws Exception {
    try (PlainPostgres postgres = PlainPostgres.start();
        LocalEngine engine = LocalEngine.builder().start();
        Connection plain = postgres.connect();
        Connection local = DriverManager.getConnection(engine.url())) {
      execute(plain, "CREATE TABLE t (a int)", "CREATE SCHEMA x", "CREATE SCHEMA y");
      execute(local, "CREATE TABLE t (a int)", "CREATE SCHEMA x", "CREATE SCHEMA y");
      execute(local, "CREATE CLUSTER c (SIZE = '25cc')");
      out.printf("milliseconds, %d times each in turns; median (least–most)%n%n", TIMES);
      out.println("| objects | | PostgreSQL | engine |");
      out.println("|---|---|---|---|");
      int made = 0;
      for (int size : SIZES) {
        for (; made < size - TIMES; made++) {
          create(plain, "VIEW x.v" + made);
          create(local, "MATERIALIZED VIEW x.v" + made + " IN CLUSTER c");
        }
        made = measure(out, plain, local, made, size);
      }
    }
  }

  private static int measure(PrintStream out, Connection plain, Connection local, int made, int at)
      throws SQLException {
    List<Double> plainCreate = new ArrayList<>();
    List<Double> localCreate = new ArrayList<>();
    List<Double> plainSwap = new ArrayList<>();
    List<Double> localSwap = new ArrayList<>();
    List<Double> plainRead = new ArrayList<>();
    List<Double> localRead = new ArrayList<>();
    int next = made;
    for (int i = 0; i < TIMES; i++) {
      int number = next++;
      plainCreate.add(millis(() -> create(plain, "VIEW x.v" + number)));
      localCreate.add(
          millis(() -> create(local, "MATERIALIZED VIEW x.v" + number + " IN CLUSTER c")));
      plainSwap.add(
          millis(
              () ->
                  execute(
                      plain,
                      "BEGIN",
                      "ALTER SCHEMA x RENAME TO z",
                      "ALTER SCHEMA y RENAME TO x",
                      "ALTER SCHEMA z RENAME TO y",
                      "COMMIT")));
      execute(
          plain,
          "ALTER SCHEMA x RENAME TO z",
          "ALTER SCHEMA y RENAME TO x",
          "ALTER SCHEMA z RENAME TO y");
      localSwap.add(millis(() -> execute(local, "ALTER SCHEMA x SWAP WITH y")));
      execute(local, "ALTER SCHEMA x SWAP WITH y");
      plainRead.add(millis(() -> readCatalog(plain)));
      localRead.add(millis(() -> readSnapshot(local)));
    }
    row(out, at, "create one more", plainCreate, localCreate);
    row(out, at, "swap their schema", plainSwap, localSwap);
    row(out, at, "read a deployment's catalog", plainRead, localRead);
    return next;
  }

  private static void row(
      PrintStream out, int at, String what, List<Double> plain, List<Double> local) {
    out.printf("| %,d | %s | %s | %s |%n", at, what, Spread.of(plain), Spread.of(local));
  }

  private static void create(Connection connection, String what) throws SQLException {
    execute(connection, "CREATE " + what + " AS SELECT a, count(*) AS n FROM public.t GROUP BY a");
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void readCatalog(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT n.nspname, c.oid, c.relname, pg_get_viewdef(c.oid) FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname IN ('x', 'y') AND c.relkind = 'v'")) {
      while (rows.next()) {
        rows.getString(4);
      }
    }
  }

  private static void readSnapshot(Connection connection) throws SQLException {
    Snapshot snapshot =
        CatalogReader.read(
            new Queries() {
              @Override
              public <T> T query(String sql, ResultReader<T> reader) throws SQLException {
                try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                  return reader.read(rows);
                }
              }
            },
            SCOPE);
    if (snapshot.schemas().isEmpty()) {
      throw new IllegalStateException("the snapshot is empty");
    }
  }

  private static double millis(Work work) throws SQLException {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private interface Work {
    void run() throws SQLException;
  }
}
