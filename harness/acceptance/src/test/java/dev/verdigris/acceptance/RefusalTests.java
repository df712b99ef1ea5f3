package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.Server;
import dev.verdigris.Settings;
import dev.verdigris.VerdigrisException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, what the refusal says, and that nothing was changed. */
class RefusalTests {
  private final TestServer server = TestServer.shared();
  private Path directory;
  private Production production;
  private CatalogView catalog;

  @BeforeEach
  void createProduction(@TempDir Path given) throws Exception {
    directory = given;
    production = Production.create(server, given);
    catalog = new CatalogView(server, production);
  }

  @AfterEach
  void dropProduction() throws SQLException {
    production.close();
  }

  @Test
  void unknownSchema() throws Exception {
    DeploymentConfig config =
        edited("schemas: [" + production.flights, "schemas: [flihgts_" + production.tag);
    refused(config, ExitCode.CONFIGURATION, "flihgts_" + production.tag, production.flights);
  }

  @Test
  void unknownCluster() throws Exception {
    DeploymentConfig config = edited(production.compute, "compuet_" + production.tag);
    refused(config, ExitCode.CONFIGURATION, "compuet_" + production.tag);
  }

  @Test
  void greenOfAnotherDeployment() throws Exception {
    String green = production.flights + "_pr_17";
    server.execute(
        "CREATE SCHEMA " + green,
        "COMMENT ON SCHEMA "
            + green
            + " IS 'verdigris/1 {\"deployment\":\"pr_16\",\"of\":\"x\",\"blue\":\"u1\"}'");
    refused(production.config("pr_17"), ExitCode.CONFLICT, green);
  }

  @Test
  void greenThatSomebodyElseFilled() throws Exception {
    String green = production.flights + "_pr_17";
    server.execute("CREATE SCHEMA " + green, "CREATE VIEW " + green + ".mine AS SELECT 1 AS one");
    refused(production.config("pr_17"), ExitCode.CONFLICT, green);
  }

  @Test
  void unmarkedEmptyGreenOfOurOwnerIsOursAndSaidSo() throws Exception {
    String green = production.flights + "_pr_17";
    server.asDeployer().execute("CREATE SCHEMA " + green);
    String id = catalog.schemaId(green);
    Recorder recorder = new Recorder();
    try (DeploymentRun run = DeploymentRun.open(production.config("pr_17"), server, recorder)) {
      run.init();
    }
    assertThat(catalog.schemaId(green)).isEqualTo(id);
    assertThat(catalog.schemaComment(green)).contains("verdigris/1 {");
    assertThat(recorder.text()).contains(green);
  }

  @Test
  void tableInADeployedSchema() throws Exception {
    server.execute("CREATE TABLE " + production.flights + ".keep_me (a int)");
    refused(production.config("pr_17"), ExitCode.CONFLICT, "keep_me", server.owner());
  }

  @Test
  void sinkInADeployedSchemaAndOnADeployedCluster() throws Exception {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
    production.withSink();
    server.execute(
        "CREATE SINK "
            + production.sinks
            + ".on_compute IN CLUSTER "
            + production.compute
            + " FROM "
            + production.flights
            + ".delay_by_airport INTO KAFKA CONNECTION "
            + production.sinks
            + ".kafka (TOPIC 'other-"
            + production.tag
            + "') KEY (iata) FORMAT JSON ENVELOPE UPSERT");
    refused(production.config("pr_17"), ExitCode.CONFLICT, "on_compute", production.compute);
  }

