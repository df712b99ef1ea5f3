package dev.verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.RunState;
import dev.verdigris.gate.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Deployments from the first command to the last, on the local engine. One file, since all of them
 * share one engine and one production.
 */
class LifecycleTests {
  private static final String SEED =
      """
      CREATE SCHEMA raw;
      CREATE TABLE raw.flights (origin text NOT NULL, delay int NOT NULL);
      INSERT INTO raw.flights VALUES ('SEA', 10), ('SFO', -4);
      CREATE SCHEMA "Hall 'A'";
      CREATE CLUSTER "Compute 1" (SIZE = '25cc', REPLICATION FACTOR = 1);
      CREATE MATERIALIZED VIEW "Hall 'A'"."Delays" IN CLUSTER "Compute 1" AS
        SELECT origin, sum(delay) AS delay FROM raw.flights GROUP BY origin;
      CREATE SCHEMA sinks;
      CREATE CLUSTER sinks (SIZE = '25cc', REPLICATION FACTOR = 1);
      CREATE CONNECTION sinks.kafka TO KAFKA (BROKER :kafka, SECURITY PROTOCOL PLAINTEXT);
      """;
  private static final String CONFIG =
      """
      deployment: pr_17
      schemas: ["Hall 'A'"]
      clusters: [Compute 1]
      models: {cluster: Compute 1, search_path: [raw]}
      local_engine: {seed: [production.sql]}
      history: {schema: "Who, when"}
      """;
  private static final String MODEL =
      """
      CREATE MATERIALIZED VIEW "Delays" AS
      SELECT origin, sum(greatest(delay, 0)) AS delay FROM flights GROUP BY origin;
      """;

  private static Path directory = Path.of("unset");
  private final Screen screen = new Screen(directory);

