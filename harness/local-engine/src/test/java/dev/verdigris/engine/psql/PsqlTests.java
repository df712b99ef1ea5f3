package dev.verdigris.engine.psql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.verdigris.engine.LocalEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real psql on the engine; skipped where there is none. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PsqlTests {
  /** What stands behind the engine and must never be seen: schemas, helpers, files, versions. */
  private static final Pattern HIDDEN =
      Pattern.compile(
          "mz_local|mz_pg_catalog|mz_information_schema|(materialize\\||^ *)mz_sinks"
              + " *\\||pg_toast|verdigris_|dev\\.verdigris|\\bmz\\.|\"?u\"?\\.\"u\\d");

  @TempDir Path directory;

  private LocalEngine engine;
  private Psql psql;
  private RecordedCommands recorded;

  @BeforeAll
  void start() throws Exception {
    assumeTrue(Psql.exists(), "there is no psql on the PATH (Debian: postgresql-client)");
    engine = LocalEngine.builder().start();
    psql = new Psql(engine.port());
    recorded = RecordedCommands.read();
    try (Connection connection = DriverManager.getConnection(engine.url());
        Statement statement = connection.createStatement()) {
      for (String sql : recorded.setUp()) {
        statement.execute(sql);
      }
    }
  }

  @AfterAll
  void stop() {
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void everyRecordedCommandSaysWhatTheServerAnswered() throws Exception {
    assertThat(recorded.commands()).hasSizeGreaterThan(20);
    for (RecordedCommands.Command command : recorded.commands()) {
      Psql.Said said = psql.rows(command.text());
      if (command.error() != null) {
        assertThat(said.exit()).as(command.text()).isEqualTo(1);
        assertThat(said.out()).as(command.text()).contains("ERROR:  " + command.error());
      } else {
        // Of an index psql 15 shows nothing, since no column of it is told (recorded).
        assertThat(said.exit() == 0 || said.out().isEmpty()).as(command.text()).isTrue();
        command.names().forEach(n -> assertThat(said.out()).as(command.text()).contains(n));
      }
      assertThat(said.out()).as(command.text()).doesNotContainPattern(HIDDEN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\d",
        "\\d+",
        "\\dt",
        "\\dt+",
        "\\dt *.*",
        "\\dv *.*",
        "\\dm *.*",
        "\\di",
        "\\di+",
        "\\ds",
        "\\dn *",
        "\\dn+",
        "\\du",
        "\\dg",
        "\\l",
        "\\l+",
        "\\df",
        "\\df *.*",
        "\\dT",
        "\\dT *.*",
        "\\dp",
        "\\z",
        "\\dx",
        "\\db",
        "\\dc",
        "\\dC",
        "\\dd",
        "\\dD",
        "\\des",
        "\\det",
        "\\dF",
        "\\dL",
        "\\do",
        "\\dO",
        "\\dy",
        "\\dconfig",
        "\\da",
        "\\ddp",
        "\\drds",
        "\\d *.*",
        "\\d ps_*",
        "\\d no_such",
        "\\sv ps_v",
        "\\sf now",
        "\\conninfo",
        "\\encoding"
      })
  void noCommandShowsWhatStandsBehindTheEngine(String command) throws Exception {
    Psql.Said said = psql.run("-c", command);

    assertThat(said.out()).doesNotContainPattern(HIDDEN);
    if (said.out().contains("ERROR:")) {
      // It fails in Materialize's words or in the engine's own.
      assertThat(said.out())
          .containsPattern(
              "ERROR:  (function \".*\" does not exist|column \".*\" does not exist|unknown catalog"
                  + " item '.*'|local engine: .* is not modelled)");
    }
  }

  @Test
  void anIndexIsShownWithItsRelation() throws Exception {
    psql.rows(
        "CREATE TABLE pt_i (a int, \"B c\" text)",
        "CREATE INDEX pt_ix ON pt_i (a, upper(\"B c\"))");
    assertThat(psql.run("-c", "\\d pt_i").out())
        .contains("Table \"public.pt_i\"")
        .contains("B c")
        .contains("\"pt_ix\" arrangement (a,");
  }

  @Test
  void anotherDatabaseHasItsOwnRelations() throws Exception {
    psql.rows("CREATE DATABASE pt_other", "CREATE TABLE pt_here (a int)");
    psql.rows("CREATE TABLE pt_other.public.pt_there (a int)");
    String tables =
        "SELECT string_agg(relname, ',' ORDER BY 1) FROM pg_class WHERE relname LIKE 'pt\\_%here'";
    String catalogs =
        "SELECT string_agg(DISTINCT table_catalog, ',') FROM information_schema.tables"
            + " WHERE table_name LIKE 'pt\\_%here'";

    Psql.Said said =
        psql.rows(
            tables,
            catalogs,
            "\\c pt_other",
            tables,
            catalogs,
            "\\dt pt_*",
            "SET database = materialize",
            tables);

    assertThat(said.out().lines().filter(line -> !line.startsWith("You are now")))
        .containsExactly(
            "pt_here",
            "materialize",
            "pt_there",
            "pt_other",
            "public|pt_there|table|materialize",
            "SET",
            "pt_here");
    // A roll-back takes SET back, and what is shown goes with it.
    assertThat(
            psql.rows("BEGIN", "SET database = pt_other", tables, "ROLLBACK", tables).out().lines())
        .containsExactly("BEGIN", "SET", "pt_there", "ROLLBACK", "pt_here");
  }

  @Test
  void statementsOfOneStringAreOneTransaction() throws Exception {
    psql.rows("CREATE TABLE pt_one (a int)");
    Psql.Said said = psql.rows("INSERT INTO pt_one VALUES (1); SELECT 1/0");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).contains("ERROR:  division by zero");
    assertThat(psql.rows("SELECT count(*) FROM pt_one").out()).isEqualTo("0\n");
  }

  @Test
  void aFileGoesOnAfterAnErrorUnlessItIsToldToStop() throws Exception {
    Path file = directory.resolve("errors.sql");
    Files.writeString(
        file,
        "CREATE TABLE pt_file (a int);\nSELECT * FROM no_such;\nINSERT INTO pt_file VALUES (1);\n");

    Psql.Said went = psql.run("-f", file.toString());
    assertThat(went.exit()).isZero();
    assertThat(went.out()).contains("errors.sql:2: ERROR:  unknown catalog item 'no_such'");
    assertThat(psql.rows("SELECT count(*) FROM pt_file", "DROP TABLE pt_file").out())
        .isEqualTo("1\nDROP TABLE\n");

    Psql.Said stopped = psql.run("-v", "ON_ERROR_STOP=1", "-f", file.toString());
    assertThat(stopped.exit()).isEqualTo(3);
    assertThat(psql.rows("SELECT count(*) FROM pt_file").out()).isEqualTo("0\n");
  }

  @Test
  void rowsAreCopiedInAndOut() throws Exception {
    Path in = directory.resolve("in.csv");
    Path out = directory.resolve("out.csv");
    Files.writeString(in, "1,\"a,b\"\n2,\n");
    Psql.Said said =
        psql.rows(
            "CREATE TABLE pt_copy (a int, b text)",
            "\\copy pt_copy FROM '" + in + "' WITH (FORMAT CSV)",
            "\\copy (SELECT * FROM pt_copy ORDER BY a) TO '" + out + "' WITH (FORMAT CSV)");
    assertThat(said.out()).isEqualTo("CREATE TABLE\nCOPY 2\nCOPY 2\n");
    assertThat(Files.readString(out)).isEqualTo("1,\"a,b\"\n2,\n");
  }

  @Test
  void whatPsqlDoesByItselfWorksWithTheServersAnswers() throws Exception {
    Path file = directory.resolve("own.sql");
    Files.writeString(
        file,
        String.join(
            "\n",
            List.of(
                "\\set n 41",
                "SELECT :n + 1 AS answer \\gset",
                "\\echo :answer",
                "SELECT 1 AS a, 'x'::text AS b, 1.5::numeric AS c \\gdesc",
                "SELECT 'SELECT ' || generate_series(7, 8) \\gexec",
                "\\x on",
                "SELECT 1 AS first, 2 AS second;",
                "\\timing on",
                "SELECT 1;")));

    String out = psql.run("-A", "-t", "-f", file.toString()).out();

    assertThat(out.lines().toList())
        .startsWith("42", "a|integer", "b|text", "c|numeric(39,39)", "7", "8")
        .contains("first|1", "second|2");
    assertThat(out).containsPattern("Time: [0-9.]+ ms");
  }
}
