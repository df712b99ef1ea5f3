package dev.verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deployments from the first command to the last, on the local engine. */
class LifecycleTests {
  private static HallProject project;
  private Screen screen;

  @BeforeAll
  static void create() throws IOException {
    project = HallProject.create();
  }

  @BeforeEach
  void clear() {
    screen = new Screen(project.directory());
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

  @Test
  void aDeploymentGoesThroughAllCommands() throws Exception {
    String d = "whole";
    assertThat(kind(d)).isEqualTo("ABSENT");
    assertThat(Files.exists(project.stateFile(d))).as("status writes nothing").isFalse();

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
    assertThat(project.state(d).promotion()).isEqualTo(RunState.Promotion.NOT_PROMOTED);
    assertThat(project.delays()).containsExactly("SEA 10", "SFO -4");

    project.validate(d, Outcome.PASS, project.verdict(d));
    assertThat(kind(d)).isEqualTo("VALIDATED");
    aCommitOfWhichNobodyKnowsIsToldAsThat(d);
    succeeds(d, "promote");
    assertThat(screen.out())
        .contains("note       smoke validations, where the deployment has some, were not run: mvn ")
        .contains("next       verdigris rollback --deployment whole  swaps back")
        .contains("           verdigris cleanup --deployment whole   drops the old environment\n");
    assertThat(project.delays()).containsExactly("SEA 10", "SFO 0");
    assertThat(kind(d)).isEqualTo("PROMOTED");
    assertThat(project.state(d).deploymentClass()).isEqualTo("command line");
    assertThat(project.state(d).promotion()).isEqualTo(RunState.Promotion.PROMOTED);
    assertThat(project.state(d).next())
        .startsWith("verdigris rollback --deployment whole swaps back");

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
    assertThat(project.delays()).containsExactly("SEA 10", "SFO -4");
    assertThat(kind(d)).isEqualTo("ROLLED_BACK");

    succeeds(d, "cleanup");
    assertThat(kind(d)).isEqualTo("ABSENT");
    assertThat(
            project.texts(
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
            project.texts(
                "SELECT (renamed->1->>'from') || ' ' || (renamed->1->>'to') FROM"
                    + " \"Who, when\".phases WHERE phase = 'rollback' AND deployment = 'whole'"))
        .containsExactly("Hall 'A'_whole Hall 'A'");
    historyTells(d);
  }

  /** Its COMMIT is lost, and what would settle it is refused. */
  private void aCommitOfWhichNobodyKnowsIsToldAsThat(String d) throws Exception {
    project.steer("connections_drop_before('COMMIT.*SWAP')");
    project.steer("statements_fail('CREATE TEMPORARY VIEW verdigris_fence.*', '42501', 'denied')");
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
    assertThat(project.state(d).promotion()).isEqualTo(RunState.Promotion.BEGUN);
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
    project.validate(d, Outcome.PASS, project.verdict(d));
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
    assertThat(project.delays()).containsExactly("SEA 10", "SFO -4");
    succeeds(d, "promote", "--without-smoke", rolling[0], rolling[1], "--output", "json");
    assertThat(json().getAsJsonArray("phases").get(0).getAsJsonObject().get("notes").toString())
        .contains("smoke validations, where the deployment has some, were not run");
    assertThat(project.delays()).containsExactly("SEA 10", "SFO 0");
    // What is in production already is finished without being asked.
    succeeds(d, "promote", rolling[0], rolling[1]);
    assertThat(screen.out()).doesNotContain("smoke validations");
    succeeds(d, "rollback");
    succeeds(d, "cleanup");
  }

  @Test
  void aVerdictThatBlocksDoesNotPromoteWhereverItLies() throws SQLException {
    String d = "blocked";
    Path file = project.directory().resolve("given.json");
    for (String command : List.of("init", "run", "await")) {
      succeeds(d, command);
    }
    project.validate(d, Outcome.FAIL, file);
    assertThat(screen.run(of(d, "promote", "--verdict", "given.json"))).isEqualTo(3);
    assertThat(screen.err()).startsWith("VG-3301");
    assertThat(screen.run(of(d, "promote", "--verdict", "given.json", "--dry-run")))
        .as("a dry run refuses what the promotion refuses")
        .isEqualTo(3);
    project.validate(d, Outcome.PASS, file);
    assertThat(screen.run(of(d, "promote", "--verdict", "given.json", "--commit", "c0ffee0")))
        .isEqualTo(5);
    project.execute("CREATE VIEW raw.board AS SELECT origin FROM \"Hall 'A'\".\"Delays\"");
    assertThat(screen.run(of(d, "promote", "--verdict", "given.json", "--dry-run"))).isEqualTo(5);
    assertThat(screen.err()).startsWith("VG-5500 CONFLICT  promote of deployment blocked ");
    assertThat(screen.out())
        .contains("  swap  ALTER SCHEMA ", "  note: blocks: view raw.board, ", "refused: VG-5500 ");
    succeeds(d, "plan");
    assertThat(screen.out()).contains("refused: VG-5500 ");
    project.execute("DROP VIEW raw.board");
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
    project.configure("reconciled.yaml", "sinks: {sinks.delays: reconciled}\n");
    String[] reconciled = {"--config", "reconciled.yaml"};
    project.execute(
        "CREATE SINK sinks.delays IN CLUSTER sinks FROM \"Hall 'A'\".\"Delays\" INTO KAFKA"
            + " CONNECTION sinks.kafka (TOPIC 'delays') KEY (origin) FORMAT JSON ENVELOPE UPSERT");
    missAChange();
    succeeds(d, "init", reconciled[0], reconciled[1]);
    succeeds(d, "run", reconciled[0], reconciled[1]);
    succeeds(d, "await", reconciled[0], reconciled[1]);
    project.validate(d, Outcome.PASS, project.verdict(d));
    assertThat(screen.run(of(d, "promote", reconciled[0], reconciled[1]))).isEqualTo(7);
    assertThat(screen.err())
        .contains("VG-7751 UNFINISHED  promoted, but the topic of a reconciled sink differs")
        .contains("stale     topic origin=\"SEA\"  delay=10  relation origin=\"SEA\"  delay=15");
    project.execute("DELETE FROM raw.flights WHERE delay = 5");
    succeeds(d, "promote", reconciled[0], reconciled[1]);
    assertThat(screen.err())
        .contains(
            "sink \"materialize\".\"sinks\".\"delays\": the compacted topic equals"
                + " \"materialize\".\"Hall 'A'\".\"Delays\"");
    succeeds(d, "rollback", reconciled[0], reconciled[1]);
    assertThat(screen.err()).contains("the compacted topic equals ");
    project.execute("DROP SINK sinks.delays");
    succeeds(d, "cleanup", reconciled[0], reconciled[1]);
  }

  /** The sink reads something else for a while, in which a key changes alike in both versions. */
  private static void missAChange() throws SQLException {
    project.execute(
        "CREATE MATERIALIZED VIEW sinks.still IN CLUSTER sinks AS"
            + " SELECT 'SEA'::text AS origin, 10::bigint AS delay");
    project.execute("ALTER SINK sinks.delays SET FROM sinks.still");
    project.execute("INSERT INTO raw.flights VALUES ('SEA', 5)");
    project.execute("ALTER SINK sinks.delays SET FROM \"Hall 'A'\".\"Delays\"");
    project.execute("DROP MATERIALIZED VIEW sinks.still");
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
    try (Stream<Path> files = Files.walk(project.directory())) {
      assertThat(files.map(Path::toString).filter(one -> one.contains("dry"))).isEmpty();
    }
    Path history = project.directory().resolve("target/verdigris-history.jsonl");
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
