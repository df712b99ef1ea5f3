package dev.verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.verdigris.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTests {
  private static final String SECRET = "hunter2";
  private static final String HISTORY =
      """
      {"at":"2026-11-25T13:00:01Z","event":"begin","deployment":"pr_18","phase":"init","pid":9}
      {"at":"2026-11-25T13:00:02Z","event":"begin","deployment":"pr_17","phase":"promote","pid":1}
      {"at":"2026-11-25T13:00:03Z","event":"end","deployment":"pr_17","phase":"promote","pid":1,"by":"deployer","exitCode":5,"code":"VG-5500","text":"promote would not go well","state":"nothing was promoted"}
      {"at":"2026-11-25T13:00:04Z","event":"begin","deployment":"pr_17","phase":"promote","pid":2}
      {"at":"2026-11-25T13:00:05Z","event":"end","deployment":"pr_17","phase":"promote","pid":2,"tookMs":900,"by":"deployer","commit":"c0ffee0","tests":7,"keys":["sink a.b: 3 keys differ"],"exitCode":0,"code":"","text":"done: 2 swaps, 1 sink","state":"deployment pr_17 is promoted"}
      {"at":"2026-11-25T13:00:09Z","event":"begin","deployment":"pr_18","phase":"promote","pid":9}
      """;

  @TempDir private Path directory = Path.of("unset");
  private Screen screen = new Screen(directory);

  @BeforeEach
  void open() throws IOException {
    Files.writeString(
        directory.resolve("verdigris.yaml"), "deployment: pr_17\nschemas: [flights]\n");
    screen =
        new Screen(directory)
            .servers(
                config -> {
                  throw new IllegalStateException("the server of " + config.deployment());
                });
  }

  @ParameterizedTest
  @ValueSource(strings = {"verdigris", "promote", "status"})
  void theHelpIsAsWritten(String command) throws IOException {
    int code = command.equals("verdigris") ? screen.run("--help") : screen.run(command, "--help");
    assertThat(code).isZero();
    assertThat(screen.err()).isEmpty();
    assertThat(screen.out()).isEqualTo(golden("help-" + command + ".txt"));
  }

  @Test
  void namesAreWrittenWithoutALocaleToo() {
    assertThat(Terminal.charset(StandardCharsets.US_ASCII)).isEqualTo(StandardCharsets.UTF_8);
    assertThat(Terminal.charset(StandardCharsets.ISO_8859_1))
        .isEqualTo(StandardCharsets.ISO_8859_1);
  }

  static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(UsageTests.class.getResourceAsStream("/golden/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theHistoryIsReadFromItsFileWithoutAServer() throws IOException {
    Path file = directory.resolve("target/verdigris-history.jsonl");
    assertThat(screen.run("history")).as(screen::err).isZero();
    assertThat(screen.out()).isEqualTo("history    nothing is written down yet\n");
    Files.createDirectories(directory.resolve("target"));
    Files.writeString(file, HISTORY);
    assertThat(screen.run("history", "--limit", "3")).isZero();
    assertThat(screen.out())
        .isEqualTo(
            """
            2026-11-25T13:00:09Z  pr_18  promote  begun, its end is not told
            2026-11-25T13:00:05Z  pr_17  promote  exit 0  by deployer  commit c0ffee0  tests 7
              done: 2 swaps, 1 sink
              deployment pr_17 is promoted
              sink a.b: 3 keys differ
            2026-11-25T13:00:03Z  pr_17  promote  exit 5  by deployer
              VG-5500  promote would not go well
              nothing was promoted
            """);
    assertThat(screen.run("history", "--limit", "2", "--output", "json")).isZero();
    assertThat(screen.out()).isEqualTo(golden("history.json"));
    assertThat(screen.run("history", "--deployment", "pr_18")).isZero();
    assertThat(screen.out()).doesNotContain("pr_17").contains("pr_18  promote", "pr_18  init");
    assertThat(screen.run("history", "--limit", "0")).isEqualTo(2);
    assertThat(screen.run("history", "--from", "table")).isEqualTo(2);
    assertThat(screen.err())
        .isEqualTo(
            """
            VG-2807 USAGE  no history is kept in a table
              state     nothing was sent
              next      name one in verdigris.yaml: history.schema; what was not written down cannot be told
            """);
    assertThat(screen.run("history", "--set", "history.file=")).isEqualTo(2);
    assertThat(screen.err()).startsWith("VG-2807 USAGE  no history is kept in a file\n");
    Files.writeString(file, HISTORY + "{\"at\":\n");
    assertThat(screen.run("history")).isEqualTo(2);
    assertThat(screen.err().replace(file.toString(), "<file>"))
        .isEqualTo(
            """
            VG-2563 CONFIGURATION  the history's file cannot be read: <file>
              cause     line 7 is no line of a history
              state     nothing was changed; no deployment depends on it
              next      mend the line or move the file away: the next phase begins a new one
            """);
  }

  @Test
  void everyCommandsHelpHasEveryExitCode() {
    for (String command : Cli.commandLine(screen.terminal()).getSubcommands().keySet()) {
      assertThat(screen.run(command, "--help")).as(command).isZero();
      for (ExitCode code : ExitCode.values()) {
        assertThat(screen.out())
            .as(command)
            .containsPattern(
                "(?m)^  " + code.value() + " +" + code.meaning().replaceFirst(":.*", ""));
      }
    }
  }

  @Test
  void theDocumentationHasTheSameExitCodes() throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "cli.md"));
    for (ExitCode code : ExitCode.values()) {
      assertThat(page).contains("\n| `" + code.value() + "` | " + code.meaning() + " |\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "promte                     | unknown command or argument promte | did you mean promote?",
        "status --deploymnt=x       | unknown option --deploymnt         | did you mean --deployment?",
        "status --xyz               | unknown option --xyz               | verdigris status --help lists what there is",
        "run now                    | unknown command or argument now    | verdigris run --help lists what there is",
        "status --set await.timout=5m | --set: verdigris.yaml has no key await.timout | did you mean await.timeout?",
        "status --set await.timeout | --set takes <key>=<value>          | for example: --set await.timeout=5m"
      })
  void whatIsNotUnderstoodIsSaidWithWhatWasMeant(String line, String summary, String next) {
    assertThat(screen.run(line.strip().split(" "))).isEqualTo(2);
    assertThat(screen.err())
        .contains("USAGE  " + summary + "\n")
        .contains("  state     nothing was sent\n")
        .contains("  next      " + next + "\n");
    assertThat(screen.out()).isEmpty();
  }

  @Test
  void everyUsageErrorHasItsWholeText() {
    assertThat(told("promte"))
        .isEqualTo(
            """
            VG-2801 USAGE  unknown command or argument promte
              state     nothing was sent
              next      did you mean promote?
            """);
    assertThat(told("status", "--password=" + SECRET))
        .isEqualTo(
            """
            VG-2803 USAGE  a secret does not belong into a flag: --password
              because   the command line of a process can be read by every user of its machine
              state     nothing was sent
              next      set VERDIGRIS_PASSWORD or PGPASSWORD, or write it into ~/.pgpass
            """);
    assertThat(told("status", "--set", "await.timeout"))
        .isEqualTo(
            """
            VG-2804 USAGE  --set takes <key>=<value>
              state     nothing was sent
              next      for example: --set await.timeout=5m
            """);
    assertThat(told("status", "--set", "await.timout=5m"))
        .isEqualTo(
            """
            VG-2805 USAGE  --set: verdigris.yaml has no key await.timout
              state     nothing was sent
              next      did you mean await.timeout?
            """);
  }

  private String told(String... arguments) {
    assertThat(screen.run(arguments)).isEqualTo(2);
    return screen.err();
  }

  @Test
  void noCommandIsAUsageError() {
    assertThat(screen.run()).isEqualTo(2);
    assertThat(screen.err())
        .isEqualTo(
            """
            VG-2802 USAGE  a command is missing
              state     nothing was sent
              next      verdigris --help lists what there is
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status --password=" + SECRET,
        "status --password " + SECRET,
        "status --set server.password=" + SECRET,
        "status --url jdbc:postgresql://me:" + SECRET + "@host/materialize",
        "status --url jdbc:postgresql://host/materialize?user=me&password=" + SECRET,
        "status --output json --api-token=" + SECRET,
      })
  void aSecretInAFlagIsRefusedAndNotRepeated(String line) {
    assertThat(screen.run(line.split(" "))).isEqualTo(2);
    assertThat(screen.err()).contains("PGPASSWORD").doesNotContain(SECRET);
    assertThat(screen.out()).doesNotContain(SECRET);
  }

  @Test
  void aUsageErrorIsADocumentWhereJsonWasAskedFor() {
    assertThat(screen.run("status", "--deploymnt", "x", "-o", "json")).isEqualTo(2);
    JsonObject json = JsonParser.parseString(screen.out()).getAsJsonObject();
    assertThat(json.get("command").getAsString()).isEqualTo("status");
    assertThat(json.get("exitCode").getAsInt()).isEqualTo(2);
    assertThat(json.getAsJsonObject("problem").get("code").getAsString()).isEqualTo("VG-2801");
  }

  @Test
  void aConfigurationThatIsNotThereIsNamedFromWhereTheCommandRuns() throws IOException {
    Files.delete(directory.resolve("verdigris.yaml"));
    assertThat(screen.run("status")).isEqualTo(2);
    assertThat(screen.err()).startsWith("VG-2010 CONFIGURATION");
    assertThat(screen.out()).isEmpty();
  }

  @Test
  void aDefectOfOursSaysSoAndShowsItsStackTraceOnlyWhenAskedTo() {
    assertThat(screen.run("status")).isEqualTo(1);
    assertThat(screen.err())
        .isEqualTo(
            """
            VG-1801 INTERNAL  status ended with IllegalStateException: a defect of Verdigris
              cause     the server of pr_17
              state     not known: the catalog tells
              next      verdigris status tells what was left and what to do
                        please report it, with this message and what the same command with --verbose prints
            """);
    assertThat(screen.run("status", "--verbose")).isEqualTo(1);
    assertThat(screen.err()).contains("java.lang.IllegalStateException", "\tat dev.verdigris");
  }

  @Test
  void aFlagWinsOverTheEnvironmentAndTheEnvironmentOverTheFile() {
    screen.environment(Map.of("VERDIGRIS_DEPLOYMENT", "pr_18"));
    screen.run("status");
    assertThat(screen.err()).contains("the server of pr_18");
    screen.run("status", "--deployment", "pr_19");
    assertThat(screen.err()).contains("the server of pr_19");
    screen.run("status", "--set", "deployment=pr_20");
    assertThat(screen.err()).contains("the server of pr_20");
  }

  @Test
  void onlyWhereItIsWantedIsSomethingColoured() {
    screen.run("promte");
    assertThat(screen.err()).doesNotContain("\u001B");
    screen.color().run("promte");
    assertThat(screen.err()).startsWith("\u001B[31mVG-2801\u001B[0m USAGE");
  }

  @Test
  void aCompletionScriptCanBeMade() {
    assertThat(screen.run("generate-completion")).isZero();
    assertThat(screen.out()).contains("complete", "promote");
  }
}
