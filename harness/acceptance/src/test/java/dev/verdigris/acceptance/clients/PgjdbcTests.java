package dev.verdigris.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What pgjdbc asks of a server, in its modes of querying and of transfer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PgjdbcTests {
  private EngineProcess engine;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    engine = EngineProcess.start(directory);
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preferQueryMode=simple",
        "preferQueryMode=extended",
        "preferQueryMode=extendedForPrepared",
        "preferQueryMode=extendedCacheEverything",
        "prepareThreshold=-1",
        "binaryTransfer=false",
        "autosave=conservative",
        "currentSchema=public,mz_internal"
      })
  void valuesAndErrorsAreTheSameInEveryMode(String mode) throws SQLException {
    try (Connection connection = connect(mode);
        PreparedStatement values =
            connection.prepareStatement(
                "SELECT ?::date, ?::timestamp, ?::timestamptz, ?::uuid, ?::numeric, ?::bytea,"
                    + " ?::bool, ?::float8, ?::interval, ?::int8, ?::text, ARRAY['a', NULL]")) {
      LocalDateTime time = LocalDateTime.of(2001, 2, 3, 4, 5, 6, 500_000);
      OffsetDateTime instant = OffsetDateTime.parse("2001-02-03T04:05:06Z");
      UUID uuid = new UUID(1, 2);
      values.setObject(1, LocalDate.of(1969, 7, 20));
      values.setObject(2, time);
      values.setObject(3, instant);
      values.setObject(4, uuid);
      values.setBigDecimal(5, new BigDecimal("-1234567890.0123"));
      values.setBytes(6, new byte[] {0, -1});
      values.setBoolean(7, true);
      values.setDouble(8, 1.5);
      values.setObject(9, new PGInterval("1 day 02:03:04"));
      values.setLong(10, Long.MIN_VALUE);
      values.setString(11, "it's \u00e9");
      for (int i = 0; i < 7; i++) {
        try (ResultSet row = values.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getObject(1, LocalDate.class)).isEqualTo(LocalDate.of(1969, 7, 20));
          assertThat(row.getObject(2, LocalDateTime.class)).isEqualTo(time);
          assertThat(row.getObject(3, OffsetDateTime.class)).isEqualTo(instant);
          assertThat(row.getObject(4)).isEqualTo(uuid);
          assertThat(row.getBigDecimal(5)).isEqualByComparingTo("-1234567890.0123");
          assertThat(row.getBytes(6)).containsExactly(0, -1);
          assertThat(row.getBoolean(7)).isTrue();
          assertThat(row.getDouble(8)).isEqualTo(1.5);
          assertThat(row.getObject(9)).isEqualTo(new PGInterval("1 day 02:03:04"));
          assertThat(row.getLong(10)).isEqualTo(Long.MIN_VALUE);
          assertThat(row.getString(11)).isEqualTo("it's \u00e9");
          assertThat((Object[]) row.getArray(12).getArray()).containsExactly("a", null);
        }
      }
      fails(() -> text(connection, "SELECT 1 / 0"), "XX000", "division by zero", 0);
      fails(() -> text(connection, "SELECT * FROM nowhere"), "XX000", "unknown catalog item", 0);
      fails(() -> text(connection, "SELECT 1 FRM x"), "42601", "Expected end of statement", 14);
      fails(() -> run(connection, "LISTEN x"), "42601", "Expected a keyword", 1);
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void aTransactionFailsAsAWholeAndSavepointsAreNoneOfIts() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      text(connection, "SELECT 1");
      fails(() -> text(connection, "SELECT 1 / 0"), "XX000", "division by zero", 0);
      fails(() -> text(connection, "SELECT 1"), "25P02", "current transaction is aborted", 0);
      connection.rollback();
      fails(connection::setSavepoint, "42601", "Expected a keyword", 1);
    }
    try (Connection connection = connect("autosave=always")) {
      connection.setAutoCommit(false);
      fails(() -> text(connection, "SELECT 1"), "42601", "Expected a keyword", 1);
    }
  }

  @Test
  void batchesAreOneTransaction() throws SQLException {
    try (Connection connection = connect();
        Connection rewriting = connect("reWriteBatchedInserts=true")) {
      run(connection, "CREATE TABLE jdbc_batch (a int, b text)");
      assertThat(insert(connection, 10)).containsOnly(1).hasSize(10);
      assertThat(insert(rewriting, 10)).containsOnly(Statement.SUCCESS_NO_INFO).hasSize(10);
      try (Statement batch = connection.createStatement()) {
        batch.addBatch("INSERT INTO jdbc_batch VALUES (1, 'x')");
        batch.addBatch("INSERT INTO nowhere VALUES (1)");
        assertThatThrownBy(batch::executeBatch).isInstanceOf(BatchUpdateException.class);
        batch.clearBatch();
        batch.addBatch("INSERT INTO jdbc_batch VALUES (1, 'x')");
        batch.addBatch("CREATE TABLE jdbc_never (a int)");
        assertThatThrownBy(batch::executeBatch)
            .isInstanceOf(BatchUpdateException.class)
            .hasMessageContaining("cannot be run inside a transaction block");
      }
      assertThat(text(connection, "SELECT count(*) FROM jdbc_batch")).isEqualTo("20");
      run(connection, "DROP TABLE jdbc_batch");
    }
  }

  private static int[] insert(Connection connection, int rows) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO jdbc_batch VALUES (?, ?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setInt(1, i);
        insert.setString(2, "row " + i);
        insert.addBatch();
      }
      return insert.executeBatch();
    }
  }

  @Test
  void generatedKeysComeByReturning() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE jdbc_keys (a int, b text)");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO jdbc_keys VALUES (?, 'x')", new String[] {"a"})) {
        insert.setInt(1, 7);
        assertThat(insert.executeUpdate()).isEqualTo(1);
        try (ResultSet keys = insert.getGeneratedKeys()) {
          assertThat(keys.next()).isTrue();
          assertThat(keys.getInt("a")).isEqualTo(7);
          assertThat(keys.next()).isFalse();
        }
      }
      run(connection, "DROP TABLE jdbc_keys");
    }
  }

  @Test
  void rowsAndChangesComeInPortions() throws SQLException {
    try (Connection connection = connect();
        Connection other = connect();
        Statement statement = connection.createStatement()) {
      run(other, "CREATE TABLE jdbc_sub (a int)", "INSERT INTO jdbc_sub VALUES (1)");
      connection.setAutoCommit(false);
      statement.setFetchSize(7);
      List<Integer> numbers = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery("SELECT * FROM generate_series(1, 30) ORDER BY 1")) {
        while (rows.next()) {
          numbers.add(rows.getInt(1));
        }
      }
      assertThat(numbers).hasSize(30).startsWith(1, 2, 3).endsWith(29, 30);
      connection.commit();
      statement.setFetchSize(1);
      try (ResultSet changes = statement.executeQuery("SUBSCRIBE jdbc_sub")) {
        assertThat(changes.next()).isTrue();
        assertThat(changes.getInt("a")).isEqualTo(1);
        run(other, "INSERT INTO jdbc_sub VALUES (2)");
        assertThat(changes.next()).isTrue();
        assertThat(changes.getInt("a")).isEqualTo(2);
        assertThat(changes.getLong("mz_diff")).isEqualTo(1);
      }
      connection.rollback();
      statement.setFetchSize(0);
      statement.setQueryTimeout(1);
      fails(() -> statement.executeQuery("SUBSCRIBE jdbc_sub"), "57014", "due to user request", 0);
      connection.rollback();
      run(other, "DROP TABLE jdbc_sub");
    }
  }

  @Test
  void copyGoesBothWays() throws Exception {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE jdbc_copy (a int, b text)");
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();
      String lines = "1,x\n2,\n3,\"a,\"\"b\"\n";
      assertThat(copy.copyIn("COPY jdbc_copy FROM STDIN (FORMAT CSV)", new StringReader(lines)))
          .isEqualTo(3);
      StringWriter out = new StringWriter();
      copy.copyOut("COPY (SELECT * FROM jdbc_copy ORDER BY a) TO STDOUT (FORMAT CSV)", out);
      assertThat(out).hasToString(lines);
      fails(
          () -> copy.copyIn("COPY jdbc_copy FROM STDIN (FORMAT CSV)", new StringReader("z,x\n")),
          "XX000",
          "invalid input syntax for type integer",
          0);
      assertThat(text(connection, "SELECT count(*) FROM jdbc_copy")).isEqualTo("3");
      run(connection, "DROP TABLE jdbc_copy");
    }
  }

  @Test
  void whatPgjdbcPromisesAndTheServerDoesNotKeep() throws SQLException {
    try (Connection connection = connect()) {
      assertThat(connection.getTransactionIsolation())
          .as("it is strict serializable, which pgjdbc does not know")
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
      run(connection, "CREATE TABLE jdbc_read_only (a int)");
      connection.setReadOnly(true);
      run(connection, "INSERT INTO jdbc_read_only VALUES (1)");
      assertThat(text(connection, "SELECT count(*) FROM jdbc_read_only")).isEqualTo("1");
      connection.setReadOnly(false);
      run(connection, "DROP TABLE jdbc_read_only");
      try (PreparedStatement any = connection.prepareStatement("SELECT 1 = ANY (?)")) {
        any.setArray(1, connection.createArrayOf("int4", new Integer[] {1, 2}));
        fails(any::executeQuery, "22023", "input of array types is not implemented", 0);
      }
      run(connection, "CREATE SCHEMA jdbc_home", "CREATE VIEW jdbc_home.one AS SELECT 1 AS n");
      connection.setSchema("jdbc_home");
      assertThat(connection.getSchema()).isEqualTo("jdbc_home");
      assertThat(text(connection, "SELECT n FROM one")).isEqualTo("1");
      run(connection, "DROP SCHEMA jdbc_home CASCADE");
    }
  }

  @Test
  void metadataNamesMaterializesThingsOnly() throws SQLException {
    try (Connection connection = connect()) {
      run(
          connection,
          "CREATE SCHEMA jdbc_meta",
          "CREATE TABLE jdbc_meta.t (a int NOT NULL, b numeric)",
          "CREATE VIEW jdbc_meta.v AS SELECT a FROM jdbc_meta.t",
          "CREATE MATERIALIZED VIEW jdbc_meta.m AS SELECT a FROM jdbc_meta.t");
      var metadata = connection.getMetaData();
      assertThat(metadata.getDatabaseProductVersion()).isEqualTo("9.5.0");
      assertThat(column(metadata.getCatalogs(), "TABLE_CAT")).containsExactly("materialize");
      assertThat(column(metadata.getSchemas(), "TABLE_SCHEM"))
          .contains("jdbc_meta", "mz_catalog", "pg_catalog", "public")
          .doesNotContain("u", "mz_local");
      assertThat(column(metadata.getTables(null, "jdbc_meta", "%", null), "TABLE_NAME"))
          .containsExactlyInAnyOrder("t", "v", "m");
      assertThat(column(metadata.getColumns(null, "jdbc_meta", "t", "%"), "COLUMN_NAME"))
          .containsExactly("a", "b");
      assertThat(column(metadata.getColumns(null, "jdbc_meta", "t", "%"), "IS_NULLABLE"))
          .containsExactly("NO", "YES");
      run(connection, "DROP SCHEMA jdbc_meta CASCADE");
    }
  }

  @Test
  void materializesOwnTypesAreLookedUp() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1::uint8, mz_now(), LIST[1], '[1,3)'::int4range, '1 day'::interval")) {
      assertThat(row.next()).isTrue();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        names.add(row.getMetaData().getColumnTypeName(i));
        assertThat(row.getObject(i)).isNotNull();
      }
      assertThat(names).containsExactly("uint8", "mz_timestamp", "list", "int4range", "interval");
    }
  }

  @Test
  void aStatementPreparedOnTheServerLivesThroughASwapOnlyIfItsColumnsDo() throws SQLException {
    try (Connection connection = connect();
        Connection reader = connect("prepareThreshold=1")) {
      run(connection, "CREATE SCHEMA jdbc_a", "CREATE SCHEMA jdbc_b", "CREATE SCHEMA jdbc_c");
      run(connection, "CREATE TABLE jdbc_a.t (x int)", "CREATE TABLE jdbc_b.t (x int)");
      run(connection, "CREATE TABLE jdbc_c.t (x int, y int)", "INSERT INTO jdbc_b.t VALUES (2)");
      try (PreparedStatement read = reader.prepareStatement("SELECT * FROM jdbc_a.t")) {
        assertThat(column(read.executeQuery(), "x")).isEmpty();
        run(connection, "ALTER SCHEMA jdbc_a SWAP WITH jdbc_b");
        assertThat(column(read.executeQuery(), "x")).containsExactly("2");
        run(connection, "ALTER SCHEMA jdbc_a SWAP WITH jdbc_c");
        fails(read::executeQuery, "0A000", "cached plan must not change result type", 0);
      }
      run(connection, "DROP SCHEMA jdbc_a CASCADE", "DROP SCHEMA jdbc_b CASCADE");
      run(connection, "DROP SCHEMA jdbc_c CASCADE");
    }
  }

  private Connection connect(String... parameters) throws SQLException {
    return engine.connect("materialize", parameters);
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    try (rows) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(name));
      }
      return values;
    }
  }

  /** Asserts an error; position 0: it has none. */
  private static void fails(ThrowingCallable action, String state, String message, int position) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            PSQLException.class,
            error -> {
              assertThat(error.getSQLState()).isEqualTo(state);
              ServerErrorMessage server = error.getServerErrorMessage();
              assertThat(server).isNotNull();
              if (server != null) {
                assertThat(server.getMessage()).contains(message);
                assertThat(server.getPosition()).isEqualTo(position);
              }
            });
  }
}
