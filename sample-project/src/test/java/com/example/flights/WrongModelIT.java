package com.example.flights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Shows what happens to a model that is wrong: it is refused, and production stays as it is. */
class WrongModelIT {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "verdigris.deployment", "wrong",
          "verdigris.models.directory", "target/models-wrong",
          "verdigris.localEngine.data", "target/verdigris-wrong-model");

  @Test
  void aModelThatLeavesFlightsOutIsRefused() throws Exception {
    copyModels();
    DeploymentConfig config =
        DeploymentConfig.load(
            Path.of(DeploymentConfig.FILE_NAME), Settings.system().withOverrides(SETTINGS));
    try (Server server = Servers.open(config)) {
      List<String> before = production(server);

      Map<String, String> failures = deploy();

      assertEquals(
          """
          VG-3104 GATE FAILED  delay_by_airport differs from production
            because   the dashboards count flights
            compared  blue flights.delay_by_airport  with  green flights_wrong.delay_by_airport  \
          at <time>, on cluster compute_wrong
            rows      blue 220 · green 200 · only blue 20 · only green 0 · changed 198 (90.0 %, allowed 0)
            changed   iata=ABE  flights  blue 8  green 2  (tolerance: none)
                      iata=ABI  flights  blue 5  green 2  (tolerance: none)
                      iata=ABQ  flights  blue 123  green 59  (tolerance: none)
                      iata=ACT  flights  blue 6  green 3  (tolerance: none)
                      iata=ALB  flights  blue 54  green 20  (tolerance: none)
                      and 193 more
            columns   flights 1.0 % match
            blue has  iata=APF  flights=1  late_flights=0
                      iata=AVP  flights=4  late_flights=0
                      iata=BET  flights=2  late_flights=0
                      iata=BGM  flights=1  late_flights=0
                      iata=BRW  flights=2  late_flights=0
                      and 15 more
            rules     keyed by iata; ignoring avg_delay
            look      SELECT "iata", "flights", "late_flights" \
          FROM "materialize"."flights_wrong"."delay_by_airport" AS r \
          EXCEPT ALL SELECT "iata", "flights", "late_flights" \
          FROM "materialize"."flights"."delay_by_airport" AS r
            state     nothing was promoted; green stays up
            next      mend the model and run mvn verify again""",
          failures
              .getOrDefault("nothingButTheAverageChanged(Green, Blue)", "not refused")
              .replaceAll("at [0-9]+,", "at <time>,"));
      assertTrue(
          failures.getOrDefault("promote", "").startsWith("VG-3621 NOT PROMOTED"),
          failures.toString());
      assertEquals(before, production(server));

      try (DeploymentRun run = DeploymentRun.open(config, server, DeploymentListener.NONE)) {
        run.cleanup();
      }
    }
  }

  /** The models of this project with the wrong one in place of the right one. */
  private static void copyModels() throws IOException {
    for (Path source : List.of(Path.of("models"), Path.of("models-wrong"))) {
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = Path.of("target/models-wrong").resolve(source.relativize(file));
          Files.createDirectories(target.getParent());
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Runs the deployment and asks for promotion; what failed, and with which message. */
  private static Map<String, String> deploy() {
    Map<String, String> failures = new HashMap<>();
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(FlightsDeployment.class))
                  .configurationParameters(SETTINGS)
                  .configurationParameter("verdigris.promote", "true")
                  .build(),
              new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                  result
                      .getThrowable()
                      .ifPresent(
                          failure -> failures.put(test.getDisplayName(), failure.getMessage()));
                }
              });
    }
    return failures;
  }

  /** Ids and definitions of production, and what the sinks read. */
  private static List<String> production(Server server) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(server.url(), server.properties());
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                """
                SELECT s.name, o.name, o.id, o.type
                FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id
                WHERE s.name IN ('flights', 'sinks', 'raw')
                ORDER BY 1, 2""")) {
      while (result.next()) {
        rows.add(
            String.join(
                " ",
                result.getString(1),
                result.getString(2),
                result.getString(3),
                result.getString(4)));
      }
    }
    return rows;
  }
}
