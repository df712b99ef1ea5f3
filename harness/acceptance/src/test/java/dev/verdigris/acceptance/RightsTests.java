package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.preflight.Finding;
import dev.verdigris.preflight.Severity;
import dev.verdigris.testkit.LeastPrivilege;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where rights are enforced: with the role of {@code docs/least-privilege.sql} everything goes,
 * though production, what it reads, its sinks and their cluster belong to four roles, and without
 * any one of its rights preflight names it.
 */
class RightsTests {
  private static final String TAG = Long.toString(ProcessHandle.current().pid(), 36);
  private static final String DEPLOYER = "The \"deployer\" " + TAG;
  private static final String OWNER = "prod_" + TAG;
  private static final String LOADER = "loader_" + TAG;
  private static final String SINKER = "sinker_" + TAG;
  private static final String OPS = "ops_" + TAG;
  private static final TestServer SHARED = TestServer.shared();

  private static TestServer server;
  private static Production production;
  private static CatalogView catalog;

  @BeforeAll
  static void create(@TempDir Path directory) throws Exception {
    assumeThat(SHARED.checksRights()).as("rights are checked: -Dverdigris.test.system").isTrue();
    assumeThat(SHARED.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
    TestServer system = SHARED.asSystem();
    for (String role : List.of(OWNER, LOADER, SINKER, OPS)) {
      system.execute("CREATE ROLE " + role);
    }
    server = SHARED.as(OWNER);
    production = Production.create(server, directory.resolve("project")).withSink();
    catalog = new CatalogView(server, production);
    system.execute(
        "ALTER TABLE " + production.raw + ".flights OWNER TO " + LOADER,
        "ALTER SCHEMA " + production.raw + " OWNER TO " + LOADER,
        "ALTER SINK " + production.sinks + ".delays OWNER TO " + SINKER,
        "ALTER CLUSTER " + production.sinkCluster + " OWNER TO " + OPS,
        "ALTER CONNECTION " + production.sinks + ".kafka OWNER TO " + OPS,
        "ALTER SCHEMA " + production.sinks + " OWNER TO " + OPS,
        "GRANT USAGE ON SCHEMA " + production.raw + " TO " + OWNER,
        "GRANT SELECT ON " + production.raw + ".flights TO " + OWNER);
    Map<String, String> variables =
        Map.of(
            "deployer",
            DEPLOYER,
            "database",
            "materialize",
            "owner",
            OWNER,
            "sink_owner",
            SINKER,
            "sink_cluster",
            production.sinkCluster,
            "sink_schema",
            production.sinks,
            "connection",
            "kafka");
    production.sinkFile(
        "new", production.sink("new", "delay_by_airport", "iata", production.topic + "-new"));
    List<String> script = new LeastPrivilege(TestServer.SCRIPT).statements(variables);
    assertThat(script).hasSize(8);
    system.execute(script.toArray(String[]::new));
  }

  @AfterAll
  static void drop() throws SQLException {
    if (production == null) {
      return;
    }
    production.close();
    TestServer system = SHARED.asSystem();
    for (String role : List.of(quoted(), OWNER, LOADER, SINKER, OPS)) {
      system.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }

  @Test
  void leastPrivilegesAreEnoughForEveryPhaseAndProductionKeepsItsOwners() throws Exception {
    List<String> before = owners(production.flights);
    try (DeploymentRun run = open("pr_17")) {
      run.promote(Runs.validated(run));
      assertThat(owners(production.flights)).isEqualTo(before).isNotEmpty();
      run.cleanup();
    }
    assertThat(catalog.itemId(production.sinks, "new")).isNotEmpty();
    SHARED.asSystem().execute("DROP SINK " + production.sinks + ".new");
    assertThat(catalog.schemaComment(production.flights)).contains("pr_17");
    assertThat(catalog.units()).noneMatch(unit -> unit.contains("_pr_17"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REVOKE CREATE ON DATABASE materialize FROM <d>   | database-create
          REVOKE CREATECLUSTER ON SYSTEM FROM <d>          | create-cluster
          REVOKE <owner> FROM <d>                          | give-owner, owner-reads, swap-owner
          REVOKE <sinker> FROM <d>                         | sink-owner
          REVOKE CREATE ON CLUSTER <k> FROM <d>            | new-sink, sink-cluster
          REVOKE CREATE ON SCHEMA <sinks> FROM <d>         | new-sink
          REVOKE USAGE ON SCHEMA <sinks> FROM <d>          | new-sink
          REVOKE USAGE ON CONNECTION <sinks>.kafka FROM <d> | new-sink
          REVOKE SELECT ON <raw>.flights FROM <owner>      | owner-reads
          REVOKE USAGE ON SCHEMA <raw> FROM <owner>        | owner-reads
          """)
  void eachRightThatIsTakenAwayIsNamedWithWhatGivesItBack(String revoke, String rules)
      throws Exception {
    TestServer system = SHARED.asSystem();
    system.execute(
        revoke
            .replace("<d>", quoted())
            .replace("<owner>", OWNER)
            .replace("<sinker>", SINKER)
            .replace("<k>", production.sinkCluster)
            .replace("<sinks>", production.sinks)
            .replace("<raw>", production.raw));
    List<String> units = catalog.units();
    try (DeploymentRun run = open("pr_18")) {
      List<Finding> findings = blocking(run);
      assertThat(new TreeSet<>(findings.stream().map(one -> one.rule().id()).toList()))
          .hasToString("[" + rules + "]");
      assertThatThrownBy(run::init)
          .isInstanceOfSatisfying(
              VerdigrisException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONNECTION))
          .hasMessageStartingWith("VG-6500 PERMISSION")
          .hasMessageContaining(findings.get(0).mend());
      assertThat(catalog.units()).isEqualTo(units);
      for (Finding finding : findings) {
        system.execute(finding.mend().replaceFirst("; or accept it: .*", ""));
      }
      assertThat(blocking(run)).isEmpty();
    }
  }

  @Test
  void aRightThatIsMissingIsToldWithTheStatementThatGivesIt() throws Exception {
    TestServer system = SHARED.asSystem();
    system.execute("REVOKE CREATECLUSTER ON SYSTEM FROM " + quoted());
    try (DeploymentRun run = open("pr_18")) {
      assertThatThrownBy(run::init)
          .hasMessage(
              """
              VG-6500 PERMISSION  init of deployment pr_18 would not go well: 1 finding blocks
                rights    system: role %s has no CREATECLUSTER on it [create-cluster]
                            GRANT CREATECLUSTER ON SYSTEM TO %s
                state     nothing was changed
                next      mend what blocks and run again; docs/preflight.md tells each finding"""
                  .formatted(DEPLOYER, quoted()));
    } finally {
      system.execute("GRANT CREATECLUSTER ON SYSTEM TO " + quoted());
    }
  }

  private static List<Finding> blocking(DeploymentRun run) {
    return run.preflight(Phase.INIT).stream()
        .filter(finding -> finding.severity() == Severity.BLOCKS)
        .toList();
  }

  private static DeploymentRun open(String deployment) throws IOException {
    return DeploymentRun.open(production.config(deployment), SHARED.as(DEPLOYER), new Recorder());
  }

  private static List<String> owners(String schema) throws SQLException {
    return server
        .query(
            "SELECT o.type, o.name, r.name FROM mz_objects o JOIN mz_schemas s ON s.id ="
                + " o.schema_id JOIN mz_roles r ON r.id = o.owner_id WHERE s.name = '"
                + schema
                + "' ORDER BY 1, 2")
        .stream()
        .map(row -> String.join(" ", row))
        .toList();
  }

  private static String quoted() {
    return Identifiers.quote(DEPLOYER);
  }
}
