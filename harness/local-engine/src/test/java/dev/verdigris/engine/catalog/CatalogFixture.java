package dev.verdigris.engine.catalog;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.Timestamps;
import dev.verdigris.engine.fault.Steerings;
import dev.verdigris.engine.postgres.PostgresServer;
import dev.verdigris.engine.query.Bootstrap;
import dev.verdigris.engine.query.QueryDefinitions;
import dev.verdigris.engine.query.QueryPlanner;
import dev.verdigris.engine.sql.DataStatement.SelectStatement;
import dev.verdigris.engine.sql.Parser;
import dev.verdigris.engine.sql.ShowStatement;
import dev.verdigris.engine.sql.Statement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A catalog on a PostgreSQL of its own, and sessions that talk to it without a wire. */
final class CatalogFixture implements AutoCloseable {
  private final PostgresServer postgres;
  private final Connection reads;
  final Catalog catalog;
  final Timestamps timestamps = new Timestamps();
  final QueryPlanner planner = new QueryPlanner(new ShowQueries());
  @Nullable SqlException brokerError;

  private CatalogFixture(PostgresServer postgres) throws SQLException {
    this.postgres = postgres;
    reads = postgres.connect();
    try (java.sql.Statement statement = reads.createStatement()) {
      statement.execute("SET search_path = mz, pg_catalog");
    }
    catalog =
        Catalog.open(
            postgres.connect(),
            new QueryDefinitions(new ShowQueries()),
            (addresses, plaintext) -> {
              if (brokerError != null) {
                throw brokerError;
              }
            },
            timestamps,
            new Simulation(new Steerings()));
  }

  static CatalogFixture open(Path directory) throws SQLException {
    return new CatalogFixture(PostgresServer.start(directory, scripts()));
  }

  static List<String> scripts() {
    List<String> scripts = new ArrayList<>(Bootstrap.scripts());
    scripts.addAll(CatalogScripts.scripts());
    return scripts;
  }

  Connection connection() {
    return reads;
  }

  TestSession session(String role) {
    return new TestSession(role);
  }

  @Override
  public void close() throws SQLException {
    reads.close();
    catalog.close();
    catalog.simulation().close();
    postgres.close();
  }

  /** A session. */
  final class TestSession implements SessionContext {
    private final String role;
    final Map<String, String> settings = new HashMap<>();
    final List<Notice> notices = new ArrayList<>();
    String cluster = "quickstart";

    TestSession(String role) {
      this.role = role;
    }

    /** Runs DDL and gives its tag. */
    String run(String sql) {
      String tag = "";
      for (Statement statement : Parser.parse(sql)) {
        tag = catalog.execute(statement, this).tag();
      }
      return tag;
    }

    /** The message of an error, with what stands beside it. */
    String error(String sql) {
      try {
        return "no error but " + run(sql);
      } catch (SqlException e) {
        return describe(e);
      }
    }

    /** The rows of a query, as text. */
    List<List<@Nullable String>> rows(String sql) throws SQLException {
      Statement statement = Parser.parse(sql).get(0);
      var query =
          statement instanceof ShowStatement show
              ? new ShowQueries().query(show, catalog.state(), this)
              : ((SelectStatement) statement).query();
      var planned = planner.query(query, catalog.state(), this, List.of());
      List<List<@Nullable String>> rows = new ArrayList<>();
      try (java.sql.Statement jdbc = reads.createStatement()) {
        jdbc.execute("SELECT set_config('mz.role', '" + role + "', false)");
        try (ResultSet result = jdbc.executeQuery(planned.sql())) {
          while (result.next()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
              row.add(result.getString(i));
            }
            rows.add(row);
          }
        }
      }
      return rows;
    }

    /** The only value of a query. */
    @Nullable String value(String sql) throws SQLException {
      return rows(sql).get(0).get(0);
    }

    /** What was told since this was last asked. */
    List<String> told() {
      List<String> told =
          notices.stream()
              .map(
                  n ->
                      n.sqlstate()
                          + " "
                          + n.message()
                          + (n.detail() == null ? "" : " DETAIL " + n.detail()))
              .toList();
      notices.clear();
      return told;
    }

    @Override
    public String role() {
      return role;
    }

    @Override
    public boolean isSystemUser() {
      return role.equals("mz_system");
    }

    @Override
    public String database() {
      return "materialize";
    }

    @Override
    public List<String> searchPath() {
      return List.of("public");
    }

    @Override
    public String cluster() {
      return cluster;
    }

    @Override
    public String setting(String name) {
      return settings.getOrDefault(name, "off");
    }

    @Override
    public String temporarySchema() {
      return "temporary-" + role;
    }

    @Override
    public void notice(Notice notice) {
      notices.add(notice);
    }
  }

  static String describe(SqlException e) {
    return e.sqlstate()
        + " "
        + e.message()
        + (e.detail() == null ? "" : " DETAIL " + e.detail())
        + (e.hint() == null ? "" : " HINT " + e.hint());
  }
}
