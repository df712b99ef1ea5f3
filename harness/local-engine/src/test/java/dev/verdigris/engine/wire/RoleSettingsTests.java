package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.engine.LocalEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sessions begin with: of their role and of the whole server, kept over a restart. */
class RoleSettingsTests {
  @TempDir private Path directory;

  @Test
  void settings_of_roles_and_of_the_server_outlive_the_engine() throws SQLException {
    try (LocalEngine engine = start();
        Connection open = connect(engine.url());
        Connection system = connect(engine.internalUrl())) {
      assertThat(run(open, "ALTER ROLE materialize SET statement_timeout TO '5s'"))
          .isEqualTo(
              "variable \"statement_timeout\" was updated for \"materialize\", this will have no"
                  + " effect on the current session");
      run(open, "ALTER ROLE materialize SET search_path TO sales, public");
      run(system, "ALTER SYSTEM SET idle_in_transaction_session_timeout = '9s'");
      run(system, "ALTER SYSTEM SET enable_rbac_checks = true");
      assertThat(text(open, "SHOW statement_timeout")).isEqualTo("1 min");
      assertThat(text(open, "SHOW idle_in_transaction_session_timeout")).isEqualTo("2 min");
      expectBegun(engine);
    }
    try (LocalEngine engine = start();
        Connection system = connect(engine.internalUrl())) {
      expectBegun(engine);
      assertThat(text(system, "SHOW enable_rbac_checks")).isEqualTo("on");
      run(system, "ALTER SYSTEM RESET ALL");
      try (Connection later = connect(engine.url())) {
        assertThat(text(later, "SHOW idle_in_transaction_session_timeout")).isEqualTo("2 min");
        run(later, "ALTER ROLE materialize RESET statement_timeout");
        run(later, "ALTER ROLE materialize SET search_path TO DEFAULT");
        assertThat(text(later, "SELECT count(*) FROM mz_role_parameters")).isEqualTo("0");
      }
      try (Connection last = connect(engine.url())) {
        assertThat(text(last, "SHOW statement_timeout")).isEqualTo("1 min");
      }
    }
  }

  @Test
  void a_cluster_has_no_more_replicas_than_the_server_is_set_to() throws SQLException {
    try (LocalEngine engine = start();
        Connection open = connect(engine.url());
        Connection system = connect(engine.internalUrl())) {
      fails(system, "ALTER SYSTEM SET max_replicas_per_cluster = 'many'", "22023");
      fails(open, "ALTER SYSTEM SET max_replicas_per_cluster = 2", "42501");
      run(system, "ALTER SYSTEM SET max_replicas_per_cluster = 2");
      assertThat(text(open, "SELECT current_setting('max_replicas_per_cluster')")).isEqualTo("2");
      fails(open, "CREATE CLUSTER three (SIZE = '25cc', REPLICATION FACTOR = 3)", "53000");
      run(open, "CREATE CLUSTER three (SIZE = '25cc', REPLICATION FACTOR = 2)");
      fails(open, "ALTER CLUSTER three SET (REPLICATION FACTOR = 3)", "53000");
      run(system, "ALTER SYSTEM RESET max_replicas_per_cluster");
      run(open, "ALTER CLUSTER three SET (REPLICATION FACTOR = 5)");
      fails(open, "ALTER CLUSTER three SET (REPLICATION FACTOR = 6)", "53000");
    }
  }

  @Test
  void what_is_dropped_is_in_the_audit_log_as_what_was_created() throws SQLException {
    try (LocalEngine engine = start();
        Connection open = connect(engine.url())) {
      run(open, "CREATE SCHEMA audited");
      run(open, "CREATE VIEW audited.v AS SELECT 1 AS one");
      run(open, "DROP VIEW audited.v");
      run(open, "DROP SCHEMA audited");
      for (String type : List.of("view", "schema")) {
        String details =
            "SELECT string_agg(details::text, ' ') FROM mz_audit_events WHERE details::text LIKE"
                + " '%audited%' AND object_type = '"
                + type
                + "' AND event_type = '";
        assertThat(text(open, details + "drop'"))
            .contains("audited", "materialize")
            .isEqualTo(text(open, details + "create'"));
      }
    }
  }

  @Test
  void a_role_takes_only_what_a_session_would_take() throws SQLException {
    try (LocalEngine engine = start();
        Connection open = connect(engine.url())) {
      fails(open, "ALTER ROLE materialize SET no_such = 1", "42704");
      fails(open, "ALTER ROLE materialize SET statement_timeout = 'x'", "22023");
      fails(open, "ALTER ROLE materialize SET max_clusters = 5", "42704");
      fails(open, "ALTER ROLE no_such SET cluster = quickstart", "XX000");
      assertThat(text(open, "SELECT count(*) FROM mz_role_parameters")).isEqualTo("0");
    }
  }

  private static void expectBegun(LocalEngine engine) throws SQLException {
    try (Connection next = connect(engine.url())) {
      assertThat(text(next, "SHOW statement_timeout")).isEqualTo("5 s");
      assertThat(text(next, "SHOW search_path")).isEqualTo("sales, public");
      assertThat(text(next, "SHOW idle_in_transaction_session_timeout")).isEqualTo("9 s");
      run(next, "SET statement_timeout = '7s'");
      run(next, "RESET statement_timeout");
      assertThat(text(next, "SHOW statement_timeout")).isEqualTo("5 s");
      assertThat(
              text(
                  next,
                  "SELECT string_agg(parameter_name || '=' || parameter_value, ';' ORDER BY"
                      + " parameter_name) FROM mz_role_parameters"))
          .isEqualTo("search_path=sales, public;statement_timeout=5s");
    }
  }

  private LocalEngine start() {
    return LocalEngine.builder().dataDirectory(directory).start();
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url);
  }

  private static String run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      SQLWarning warning = statement.getWarnings();
      return warning == null ? "" : Objects.requireNonNull(warning.getMessage());
    }
  }

  private static void fails(Connection connection, String sql, String state) {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> run(connection, sql))
        .satisfies(e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
