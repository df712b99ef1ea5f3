package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.Server;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.preflight.Finding;
import dev.verdigris.preflight.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where rights are enforced: with the role of {@code docs/least-privilege.sql} everything goes, and
 * without any one of its rights preflight names it. On an engine of its own, since the switch is
 * the whole server's.
 */
class RightsTests {
  private static final String DEPLOYER = "The \"deployer\"";
  private static LocalEngine engine;
  private static TestServer server;

  private static Production production;
  private static CatalogView catalog;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    engine = LocalEngine.builder().dataDirectory(directory.resolve("engine")).start();
    server = TestServer.local(new As("prod"), engine.kafkaAddress());
    production = Production.create(server, directory.resolve("project")).withSink();
    catalog = new CatalogView(server, production);
    server.execute(
        "CREATE ROLE loader",
        "CREATE ROLE sinker",
        "CREATE ROLE ops",
        "GRANT USAGE ON SCHEMA " + production.raw + " TO prod",
        "GRANT SELECT ON " + production.raw + ".flights TO prod",
        "ALTER TABLE " + production.raw + ".flights OWNER TO loader",
        "ALTER SCHEMA " + production.raw + " OWNER TO loader",
        "ALTER SINK " + production.sinks + ".delays OWNER TO sinker",
        "ALTER CLUSTER " + production.sinkCluster + " OWNER TO ops",
        "GRANT USAGE ON SCHEMA " + production.raw + " TO prod",
        "GRANT SELECT ON " + production.raw + ".flights TO prod");
    asSystem(leastPrivilege().toArray(String[]::new));
    asSystem(
        "REVOKE CREATE ON DATABASE materialize FROM PUBLIC",
        "ALTER SYSTEM SET enable_rbac_checks = true");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void leastPrivilegesAreEnoughForEveryPhaseAndProductionKeepsItsOwners() throws Exception {
    List<String> before = owners(production.flights);
    try (DeploymentRun run = open("pr_17")) {
      run.promote(Runs.validated(run));
      assertThat(owners(production.flights)).isEqualTo(before).isNotEmpty();
      run.cleanup();
    }
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
          REVOKE prod FROM <d>                             | give-owner, owner-reads, swap-owner
          REVOKE sinker FROM <d>                           | sink-owner
          REVOKE CREATE ON CLUSTER <k> FROM <d>            | sink-cluster
          REVOKE SELECT ON <raw>.flights FROM prod         | owner-reads
          REVOKE USAGE ON SCHEMA <raw> FROM prod           | owner-reads
          """)
  void eachRightThatIsTakenAwayIsNamedWithWhatGivesItBack(String revoke, String rules)
      throws Exception {
    asSystem(
        revoke
            .replace("<d>", quoted())
            .replace("<k>", production.sinkCluster)
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
        asSystem(finding.mend().replaceFirst("; or accept it: .*", ""));
      }
      assertThat(blocking(run)).isEmpty();
    }
  }

  private static List<Finding> blocking(DeploymentRun run) {
    return run.preflight(Phase.INIT).stream()
        .filter(finding -> finding.severity() == Severity.BLOCKS)
        .toList();
  }

  private static DeploymentRun open(String deployment) throws IOException {
    return DeploymentRun.open(production.config(deployment), new As(DEPLOYER), new Recorder());
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

  /** The statements of the script, with this production's names. */
  private static List<String> leastPrivilege() throws IOException {
    String script = Files.readString(Path.of("../../docs/least-privilege.sql"));
    Map<String, String> variables =
        Map.of(
            "deployer", DEPLOYER,
            "database", "materialize",
            "owner", "prod",
            "sink_owner", "sinker",
            "sink_cluster", production.sinkCluster);
    String text = script.replaceAll("(?m)^--.*\n", "");
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace(":\"" + variable.getKey() + "\"", Identifiers.quote(variable.getValue()));
    }
    assertThat(text).doesNotContain(":\"");
    return Arrays.stream(text.split(";", -1))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private static String quoted() {
    return Identifiers.quote(DEPLOYER);
  }

  private static void asSystem(String... statements) throws SQLException {
    try (Connection system = DriverManager.getConnection(engine.internalUrl());
        Statement statement = system.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The engine, for one user. */
  private record As(String user) implements Server {
    @Override
    public String url() {
      return "jdbc:postgresql://127.0.0.1:" + engine.port() + "/materialize";
    }

    @Override
    public Properties properties() {
      Properties properties = new Properties();
      properties.setProperty("user", user);
      return properties;
    }

    @Override
    public String description() {
      return "local engine as " + user;
    }

    @Override
    public void close() {
      // The test closes the engine.
    }
  }
}
