package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.SwapStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTests extends DeploymentRunFixture {
  private static final String QUOTING = "invalid input syntax for type integer: \"hunter2\"";

  private Path file() {
    return directory.resolve("target/verdigris-history.jsonl");
  }

  private List<JsonObject> lines() throws IOException {
    return Files.readAllLines(file()).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private JsonObject end(String phase) throws IOException {
    return lines().stream()
        .filter(line -> line.get("phase").getAsString().equals(phase) && line.has("exitCode"))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static String text(JsonObject line, String key) {
    return line.get(key).getAsString();
  }

  @Test
  void everyPhaseHasALineWhereItBeginsAndOneWhereItEnds() throws IOException {
    String digest;
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
      Verdict verdict = validate(run);
      digest = verdict.digest();
      run.promote(verdict);
      run.rollback();
      run.cleanup();
    }
    assertThat(lines().stream().map(line -> text(line, "event") + " " + text(line, "phase")))
        .containsExactly(
            "begin init",
            "end init",
            "begin run",
            "end run",
            "begin await",
            "end await",
            "end validate",
            "begin promote",
            "end promote",
            "begin rollback",
            "end rollback",
            "begin cleanup",
            "end cleanup");
    assertThat(lines().stream().filter(line -> line.has("exitCode")))
        .as("each tells who it was")
        .allMatch(line -> text(line, "by").equals("deployer"));
    JsonObject promoted = end("promote");
    assertThat(text(promoted, "verdict")).isEqualTo(digest);
    assertThat(text(promoted, "by")).isEqualTo("deployer");
    assertThat(promoted.get("tests").getAsInt()).isEqualTo(1);
    assertThat(promoted.get("exitCode").getAsInt()).isZero();
    assertThat(text(promoted, "state")).contains("is promoted");
    assertThat(promoted.get("renamed").getAsJsonArray()).hasSize(4);
    assertThat(promoted.get("renamed").getAsJsonArray().get(1).toString())
        .matches(
            "\\{\"kind\":\"schema\",\"id\":\"new:flights_pr_17\",\"from\":\"flights_pr_17\",\"to\":\"flights\"}");
    JsonObject sink = promoted.get("sinks").getAsJsonArray().get(0).getAsJsonObject();
    assertThat(text(sink, "sink")).isEqualTo("\"materialize\".\"sinks\".\"delays\"");
    assertThat(text(sink, "from")).isNotEqualTo(text(sink, "to"));
    assertThat(promoted.get("keys").getAsJsonArray().get(0).getAsString())
        .startsWith("sink sinks.delays: 0 stale, 0 missing, 0 extra of 1 rows");
    JsonObject back = end("rollback").get("sinks").getAsJsonArray().get(0).getAsJsonObject();
    assertThat(text(back, "to")).isEqualTo(text(sink, "from"));
    assertThat(text(end("cleanup"), "verdict")).as("as the marker tells").isEqualTo(digest);
  }

  @Test
  void whatFailedIsWrittenWithItsCodeAndItsState() throws IOException {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
      Verdict verdict = validate(run);
      server.intercept(
          (sql, at) -> {
            if (sql.equals("COMMIT") && at == Moment.BEFORE) {
              throw FakeMaterialize.gone();
            }
          });
      assertThatExceptionOfType(VerdigrisException.class).isThrownBy(() -> run.promote(verdict));
    }
    JsonObject failed = end("promote");
    assertThat(failed.get("exitCode").getAsInt()).isEqualTo(6);
    assertThat(text(failed, "code")).isEqualTo("VG-6780");
    assertThat(text(failed, "state")).isNotEmpty();
    assertThat(failed.get("renamed").getAsJsonArray()).as("nothing was").isEmpty();
  }

  /** What the server says may quote the data that it computed with. */
  @Test
  void rowsThatTheServerQuotesAreShownAndNotKept() throws IOException {
    twoSinks();
    Map<String, String> inTable = Map.of("verdigris.history.schema", "deployments");
    try (DeploymentRun run = open(inTable)) {
      promote(run);
      server.intercept(failing("WITH old_rows", refusal("XX000", QUOTING, "")));
      run.rollback();
    }
    assertThat(server.events().stream().map(Event::text))
        .containsSubsequence("sink sinks.delays: its keys were not counted", "  " + QUOTING);
    assertThat(end("rollback").get("keys").toString())
        .isEqualTo(
            "[\"sink sinks.delays: its keys were not counted\",\"sink sinks.other: its keys were not"
                + " counted\"]");
    assertThat(server.log()).anyMatch(sql -> sql.contains("'rollback'") && sql.contains("counted"));
    nothingIsKept();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE MATERIALIZED VIEW | XX000 | run     | VG-2211 | the server refuses a model
          CREATE SCHEMA            | XX000 | init    | VG-5301 | the server refuses a statement of init
          ALTER SCHEMA             | 42501 | promote | VG-6202 | promote lacks a right
          CREATE SINK              | XX000 | promote | VG-7750 | promoted, but SINK "materialize"."sinks"."board" was not created
          """)
  void aFailureIsKeptInOurOwnWords(
      String statement, String state, String phase, String code, String text) throws IOException {
    write(
        "models/sinks/board.sql",
        "CREATE SINK sinks.board IN CLUSTER sinks FROM flights.delays INTO KAFKA CONNECTION"
            + " sinks.kafka (TOPIC 'board') FORMAT JSON ENVELOPE DEBEZIUM");
    server.intercept(failing(statement, refusal(state, QUOTING, "")));
    try (DeploymentRun run = open(Map.of("verdigris.history.schema", "deployments"))) {
      assertThat(refused(() -> promote(run))).startsWith(code + " ").contains(": " + QUOTING);
    }
    assertThat(text(end(phase), "code")).isEqualTo(code);
    assertThat(text(end(phase), "text")).isEqualTo(text);
    nothingIsKept();
  }

  private void nothingIsKept() throws IOException {
    assertThat(Files.readString(file())).doesNotContain("hunter2");
    assertThat(server.log().stream().filter(sql -> sql.contains("\"phases\"")))
        .noneMatch(sql -> sql.contains("hunter2"));
  }

  /** Killed right behind its COMMIT, a promotion has told nobody what it swapped. */
  @Test
  void aRunThatFindsItsSwapDoneTellsWhatProductionCarries() throws IOException {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
      Verdict verdict = validate(run);
      server.intercept(
          (sql, at) -> {
            if (sql.equals("COMMIT") && at == Moment.AFTER) {
              throw new IllegalStateException("killed");
            }
          });
      assertThatIllegalStateException().isThrownBy(() -> run.promote(verdict));
      assertThat(end("promote").get("renamed").getAsJsonArray()).isEmpty();
      server.intercept((sql, at) -> {});
      run.promote(verdict);
      assertThat(end("promote").get("renamed").toString())
          .isEqualTo(
              "[{\"kind\":\"schema\",\"id\":\"new:flights_pr_17\",\"from\":\"\",\"to\":\"flights\"},"
                  + "{\"kind\":\"cluster\",\"id\":\"new:compute_pr_17\",\"from\":\"\",\"to\":\"compute\"}]");
      run.rollback();
      assertThat(end("rollback").get("renamed").getAsJsonArray()).hasSize(5);
      run.rollback();
      assertThat(end("rollback").get("renamed").toString())
          .startsWith("[{\"kind\":\"schema\",\"id\":\"u11\",\"from\":\"\",\"to\":\"flights\"},");
    }
  }

  /** Exit code 6 is a refused right as well as a server that is away; only one cannot be told. */
  @ParameterizedTest
  @ValueSource(strings = {"42501", "08006"})
  void whateverEndsAPhaseIsInTheTableWhereTheServerIsThere(String state) {
    try (DeploymentRun run = open(Map.of("verdigris.history.schema", "deployments"))) {
      run.init();
      run.run();
      run.await();
      Verdict verdict = validate(run);
      server.intercept(failing("ALTER SCHEMA", refusal(state, "refused", "")));
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.promote(verdict))
          .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONNECTION));
    }
    assertThat(first(server.log(), "INSERT INTO \"materialize\".\"deployments\".\"phases\""))
        .contains("'promote'", ", 6, 'VG-6");
  }

  @Test
  void aDefectOfOursIsWrittenToo() throws IOException {
    server.intercept(
        (sql, at) -> {
          throw new IllegalStateException("a defect");
        });
    try (DeploymentRun run = open()) {
      assertThatIllegalStateException().isThrownBy(run::init).withMessage("a defect");
    }
    assertThat(end("init").get("exitCode").getAsInt()).isEqualTo(1);
    assertThat(text(end("init"), "code")).isEqualTo("VG-1820");
  }

  @Test
  void aDryRunHasNoHistory() {
    try (DeploymentRun run = open(Map.of("verdigris.dryRun", "true"))) {
      run.dryRun(Phase.INIT, Phase.RUN);
      assertThatExceptionOfType(VerdigrisException.class).isThrownBy(run::init);
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void anEmptyNameOfTheFileMeansNone() {
    try (DeploymentRun run = open(Map.of("verdigris.history.file", ""))) {
      run.init();
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenIsANoteAndNoFailure() throws IOException {
    Files.createDirectories(file());
    try (DeploymentRun run = open()) {
      run.init();
    }
    assertThat(server.events().stream().filter(Event.Note.class::isInstance).map(Event::text))
        .anyMatch(note -> note.startsWith("the history's file " + file() + " cannot be written: "));
  }

  /** The fake server knows no table and refuses whatever is sent about one. */
  @Test
  void aTableThatCannotBeWrittenIsANoteAndNeverBetweenTheSwapAndTheSinks() {
    try (DeploymentRun run = open(Map.of("verdigris.history.schema", "deployments"))) {
      promote(run);
      assertThat(run.state().kind().inProduction()).isTrue();
    }
    assertThat(server.events().stream().filter(Event.Note.class::isInstance).map(Event::text))
        .anyMatch(note -> note.startsWith("the history's table cannot be written: not planned"));
    List<String> log = server.log();
    int insert = log.indexOf(first(log, "INSERT INTO \"materialize\".\"deployments\".\"phases\""));
    assertThat(log.indexOf(first(log, "SELECT 1 FROM mz_tables")))
        .isLessThan(log.lastIndexOf("COMMIT"));
    assertThat(insert).isGreaterThan(log.indexOf(first(log, "ALTER SINK")));
    assertThat(insert).isGreaterThan(log.lastIndexOf("COMMIT"));
    assertThat(log.subList(log.indexOf(first(log, "ALTER SCHEMA")), insert))
        .noneMatch(sql -> sql.contains("deployments"));
  }

  private static String first(List<String> log, String prefix) {
    return log.stream().filter(sql -> sql.startsWith(prefix)).findFirst().orElseThrow();
  }

  @Test
  void everyKindOfSwapStepIsKnown() {
    assertThat(SwapStep.class.getPermittedSubclasses())
        .as("one that is new has to be told of by Renames, and by docs/history.md")
        .containsExactlyInAnyOrder(
            SwapStep.OfSchemas.class,
            SwapStep.OfClusters.class,
            SwapStep.RenameSchema.class,
            SwapStep.RenameCluster.class);
  }

  @Test
  void linesOfSeveralRunsDoNotMix() throws IOException {
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                try (DeploymentRun run = DeploymentRun.open(config(), server, event -> {})) {
                  for (int n = 0; n < 50; n++) {
                    assertThatExceptionOfType(VerdigrisException.class).isThrownBy(run::await);
                  }
                }
              }));
    }
    writers.forEach(CompletableFuture::join);
    assertThat(lines()).hasSize(4 * 50 * 2);
  }

  @Test
  void a_table_that_may_not_be_read_is_told() {
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("SELECT 1 FROM mz_tables")) {
            throw new SQLException("permission denied for TABLE phases", "42501");
          }
        });
    try (DeploymentRun run = open()) {
      assertThat(run.history(Optional.empty(), 5)).isEmpty();
    }
    try (DeploymentRun run = open(Map.of("verdigris.history.schema", "deployments"))) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.history(Optional.of("pr_17"), 5))
          .withMessage(
              """
              VG-6561 PERMISSION  the history's table in schema deployments cannot be read
                cause     permission denied for TABLE phases (42501)
                state     nothing was changed; no deployment depends on it
                next      grant SELECT on the table and USAGE on its schema, or read the file: --from file\
              """);
    }
  }
}