  @BeforeAll
  static void project() throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    directory = Files.createTempDirectory(target, "lifecycle-");
    Files.writeString(directory.resolve("verdigris.yaml"), CONFIG);
    Files.writeString(directory.resolve("production.sql"), SEED);
    Path models = Files.createDirectories(directory.resolve("models").resolve("Hall 'A'"));
    Files.writeString(models.resolve("Delays.sql"), MODEL);
  }

  private String[] of(String deployment, String... command) {
    String[] all = Arrays.copyOf(command, command.length + 2);
    all[command.length] = "--deployment";
    all[command.length + 1] = deployment;
    return all;
  }

  private void succeeds(String deployment, String... command) {
    assertThat(screen.run(of(deployment, command))).as(screen::err).isZero();
  }

  private String kind(String deployment) {
    succeeds(deployment, "status", "--output", "json");
    return json().getAsJsonObject("state").get("kind").getAsString();
  }

  private JsonObject json() {
    return JsonParser.parseString(screen.out()).getAsJsonObject();
  }

  private static DeploymentConfig config(String deployment) {
    return DeploymentConfig.load(
        directory.resolve("verdigris.yaml"),
        Settings.none().withOverrides(Map.of("verdigris.deployment", deployment)));
  }

  /** What a build would do between await and promote. */
  private static void validate(String deployment, Outcome outcome, Path file) {
    DeploymentConfig config = config(deployment);
    try (Server server = Servers.open(config);
        DeploymentRun run = DeploymentRun.open(config, server, DeploymentListener.NONE)) {
      Fingerprint before = run.fingerprint();
      Instant now = Instant.now();
      Verdict verdict =
          run.conclude(
              before,
              new Evidence(
                  deployment,
                  "",
                  now,
                  now,
                  List.of("validation"),
                  List.of(
                      new Executed(
                          "validation", "validation", outcome, Duration.ofMillis(1), ""))));
      verdict.write(file);
    }
  }

  private static Path verdict(String deployment) {
    DeploymentConfig config = config(deployment);
    return BuildFiles.of(config).verdict(config.deployment());
  }

  private static RunState state(String deployment) {
    DeploymentConfig config = config(deployment);
    return RunState.read(BuildFiles.of(config).state(config.deployment())).orElseThrow();
  }

  private static List<String> delays() throws SQLException {
    return texts("SELECT origin || ' ' || delay::text FROM \"Hall 'A'\".\"Delays\" ORDER BY 1");
  }

  private static List<String> texts(String sql) throws SQLException {
    try (Server server = Servers.open(config("x"));
        Connection connection = DriverManager.getConnection(server.url(), server.properties());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Server server = Servers.open(config("x"));
        Connection connection = DriverManager.getConnection(server.url(), server.properties());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aDeploymentGoesThroughAllCommands() throws Exception {
    String d = "whole";
    assertThat(kind(d)).isEqualTo("ABSENT");
    assertThat(Files.exists(BuildFiles.of(config(d)).state(config(d).deployment())))
        .as("status writes nothing")
        .isFalse();

    succeeds(d, "init");
    assertThat(screen.out())
        .containsPattern("(?m)^init +\\d+\\.\\d s  done: ")
        .contains("state      building: green exists and its models are not complete\n")
        .contains("next       verdigris run --deployment whole ");
    assertThat(screen.err())
        .contains("init       create  CREATE SCHEMA \"materialize\".\"Hall 'A'_whole\"\n");
    assertThat(kind(d)).isEqualTo("BUILDING");

    succeeds(d, "run", "--quiet");
    assertThat(screen.err()).isEmpty();
    assertThat(kind(d)).isEqualTo("BUILT");
    succeeds(d, "await");
    assertThat(screen.out()).contains("1 object is hydrated");

    assertThat(screen.run(of(d, "promote"))).isEqualTo(9);
    assertThat(screen.err()).contains("VG-9301 NOTHING VALIDATED");
    assertThat(state(d).promotion()).isEqualTo(RunState.Promotion.NOT_PROMOTED);
    assertThat(delays()).containsExactly("SEA 10", "SFO -4");

    validate(d, Outcome.PASS, verdict(d));
    assertThat(kind(d)).isEqualTo("VALIDATED");
    aCommitOfWhichNobodyKnowsIsToldAsThat(d);
    succeeds(d, "promote");
    assertThat(screen.out())
        .contains("note       smoke validations, where the deployment has some, were not run: mvn ")
        .contains("next       verdigris rollback --deployment whole  swaps back")
        .contains("           verdigris cleanup --deployment whole   drops the old environment\n");
    assertThat(delays()).containsExactly("SEA 10", "SFO 0");
    assertThat(kind(d)).isEqualTo("PROMOTED");
    assertThat(state(d).deploymentClass()).isEqualTo("command line");
    assertThat(state(d).promotion()).isEqualTo(RunState.Promotion.PROMOTED);
    assertThat(state(d).next()).startsWith("verdigris rollback --deployment whole swaps back");

    succeeds(d, "promote");
    assertThat(screen.err()).as("a no-op sends nothing").doesNotContain("swap  ");
    assertThat(screen.run(of(d, "cleanup", "--set", "promote.bake_time=1d"))).isEqualTo(5);
    assertThat(screen.err()).startsWith("VG-5554");
    assertThat(screen.run(of(d, "cleanup", "--set", "promote.bake_time=1d", "--dry-run")))
        .isEqualTo(5);
    assertThat(screen.err()).startsWith("VG-5554");
    assertThat(screen.out()).contains("DRY RUN cleanup whole\n", "note: refused: VG-5554 ");
    succeeds(d, "cleanup", "--set", "promote.bake_time=1d", "--now", "--dry-run");
    succeeds(d, "rollback");
    assertThat(delays()).containsExactly("SEA 10", "SFO -4");
    assertThat(kind(d)).isEqualTo("ROLLED_BACK");

    succeeds(d, "cleanup");
    assertThat(kind(d)).isEqualTo("ABSENT");
    assertThat(
            texts(
                "SELECT phase || ' ' || exit_code::text || ' ' || code || ' ' || tests::text || ' '"
                    + " || deployed_by FROM \"Who, when\".phases WHERE deployment = 'whole'"
                    + " ORDER BY ended_at"))
        .containsExactly(
            "promote 9 VG-9301 0 materialize",
            "promote 6 VG-6781 1 materialize",
            "promote 0  1 materialize",
            "promote 0  1 materialize",
            "cleanup 5 VG-5554 1 materialize",
            "rollback 0  1 materialize",
            "cleanup 0  1 materialize");
    assertThat(
            texts(
                "SELECT (renamed->1->>'from') || ' ' || (renamed->1->>'to') FROM"
                    + " \"Who, when\".phases WHERE phase = 'rollback' AND deployment = 'whole'"))
        .containsExactly("Hall 'A'_whole Hall 'A'");
    historyTells(d);
  }

  /** Its COMMIT is lost, and what would settle it is refused. */
  private void aCommitOfWhichNobodyKnowsIsToldAsThat(String d) throws Exception {
    steer("connections_drop_before('COMMIT.*SWAP')");
    steer("statements_fail('CREATE TEMPORARY VIEW verdigris_fence.*', '42501', 'denied')");
    assertThat(screen.run(of(d, "promote", "--output", "json"))).as(screen::err).isEqualTo(6);
    assertThat(screen.err())
        .contains(
            """
              unsettled denied
              state     not known, for the COMMIT may still take effect; without waiting for that: deployment whole is validated (green has been validated and not been promoted)
              next      run again: it finds out, and goes on or begins anew
            """);
    assertThat(json().getAsJsonObject("problem").get("code").getAsString()).isEqualTo("VG-6781");
    assertThat(json().get("state").isJsonNull()).as("what was read is no fact").isTrue();
    assertThat(state(d).promotion()).isEqualTo(RunState.Promotion.BEGUN);
  }

  /** Tells the engine what shall happen. */
  private static void steer(String function) throws Exception {
    Properties address = new Properties();
    Path data = config("x").localEngine().data();
    try (InputStream in = Files.newInputStream(data.resolve("engine.properties"))) {
      address.load(in);
    }
    String url = "jdbc:postgresql://127.0.0.1:" + address.getProperty("internal.port");
    try (Connection connection =
            DriverManager.getConnection(url + "/materialize", "mz_system", "");
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT verdigris_engine." + function);
    }
  }

  private void historyTells(String d) {
    succeeds(d, "history", "--limit", "2");
    assertThat(screen.out())
        .containsPattern(
            "\\A20\\S+Z  whole  cleanup  exit 0  by materialize(  commit \\S{12})?  tests 1\n  done: ")
        .containsPattern(
            "\n20\\S+Z  whole  rollback  exit 0  by materialize(  commit \\S{12})?  tests 1\n  done: ")
        .doesNotContain("whole  promote", "next  ");
    succeeds(d, "history", "--from", "table", "--output", "json");
    List<String> told = new ArrayList<>();
    for (JsonElement one : json().getAsJsonArray("history")) {
      JsonObject phase = one.getAsJsonObject();
      told.add(phase.get("phase").getAsString() + " " + phase.get("exitCode").getAsInt());
    }
    assertThat(told)
        .containsExactly(
            "cleanup 0",
            "rollback 0",
            "cleanup 5",
            "promote 0",
            "promote 0",
            "promote 6",
            "promote 9");
    assertThat(json().getAsJsonArray("history").get(4).getAsJsonObject().get("renamed").toString())
        .containsPattern("\"from\":\"Hall 'A'_whole\",[^}]*\"to\":\"Hall 'A'\"");
    succeeds(d, "history", "--from", "file", "--limit", "100", "--output", "json");
    assertThat(json().get("server").isJsonNull()).as("no server is asked").isTrue();
    assertThat(json().getAsJsonArray("history"))
        .as("every phase once, and validation")
        .hasSize(11)
        .allMatch(one -> one.getAsJsonObject().get("ended").getAsBoolean());
    succeeds("other", "history");
    assertThat(screen.out()).isEqualTo("history    nothing is written down yet\n");
  }

  @Test
  void aPromotionThatSmokeValidationsShouldWatchIsNotDoneWithoutThemUnsaid() throws SQLException {
    String d = "smoke";
    String[] rolling = {"--set", "promote.on_smoke_failure=rollback"};
    for (String command : List.of("init", "run", "await")) {
      succeeds(d, command);
    }
    validate(d, Outcome.PASS, verdict(d));
    for (String dry : List.of("--dry-run", "--quiet")) {
      assertThat(screen.run(of(d, "promote", dry, rolling[0], rolling[1]))).isEqualTo(2);
      assertThat(screen.err())
          .isEqualTo(
              """
              VG-2806 CONFIGURATION  promote.on_smoke_failure is rollback, and the command line runs no smoke validations
                because   they are JUnit tests: production would go unchecked, and nothing would roll back
                state     nothing was sent; deployment smoke is not promoted
                next      promote by the build: mvn verify -Pdeploy; or say that it is meant: verdigris promote --without-smoke
              """);
    }
    assertThat(delays()).containsExactly("SEA 10", "SFO -4");
    succeeds(d, "promote", "--without-smoke", rolling[0], rolling[1], "--output", "json");
    assertThat(json().getAsJsonArray("phases").get(0).getAsJsonObject().get("notes").toString())
        .contains("smoke validations, where the deployment has some, were not run");
    assertThat(delays()).containsExactly("SEA 10", "SFO 0");
    // What is in production already is finished without being asked.
    succeeds(d, "promote", rolling[0], rolling[1]);
    assertThat(screen.out()).doesNotContain("smoke validations");
    succeeds(d, "rollback");
    succeeds(d, "cleanup");
  }

  @Test
  void aVerdictThatBlocksDoesNotPromoteWhereverItLies() throws SQLException {
    String d = "blocked";
    Path file = directory.resolve("given.json");
    for (String command : List.of("init", "run", "await")) {
      succeeds(d, command);
    }
    validate(d, Outcome.FAIL, file);
    assertThat(screen.run(of(d, "promote", "--verdict", "given.json"))).isEqualTo(3);
    assertThat(screen.err()).startsWith("VG-3301");
    assertThat(screen.run(of(d, "promote", "--verdict", "given.json", "--dry-run")))
        .as("a dry run refuses what the promotion refuses")
        .isEqualTo(3);
    validate(d, Outcome.PASS, file);
    assertThat(screen.run(of(d, "promote", "--verdict", "given.json", "--commit", "c0ffee0")))
        .isEqualTo(5);
    execute("CREATE VIEW raw.board AS SELECT origin FROM \"Hall 'A'\".\"Delays\"");
    assertThat(screen.run(of(d, "promote", "--verdict", "given.json", "--dry-run"))).isEqualTo(5);
    assertThat(screen.err()).startsWith("VG-5500 CONFLICT  promote of deployment blocked ");
    assertThat(screen.out())
        .contains("  swap  ALTER SCHEMA ", "  note: blocks: view raw.board, ", "refused: VG-5500 ");
    succeeds(d, "plan");
    assertThat(screen.out()).contains("refused: VG-5500 ");
    execute("DROP VIEW raw.board");
    succeeds(d, "promote", "--verdict", "given.json", "--dry-run", "--output", "json");
    JsonObject plan = json().getAsJsonArray("plans").get(0).getAsJsonObject();
    assertThat(plan.get("summary").getAsString()).isEqualTo("2 swaps in one transaction");
    assertThat(kind(d)).isEqualTo("VALIDATED");
    succeeds(d, "promote", "--verdict", "given.json", "--set", "promote.keep_blue=false");
    assertThat(kind(d)).as("keep_blue: false").isEqualTo("GONE");
    assertThat(screen.run(of(d, "rollback"))).isEqualTo(5);
  }

  @Test
  void behindAReconciledCutoverTheTopicIsComparedWithTheRelation() throws Exception {
    String d = "topic";
    Files.writeString(
        directory.resolve("reconciled.yaml"), CONFIG + "sinks: {sinks.delays: reconciled}\n");
    String[] reconciled = {"--config", "reconciled.yaml"};
    execute(
        "CREATE SINK sinks.delays IN CLUSTER sinks FROM \"Hall 'A'\".\"Delays\" INTO KAFKA"
            + " CONNECTION sinks.kafka (TOPIC 'delays') KEY (origin) FORMAT JSON ENVELOPE UPSERT");
    missAChange();
    succeeds(d, "init", reconciled[0], reconciled[1]);
    succeeds(d, "run", reconciled[0], reconciled[1]);
    succeeds(d, "await", reconciled[0], reconciled[1]);
    validate(d, Outcome.PASS, verdict(d));
    assertThat(screen.run(of(d, "promote", reconciled[0], reconciled[1]))).isEqualTo(7);
    assertThat(screen.err())
        .contains("VG-7751 UNFINISHED  promoted, but the topic of a reconciled sink differs")
        .contains("stale     topic origin=\"SEA\"  delay=10  relation origin=\"SEA\"  delay=15");
    execute("DELETE FROM raw.flights WHERE delay = 5");
    succeeds(d, "promote", reconciled[0], reconciled[1]);
    assertThat(screen.err())
        .contains(
            "sink \"materialize\".\"sinks\".\"delays\": the compacted topic equals"
                + " \"materialize\".\"Hall 'A'\".\"Delays\"");
    succeeds(d, "rollback", reconciled[0], reconciled[1]);
    assertThat(screen.err()).contains("the compacted topic equals ");
    execute("DROP SINK sinks.delays");
    succeeds(d, "cleanup", reconciled[0], reconciled[1]);
  }

  /** The sink reads something else for a while, in which a key changes alike in both versions. */
  private static void missAChange() throws SQLException {
    execute(
        "CREATE MATERIALIZED VIEW sinks.still IN CLUSTER sinks AS"
            + " SELECT 'SEA'::text AS origin, 10::bigint AS delay");
    execute("ALTER SINK sinks.delays SET FROM sinks.still");
    execute("INSERT INTO raw.flights VALUES ('SEA', 5)");
    execute("ALTER SINK sinks.delays SET FROM \"Hall 'A'\".\"Delays\"");
    execute("DROP MATERIALIZED VIEW sinks.still");
  }

  @Test
  void aDryRunSendsNothingAndWritesNothing() throws IOException {
    String d = "dry";
    succeeds(d, "init", "--dry-run");
    assertThat(screen.out())
        .startsWith("DRY RUN init dry\n")
        .contains("  create  CREATE SCHEMA \"materialize\".\"Hall 'A'_dry\"\n")
        .contains("  Nothing was sent but reads.");
    assertThat(screen.err()).isEmpty();
    succeeds(d, "plan");
    assertThat(screen.out())
        .contains("DRY RUN init dry\n", "DRY RUN run dry\n", "DRY RUN await dry\n")
        .contains("DRY RUN validate dry\n", "DRY RUN promote dry\n");
    screen.environment(Map.of("VERDIGRIS_DRY_RUN", "true"));
    succeeds(d, "cleanup");
    assertThat(kind(d)).isEqualTo("ABSENT");
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.map(Path::toString).filter(one -> one.contains("dry"))).isEmpty();
    }
    Path history = directory.resolve("target/verdigris-history.jsonl");
    if (Files.exists(history)) {
      assertThat(Files.readString(history)).doesNotContain("\"dry\"");
    }
  }

  @Test
  void whereTheServerIsGoneTheCommandSaysSo() {
    assertThat(
            screen.run(
                "status", "--url", "jdbc:postgresql://127.0.0.1:1/materialize", "-o", "json"))
        .isEqualTo(6);
    assertThat(json().getAsJsonObject("problem").get("code").getAsString()).isEqualTo("VG-6101");
    assertThat(json().get("state").isJsonNull()).isTrue();
    screen.interrupts().request();
    assertThat(
            screen.run("init", "--url", "jdbc:postgresql://127.0.0.1:1/materialize", "-o", "json"))
        .as("an interrupted process may lose its server first")
        .isEqualTo(130);
    assertThat(json().getAsJsonObject("problem").get("code").getAsString()).isEqualTo("VG-0801");
    assertThat(screen.run("init", "--url", "jdbc:postgresql://127.0.0.1:1/materialize"))
        .isEqualTo(130);
    assertThat(screen.err())
        .isEqualTo(
            """
            VG-0801 INTERRUPTED  init was interrupted
              cause     VG-6101 the server cannot be reached: Materialize at 127.0.0.1:1/materialize
              state     nothing was sent
              next      verdigris status --deployment pr_17 --url jdbc:postgresql://127.0.0.1:1/materialize tells what was left and what to do
            """);
  }
}
