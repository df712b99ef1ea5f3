package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.preflight.Finding;
import dev.verdigris.preflight.Severity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What preflight finds in the catalog of a server; each rule by itself is tested in core. */
class PreflightTests {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[^ ,;\\[]*";

  private final TestServer server = TestServer.shared();
  private Production production;
  private CatalogView catalog;

  @BeforeEach
  void createProduction(@TempDir Path directory) throws Exception {
    production = Production.create(server, directory);
    catalog = new CatalogView(server, production);
    if (server.checksRights()) {
      // Somebody of the team that production belongs to.
      server
          .asSystem()
          .execute("GRANT " + Identifiers.quote(server.owner()) + " TO " + production.role);
      server.permit("owner", production.role);
    }
  }

  /** Init notes its time in whole seconds: what was made in the same one counts as made since. */
  private static void letProductionBeOlderThanInit() {
    long made = Instant.now().getEpochSecond();
    await().until(() -> Instant.now().getEpochSecond() > made);
  }

  @AfterEach
  void dropProduction() throws SQLException {
    production.close();
  }

  @Test
  void everythingInTheWayIsToldAtOnceAndPromotesWhenItIsMendedOrAccepted() throws Exception {
    String blue = production.flights;
    String green = blue + "_pr_17";
    String cluster = production.compute + "_pr_17";
    Verdict verdict;
    letProductionBeOlderThanInit();
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      run.init();
      run.run();
      server.execute(
          "ALTER CLUSTER "
              + cluster
              + " SET (REPLICATION FACTOR = 2, INTROSPECTION INTERVAL = '5 s')",
          "REVOKE USAGE ON SCHEMA " + green + " FROM " + production.role,
          "GRANT CREATE ON SCHEMA " + green + " TO " + production.role);
      asDashboard(
          "ALTER MATERIALIZED VIEW " + green + ".route_traffic OWNER TO " + production.role);
      run.await();
      verdict = Runs.validate(run);
    }
    asDashboard(
        "CREATE VIEW "
            + production.raw
            + ".daily AS SELECT iata FROM "
            + blue
            + ".delay_by_airport",
        "CREATE VIEW " + production.raw + ".weekly AS SELECT * FROM " + production.raw + ".daily",
        "GRANT SELECT ON TABLE " + blue + ".delay_by_airport TO " + production.role);
    try (Connection board = server.as(production.role).connect();
        Statement subscription = board.createStatement()) {
      board.setAutoCommit(false);
      subscription.execute("DECLARE c CURSOR FOR SUBSCRIBE " + blue + ".route_traffic");
      subscription.execute("FETCH 1 c");
      List<Finding> findings;
      Verdict mended;
      try (DeploymentRun run =
          DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
        findings = run.preflight(Phase.PROMOTE);
        assertThat(told(findings))
            .containsExactly(
                "BLOCKS cluster <c>_pr_17, owner <o>: introspection interval is 00:00:05,"
                    + " blue's is 00:00:01 [cluster-drift]",
                "BLOCKS cluster <c>_pr_17, owner <o>: replication factor is 2, blue's is 1"
                    + " [cluster-drift]",
                "BLOCKS materialized view <f>_pr_17.route_traffic, owner <r>: blue's owner is"
                    + " <o> [owner-drift]",
                "BLOCKS materialized view <f>_pr_17.delay_by_airport, owner <o>: SELECT to"
                    + " <r> is missing, blue has it [grant-lost]",
                "BLOCKS schema <f>_pr_17, owner <o>: USAGE to <r> is missing, blue has it"
                    + " [grant-lost]",
                "BLOCKS view <raw>.daily, owner <r>: reads <f>.delay_by_airport [reader]",
                "BLOCKS view <raw>.weekly, owner <r>: reads <f>.delay_by_airport over <raw>.daily"
                    + " [reader]",
                "BLOCKS materialized view <f>.delay_by_airport, owner <o>: it is not as it"
                    + " was at init, <time>: grant by <r> at <time>; it has SELECT to <r>, green has"
                    + " not [changed]",
                "WARNS schema <f>_pr_17, owner <o>: CREATE to <r> is new, blue has it not"
                    + " [grant-new]",
                "WARNS SUBSCRIBE on <f>.route_traffic, owner <r>: open since <time> [subscriber]");
        List<String> units = catalog.units();
        assertThatThrownBy(() -> run.promote(verdict))
            .isInstanceOfSatisfying(
                VerdigrisException.class,
                e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFLICT))
            .hasMessageStartingWith("VG-5500 CONFLICT")
            .hasMessageContaining("8 findings block, 2 warn")
            .hasMessageContaining("accept.readers: ['" + production.raw + ".daily']");
        assertThatThrownBy(run.preview(List.of(Phase.PROMOTE))::refuse)
            .hasMessageStartingWith("VG-5500 CONFLICT")
            .hasMessageContaining("8 findings block, 2 warn");
        assertThat(catalog.units()).isEqualTo(units);
        for (Finding finding : findings) {
          if (finding.rule().id().matches("owner-drift|grant-lost")) {
            server.asSystem().execute(finding.mend().replaceFirst("; or accept it: .*", ""));
          }
        }
        assertThat(run.preflight(Phase.PROMOTE))
            .extracting(finding -> finding.rule().id())
            .doesNotContain("owner-drift", "grant-lost")
            .contains("cluster-drift", "reader", "changed");
        // An owner is part of what was validated.
        mended = Runs.validate(run);
      }
      Recorder recorder = new Recorder();
      Map<String, String> accepted =
          Map.of(
              "verdigris.accept.readers", production.raw + ".daily, " + production.raw + ".weekly",
              "verdigris.accept.changes", blue + ".delay_by_airport",
              "verdigris.accept.drift", production.compute);
      String old = catalog.itemId(blue, "delay_by_airport");
      try (DeploymentRun run =
          DeploymentRun.open(production.config("pr_17", accepted), server, recorder)) {
        run.promote(mended);
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      }
      assertThat(recorder.text())
          .contains("daily, owner " + production.role + ": reads ")
          .contains(" (accepted) [cluster-drift]")
          .contains("warns: SUBSCRIBE on " + blue + ".route_traffic");
      assertThat(catalog.itemId(green, "delay_by_airport")).isEqualTo(old);
      board.rollback();
    }
  }

  @Test
  void whoChangedProductionSinceInitIsToldFromTheAuditLog() throws Exception {
    String blue = production.flights;
    letProductionBeOlderThanInit();
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      run.init();
      run.run();
      assertThat(told(run.preflight(Phase.PROMOTE))).isEmpty();
      asDashboard(
          "CREATE VIEW " + blue + ".extra AS SELECT 1 AS one",
          "DROP VIEW " + blue + ".on_time_board",
          "CREATE VIEW " + blue + ".on_time_board AS SELECT 'ORD'::text AS iata, true AS on_time",
          "DROP INDEX " + blue + ".delay_iata",
          "ALTER MATERIALIZED VIEW " + blue + ".route_traffic OWNER TO " + production.role);
      assertThat(
              told(
                  run.preflight(Phase.PROMOTE).stream()
                      .filter(finding -> finding.rule().id().equals("changed"))
                      .toList()))
          .containsExactly(
              "BLOCKS index <f>.delay_iata: it is gone since init, <time>: drop by <r> at <time>"
                  + " [changed]",
              "BLOCKS materialized view <f>.route_traffic, owner <r>: it is not as it was at init,"
                  + " <time>: alter by <r> at <time>; its owner is <r>, green's <o> [changed]",
              "BLOCKS view <f>.extra, owner <r>: it is not as it was at init, <time>: create by <r>"
                  + " at <time>; its id is <id> now [changed]",
              "BLOCKS view <f>.on_time_board, owner <r>: it is not as it was at init, <time>:"
                  + " create by <r> at <time>; its id is <id> now; its owner is <r>, green's <o>;"
                  + " its definition has <definition>, green's <definition> [changed]");
    }
  }

  @Test
  void limitsThatLeaveNoRoomForGreenAreFoundBeforeAnythingIsMade() throws Exception {
    assumeThat(server.isLocal()).isTrue();
    Map<String, String> three =
        Map.of("verdigris.green.clusters", production.compute + " = 50cc x 3");
    List<String> units = catalog.units();
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17", three), server, new Recorder())) {
      assertThat(told(run.preflight(Phase.INIT))).isEmpty();
      server.asSystem().execute("ALTER SYSTEM SET max_replicas_per_cluster = 2");
      try {
        assertThat(told(run.preflight(Phase.INIT)))
            .containsExactly(
                "BLOCKS cluster <c>_pr_17: green needs 3 replicas and max_replicas_per_cluster is 2"
                    + " [room-replicas]");
        assertThatThrownBy(run::init)
            .hasMessage(
                """
                VG-5500 CONFLICT  init of deployment pr_17 would not go well: 1 finding blocks
                  room      cluster %s_pr_17: green needs 3 replicas and max_replicas_per_cluster is 2 [room-replicas]
                              drop what is not needed, or by mz_system: ALTER SYSTEM SET max_replicas_per_cluster = 3
                  state     nothing was changed
                  next      mend what blocks and run again; docs/preflight.md tells each finding"""
                    .formatted(production.compute));
        // What the server would have said, with green's schemas made already.
        assertThatThrownBy(
                () ->
                    server.execute(
                        "CREATE CLUSTER no_room (SIZE = '50cc', REPLICATION FACTOR = 3)"))
            .hasMessageContaining("would violate max_replicas_per_cluster limit (desired: 3");
      } finally {
        server.asSystem().execute("ALTER SYSTEM RESET max_replicas_per_cluster");
      }
      assertThat(catalog.units()).isEqualTo(units);
    }
    Map<String, String> size =
        Map.of("verdigris.green.clusters", production.compute + " = 1600cc x 1");
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17", size), server, new Recorder())) {
      assertThat(told(run.preflight(Phase.INIT)))
          .singleElement()
          .asString()
          .startsWith("BLOCKS cluster <c>, owner <o>: green's size 1600cc is none of")
          .endsWith(" [room-size]");
    }
  }

  /** Without what is only told, with what differs each time as a placeholder. */
  private List<String> told(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.severity() != Severity.TELLS)
        .map(finding -> finding.severity() + " " + finding.text())
        .map(
            line ->
                line.replace(production.flights, "<f>")
                    .replace(production.raw, "<raw>")
                    .replace(production.compute, "<c>")
                    .replace(production.role, "<r>")
                    .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "<time>")
                    .replaceAll(TIME, "<time>")
                    .replaceAll("its id is u\\d+", "its id is <id>")
                    .replaceAll(
                        "\"…AS SELECT .*'ORD'.*\", green's \"…AS SELECT .*\" \\[",
                        "<definition>, green's <definition> [")
                    .replace("green's " + server.owner(), "green's <o>")
                    .replaceAll(
                        "owner (is )?" + Pattern.quote(server.owner()) + "\\b", "owner $1<o>"))
        .toList();
  }

  private void asDashboard(String... statements) throws SQLException {
    server.as(production.role).execute(statements);
  }
}
