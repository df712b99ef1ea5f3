package dev.verdigris.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verdigris.VerdigrisException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTests {
  private static final List<String> SCRIPTS =
      List.of("CREATE SCHEMA mz", "CREATE TABLE mz.made (at int); INSERT INTO mz.made VALUES (7)");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void scriptsHaveRunAndDataStays() throws Exception {
    try (PostgresServer server = PostgresServer.start(directory, SCRIPTS)) {
      assertThat(number(server, "SELECT at FROM mz.made")).isEqualTo(7);
      run(server, "UPDATE mz.made SET at = 8");
    }
    try (PostgresServer server = PostgresServer.start(directory, SCRIPTS)) {
      assertThat(number(server, "SELECT at FROM mz.made")).isEqualTo(8);
    }
  }

  @Test
  void stringsSortByTheirBytesAndChangeCaseAsUnicodeSays() throws Exception {
    try (PostgresServer server = PostgresServer.start(directory, List.of())) {
      assertThat(
              text(server, "SELECT string_agg(x, '' ORDER BY x) FROM (VALUES ('a'), ('B')) t(x)"))
          .isEqualTo("Ba");
      assertThat(text(server, "SELECT upper('straße é')")).isEqualTo("STRASSE É");
    }
  }

  @Test
  void aPostmasterThatItsSupervisorLeftBehindIsEndedAtTheNextStart() throws Exception {
    long postmaster;
    try (PostgresServer server = PostgresServer.start(directory, SCRIPTS)) {
      run(server, "UPDATE mz.made SET at = 9");
      postmaster = postmaster();
      ProcessHandle supervisor = parent(postmaster);
      long spared = postmaster;
      // Its watcher first: alone it would still end the postmaster.
      supervisor
          .children()
          .filter(child -> child.pid() != spared)
          .forEach(ProcessHandle::destroyForcibly);
      supervisor.destroyForcibly();
      await().atMost(PATIENCE).until(() -> server.ended().isDone());
      assertThat(isAlive(postmaster)).isTrue();
      try (PostgresServer next = PostgresServer.start(directory, SCRIPTS)) {
        await().atMost(PATIENCE).until(() -> !isAlive(postmaster));
        assertThat(number(next, "SELECT at FROM mz.made")).isEqualTo(9);
      }
    }
  }

  @Test
  void whatWasCommittedSurvivesTheKillOfThePostmaster() throws Exception {
    try (PostgresServer server = PostgresServer.start(directory, SCRIPTS)) {
      run(server, "UPDATE mz.made SET at = 10");
      assertThat(ProcessHandle.of(postmaster()).orElseThrow().destroyForcibly()).isTrue();
      await().atMost(PATIENCE).until(() -> server.ended().isDone());
    }
    try (PostgresServer server = PostgresServer.start(directory, SCRIPTS)) {
      assertThat(number(server, "SELECT at FROM mz.made")).isEqualTo(10);
    }
  }

  @Test
  void dataOfAnotherVersionIsRefusedAndLeftAlone() throws Exception {
    PostgresServer.start(directory, SCRIPTS).close();
    assertThatThrownBy(() -> PostgresServer.start(directory, List.of("SELECT 1")))
        .isInstanceOf(VerdigrisException.class)
        .hasMessageStartingWith(
            "VG-6407 LOCAL ENGINE  the data in "
                + directory.resolve("postgres")
                + " was made by another version of the engine")
        .hasMessageContaining("nothing was started, and the data was left as it is");
    PostgresServer.start(directory, SCRIPTS).close();
  }

  @Test
  void aTemplateThatIsBrokenIsMadeAnew() throws Exception {
    List<String> scripts = List.of("CREATE SCHEMA mz", "CREATE TABLE mz.broken_template (a int)");
    for (String place : List.of("first", "second", "third")) {
      Files.createDirectory(directory.resolve(place));
    }
    PostgresServer.start(directory.resolve("first"), scripts).close();
    Installation installation = Installation.find(null, directory);
    Path template =
        installation
            .cache()
            .entry(
                "data-"
                    + new Template(installation, scripts).version()
                    + "-"
                    + installation.runAs().owner(),
                fresh -> {
                  throw new IOException("the template is there");
                });
    try {
      // As long as before, so that only its use can tell.
      Path control = template.resolve("data/global/pg_control");
      Files.write(control, new byte[(int) Files.size(control)]);
      try (PostgresServer server = PostgresServer.start(directory.resolve("second"), scripts)) {
        assertThat(number(server, "SELECT count(*) FROM mz.broken_template")).isZero();
      }
      // Shorter, which is seen before.
      Files.delete(template.resolve("data/PG_VERSION"));
      try (PostgresServer server = PostgresServer.start(directory.resolve("third"), scripts)) {
        assertThat(number(server, "SELECT count(*) FROM mz.broken_template")).isZero();
      }
    } finally {
      new Template(installation, scripts).discard();
    }
  }

  @Test
  void aBrokenScriptIsToldAndLeavesNoTemplate() {
    List<String> broken = List.of("CREATE TABLE t (a no_such_type)");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> PostgresServer.start(directory, broken))
          .isInstanceOf(VerdigrisException.class)
          .hasMessageStartingWith(
              "VG-6404 LOCAL ENGINE  the template of the engine's data cannot be made")
          .hasMessageContaining("type \"no_such_type\" does not exist");
    }
    assertThat(directory.resolve("postgres")).doesNotExist();
  }

  private long postmaster() throws Exception {
    return Long.parseLong(Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0));
  }

  private static ProcessHandle parent(long pid) {
    return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static void run(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(PostgresServer server, String sql) throws SQLException {
    return Integer.parseInt(text(server, sql));
  }

  private static String text(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
