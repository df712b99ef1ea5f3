package dev.verdigris.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verdigris.Server;
import dev.verdigris.ServerProvider;
import dev.verdigris.VerdigrisException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEngineTests {
  @TempDir Path directory;

  @Test
  void aSecondEngineOnTheSameDirectoryIsRefused() throws IOException {
    Path notForTopics = Files.writeString(directory.resolve("kafka"), "");
    try (LocalEngine engine = LocalEngine.builder().dataDirectory(directory).start()) {
      int port = engine.port();
      long process = ProcessHandle.current().pid();
      assertThatThrownBy(() -> LocalEngine.builder().dataDirectory(directory).start())
          .isInstanceOf(VerdigrisException.class)
          .hasMessage(
              """
              VG-6410 LOCAL ENGINE  another engine runs on %s
                found     process %d, SQL on 127.0.0.1:%d
                state     nothing was started, and that engine goes on
                next      connect to it, or give this one another data directory\
              """
                  .formatted(directory, process, port));
      assertThatThrownBy(engine::kafkaAddress)
          .hasMessage(
              """
              VG-6417 LOCAL ENGINE  cannot start the engine's Kafka broker
                said      java.nio.file.FileAlreadyExistsException: %s
                state     SQL goes on without it
                next      mend what it says, or name another broker\
              """
                  .formatted(notForTopics));
    }
  }

  @Test
  void objectsIdsCommentsAndRowsAreThereAfterARestart() throws Exception {
    String ids =
        "SELECT string_agg(id || ' ' || name, ', ' ORDER BY id) FROM mz_objects WHERE id LIKE 'u%'";
    String before;
    try (LocalEngine engine = LocalEngine.builder().dataDirectory(directory).start();
        Connection connection = DriverManager.getConnection(engine.url())) {
      run(connection, "CREATE SCHEMA s", "COMMENT ON SCHEMA s IS 'kept'");
      run(connection, "CREATE TABLE s.t (a int)", "INSERT INTO s.t VALUES (1), (2)");
      run(connection, "CREATE MATERIALIZED VIEW s.mv AS SELECT sum(a) AS a FROM s.t");
      before = text(connection, ids);
    }
    try (LocalEngine engine = LocalEngine.builder().dataDirectory(directory).start();
        Connection connection = DriverManager.getConnection(engine.url())) {
      assertThat(text(connection, ids)).isEqualTo(before);
      assertThat(text(connection, "SELECT a FROM s.mv")).isEqualTo("3");
      assertThat(
              text(
                  connection, "SELECT comment FROM mz_internal.mz_comments WHERE comment = 'kept'"))
          .isEqualTo("kept");
      run(connection, "CREATE TABLE s.t2 (a int)");
      assertThat(text(connection, "SELECT count(DISTINCT id) FROM mz_objects WHERE id LIKE 'u%'"))
          .isEqualTo("3");
    }
  }

  @Test
  void aSeedRunsOnceStatementByStatement() throws Exception {
    Path seeds = Files.createDirectory(directory.resolve("seeds"));
    Files.writeString(seeds.resolve("rows.csv"), "a,b\n1,x;y\n2,\n");
    Path seed = seeds.resolve("seed.sql");
    Files.writeString(
        seed,
        """
        -- a comment; with a semicolon
        CREATE SCHEMA raw;
        CREATE TABLE raw.t (a int, b text);
        \\copy raw.t FROM 'rows.csv' WITH (FORMAT CSV, HEADER)
        CREATE VIEW raw.v AS SELECT ':kafka' AS k, 'a
        \\copy b' AS c, count(*) AS n FROM raw.t
        """);
    Path data = directory.resolve("data");
    for (int start = 0; start < 2; start++) {
      try (LocalEngine engine = LocalEngine.builder().dataDirectory(data).seed(seed).start();
          Connection connection = DriverManager.getConnection(engine.url())) {
        assertThat(text(connection, "SELECT n || k || c FROM raw.v"))
            .isEqualTo("2:kafkaa\n\\copy b");
      }
    }
  }

  @Test
  void aSeedThatFailsIsToldWithItsLineAndStartsOver() throws Exception {
    Path seed = directory.resolve("seed.sql");
    Path data = directory.resolve("data");
    Files.writeString(seed, "CREATE TABLE t (a int);\n\nCREATE VIEW v AS SELECT nope FROM t;\n");
    assertThatThrownBy(() -> LocalEngine.builder().dataDirectory(data).seed(seed).start())
        .isInstanceOf(VerdigrisException.class)
        .hasMessage(
            """
            VG-2414 LOCAL ENGINE  the seed %s fails at line 3
              statement CREATE VIEW v AS SELECT nope FROM t
              said      ERROR: column "nope" does not exist
              state     the engine was stopped; its data starts over with the next try
              next      mend the file and start again\
            """
                .formatted(seed));
    Files.writeString(seed, "CREATE TABLE t (a int);\nCREATE VIEW v AS SELECT a FROM t;\n");
    try (LocalEngine engine = LocalEngine.builder().dataDirectory(data).seed(seed).start();
        Connection connection = DriverManager.getConnection(engine.url())) {
      assertThat(text(connection, "SELECT count(*) FROM v")).isEqualTo("0");
    }
  }

  @Test
  void theProgramTellsItsAddressesAndLeavesNothingBehindWhenItIsKilled() throws Exception {
    Path errors = directory.resolve("errors");
    Path data = directory.resolve("data");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.verdigris.engine.Main",
                "--port",
                "0",
                "--internal-port",
                "0",
                "--data",
                data.toString())
            .redirectError(errors.toFile())
            .start();
    try (BufferedReader out = program.inputReader(StandardCharsets.UTF_8)) {
      String url = out.readLine();
      assertThat(url).as(Files.readString(errors)).startsWith("postgres://materialize@127.0.0.1:");
      assertThat(out.readLine()).startsWith("postgres://mz_system@127.0.0.1:");
      assertThat(out.readLine()).matches("kafka 127\\.0\\.0\\.1:\\d+");
      ServerProvider provider = ServiceLoader.load(ServerProvider.class).findFirst().orElseThrow();
      try (Server server = provider.open(new ServerProvider.Request(data, List.of()));
          Connection connection = DriverManager.getConnection(server.url())) {
        assertThat(server.url()).contains(url.substring(url.indexOf("127"), url.lastIndexOf('/')));
        run(connection, "CREATE TABLE t (a int)", "INSERT INTO t VALUES (5)");
      }
      long postmaster = postmaster(data);
      program.destroyForcibly();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !ProcessHandle.of(postmaster).map(ProcessHandle::isAlive).orElse(false));
    } finally {
      program.destroyForcibly();
      assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    try (LocalEngine engine = LocalEngine.builder().dataDirectory(data).start();
        Connection connection = DriverManager.getConnection(engine.url())) {
      assertThat(text(connection, "SELECT a FROM t")).isEqualTo("5");
    }
  }

  private static long postmaster(Path data) throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(0));
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
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
