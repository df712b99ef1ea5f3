package dev.verdigris.engine.psql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.LocalEngine;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** pgjdbc's {@code DatabaseMetaData}, which asks PostgreSQL's catalog in PostgreSQL's way. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcMetadataTests {
  private static final Pattern HIDDEN =
      Pattern.compile(
          "mz_local|mz_pg_catalog|mz_information_schema|(materialize\\||^ *)mz_sinks"
              + " *\\||pg_toast|verdigris_|(^|[^a-z_])mz\\.|(^|\\|)u\\d+(\\||$)");

  private LocalEngine engine;
  private Connection connection;

  private interface Call {
    ResultSet run(DatabaseMetaData metadata) throws SQLException;
  }

  @BeforeAll
  void start() throws SQLException {
    engine = LocalEngine.builder().start();
    connection = DriverManager.getConnection(engine.url());
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE other");
      statement.execute("CREATE TABLE other.public.elsewhere (a int)");
      statement.execute("CREATE TABLE t (a int NOT NULL, b text DEFAULT 'x', c numeric(10, 2))");
      statement.execute("CREATE VIEW v AS SELECT a FROM t");
      statement.execute("CREATE MATERIALIZED VIEW mv AS SELECT count(*) AS n FROM t");
      statement.execute("CREATE INDEX ix ON t (a)");
    }
  }

  @AfterAll
  void stop() throws SQLException {
    connection.close();
    engine.close();
  }

  @Test
  void relationsColumnsSchemasAndDatabasesAreThoseOfTheCatalog() throws SQLException {
    assertThat(rows(m -> m.getTables(null, "public", "%", null), 3, 4))
        .containsExactlyInAnyOrder("t|TABLE", "v|VIEW", "mv|MATERIALIZED VIEW", "ix|INDEX");
    assertThat(rows(m -> m.getColumns(null, "public", "t", "%"), 4, 6, 18))
        .containsExactly("a|int4|NO", "b|text|YES", "c|numeric|YES");
    assertThat(rows(m -> m.getCatalogs(), 1)).containsExactly("materialize", "other");
    assertThat(rows(m -> m.getSchemas(), 1))
        .contains("public", "mz_catalog", "pg_catalog")
        .doesNotContain("u", "mz", "mz_local");
    assertThat(rows(m -> m.getTables(null, "%", "elsewhere", null), 3)).isEmpty();
  }

  @Test
  void everyCallAnswersOrFailsInMaterializesWordsAndShowsNothingBehindIt() {
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("getTables", m -> m.getTables(null, null, "%", null));
    calls.put("getColumns", m -> m.getColumns(null, "public", "%", "%"));
    calls.put("getColumns of the server's own", m -> m.getColumns(null, null, "%", "%"));
    calls.put("getPrimaryKeys", m -> m.getPrimaryKeys(null, "public", "t"));
    calls.put("getSchemas", DatabaseMetaData::getSchemas);
    calls.put("getCatalogs", DatabaseMetaData::getCatalogs);
    calls.put("getTypeInfo", DatabaseMetaData::getTypeInfo);
    calls.put("getIndexInfo", m -> m.getIndexInfo(null, "public", "t", false, false));
    calls.put("getFunctions", m -> m.getFunctions(null, null, "%"));
    calls.put("getFunctionColumns", m -> m.getFunctionColumns(null, null, "%", "%"));
    calls.put("getProcedures", m -> m.getProcedures(null, null, "%"));
    calls.put("getProcedureColumns", m -> m.getProcedureColumns(null, null, "%", "%"));
    calls.put("getTablePrivileges", m -> m.getTablePrivileges(null, "public", "t"));
    calls.put("getColumnPrivileges", m -> m.getColumnPrivileges(null, "public", "t", "%"));
    calls.put(
        "getBestRowIdentifier",
        m -> m.getBestRowIdentifier(null, "public", "t", DatabaseMetaData.bestRowSession, true));
    calls.put("getImportedKeys", m -> m.getImportedKeys(null, "public", "t"));
    calls.put("getExportedKeys", m -> m.getExportedKeys(null, "public", "t"));
    calls.put("getUDTs", m -> m.getUDTs(null, null, "%", null));
    List<String> answered = new ArrayList<>();
    calls.forEach(
        (name, call) -> {
          try {
            List<String> rows = rows(call);
            answered.add(name);
            assertThat(rows).as(name).noneMatch(row -> HIDDEN.matcher(row).find());
          } catch (SQLException e) {
            assertThat(e.getSQLState()).as(name).isIn("XX000", "0A000");
            assertThat(e.getMessage())
                .as(name)
                .containsPattern(
                    "(function .* does not exist|column \".*\" does not exist|unknown catalog item"
                        + "|local engine: .* is not modelled)")
                .doesNotContainPattern(HIDDEN);
          }
        });
    assertThat(answered)
        .contains(
            "getTables", "getColumns", "getSchemas", "getCatalogs", "getProcedures", "getUDTs");
  }

  /** The columns of those numbers, or all. */
  private List<String> rows(Call call, int... columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = call.run(connection.getMetaData())) {
      int width = columns.length == 0 ? result.getMetaData().getColumnCount() : columns.length;
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < width; i++) {
          row.add(String.valueOf(result.getString(columns.length == 0 ? i + 1 : columns[i])));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }
}