  @Test
  void rightsAndCommentsThatAModelAsksForInVainAreShownWithTheirPlaces() throws Exception {
    String nobody = "GRANT SELECT ON on_time_board TO nobody_" + production.tag;
    String nothing = "COMMENT ON COLUMN on_time_board.nothing IS 'what is not there'";
    String board = production.board().strip();
    long line = board.lines().count() + 1;
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      run.init();
      for (String vain : List.of(nobody, nothing)) {
        production.model("on_time_board", board + ";\n" + vain);
        expect(
            run::run,
            ExitCode.CONFIGURATION,
            "VG-2211 MODEL  the server refuses a model: ",
            "where     models/"
                + production.flights
                + "/on_time_board.sql, line "
                + line
                + ", column 1",
            vain);
      }
      production.model("on_time_board", production.board());
      run.run();
    }
  }

  @Test
  void quotedNamesWithCapitalsHyphensAndQuotes() throws Exception {
    String schema = "Fl-i\"ghts " + production.tag;
    String cluster = "Com-p\"ute " + production.tag;
    String sqlSchema = "\"" + schema.replace("\"", "\"\"") + "\"";
    String sqlCluster = "\"" + cluster.replace("\"", "\"\"") + "\"";
    server.execute(
        "CREATE SCHEMA " + sqlSchema,
        "CREATE CLUSTER " + sqlCluster + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
        "CREATE MATERIALIZED VIEW "
            + sqlSchema
            + ".\"By Airport\" IN CLUSTER "
            + sqlCluster
            + " AS SELECT origin AS iata, count(*) AS n FROM "
            + production.raw
            + ".flights GROUP BY 1");
    Path models = directory.resolve("quoted/models").resolve(schema);
    Files.createDirectories(models);
    Files.writeString(
        models.resolve("By Airport.sql"),
        "CREATE MATERIALIZED VIEW \"By Airport\" AS SELECT origin AS iata, count(*) + 1 AS n FROM "
            + production.raw
            + ".flights GROUP BY 1");
    Path file = directory.resolve("quoted/verdigris.yaml");
    Files.writeString(
        file,
        """
        deployment: pr_17
        schemas: ['%s']
        clusters: ['%s']
        models:
          directory: models
          cluster: '%s'
          search_path: ['%s']
        """
            .formatted(schema, cluster, cluster, schema));
    Runs.promoted(DeploymentConfig.load(file, Settings.none()), server, new Recorder());
    assertThat(server.query("SELECT n FROM " + sqlSchema + ".\"By Airport\" WHERE iata = 'SEA'"))
        .containsExactly(List.of("3"));
  }

  @Test
  void serverThatCannotBeReached() throws Exception {
    Server nowhere = new Nowhere();
    assertThatThrownBy(
            () -> {
              try (DeploymentRun run =
                  DeploymentRun.open(production.config("pr_17"), nowhere, new Recorder())) {
                run.init();
              }
            })
        .isInstanceOfSatisfying(
            VerdigrisException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONNECTION))
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageContaining("state")
        .hasMessageContaining("next");
  }

  @Test
  void interruptedBetweenTwoStepsAndContinuedLater() throws Exception {
    DeploymentConfig config = production.config("pr_17");
    Recorder recorder = new Recorder();
    try (DeploymentRun run = DeploymentRun.open(config, server, recorder)) {
      run.interrupt();
      expect(run::init, ExitCode.INTERRUPTED);
    }
    Runs.promoted(config, server, new Recorder());
    assertThat(catalog.schemaComment(production.flights)).contains("pr_17");
  }

  private DeploymentConfig edited(String from, String to) throws IOException {
    production.config("pr_17");
    Path file = directory.resolve("verdigris.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
    return DeploymentConfig.load(file, Settings.of(Map.of(), Map.of()));
  }

  private void refused(DeploymentConfig config, ExitCode exitCode, String... mentions)
      throws SQLException {
    List<String> units = catalog.units();
    List<String> schema = catalog.schema(production.flights);
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      expect(run::init, exitCode, mentions);
    }
    assertThat(catalog.units()).isEqualTo(units);
    assertThat(catalog.schema(production.flights)).isEqualTo(schema);
  }

  private static void expect(ThrowingCallable call, ExitCode exitCode, String... mentions) {
    var thrown = assertThatThrownBy(call);
    thrown.isInstanceOfSatisfying(
        VerdigrisException.class, e -> assertThat(e.exitCode()).isEqualTo(exitCode));
    thrown.hasMessageContaining("\n  state").hasMessageContaining("\n  next");
    for (String mention : mentions) {
      thrown.hasMessageContaining(mention);
    }
  }

  private record Nowhere() implements Server {
    @Override
    public String url() {
      return "jdbc:postgresql://127.0.0.1:1/materialize?user=materialize";
    }

    @Override
    public String description() {
      return "Materialize at 127.0.0.1:1/materialize";
    }

    @Override
    public void close() {
      // Nothing is there.
    }
  }
}
