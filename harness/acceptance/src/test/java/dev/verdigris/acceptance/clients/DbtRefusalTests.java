package dev.verdigris.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy_init} does not begin, and what it leaves when it fails on the way. */
class DbtRefusalTests {
  @TempDir private Path directory;

  @Test
  void aDeploymentThatCannotBeIsNotBegun() throws Exception {
    Tools.dbt();
    try (EngineProcess engine = EngineProcess.withFlights(directory)) {
      Dbt dbt = Dbt.project(directory, engine);
      Flights flights = new Flights(engine);
      flights.prepare();
      engine.execute("CREATE SCHEMA flights");
      nothingChanges(flights, dbt, "Production schema flights_boards does not exist");

      engine.execute(
          "CREATE SCHEMA flights_boards",
          "CREATE TABLE flights_boards.t (a int)",
          "CREATE SINK flights_boards.s IN CLUSTER sinks FROM flights_boards.t INTO KAFKA"
              + " CONNECTION kafka_connection (TOPIC 's') FORMAT JSON ENVELOPE DEBEZIUM");
      nothingChanges(flights, dbt, "Production schema flights_boards contains sinks.");

      engine.execute("ALTER SINK flights_boards.s RENAME TO s2", "DROP SINK flights_boards.s2");
      aTagFailsAfterTheFirstSchema(engine, flights, dbt);
      withoutRights(engine, flights, dbt);
    }
  }

  private static void nothingChanges(Flights flights, Dbt dbt, String message) throws Exception {
    List<String> before = flights.units();
    assertThat(dbt.operation("deploy_init").text().replaceAll("\\s+", " ")).contains(message);
    assertThat(flights.units()).isEqualTo(before);
  }

  /**
   * dbt-materialize 1.9.11 comments on a schema without a name, which a real server refuses with
   * the same words (recorded: {@code comments.jsonl}, group {@code errors}).
   */
  private static void aTagFailsAfterTheFirstSchema(EngineProcess engine, Flights flights, Dbt dbt)
      throws Exception {
    List<String> before = flights.units();
    String said = dbt.with("CI_TAG", "gh_ci_1").operation("deploy_init").text();
    assertThat(said).contains("zero-length delimited identifier");
    dbt.with("CI_TAG", "");
    assertThat(engine.rows("SELECT name FROM mz_schemas WHERE name LIKE '%dbt_deploy'"))
        .containsExactly("flights_dbt_deploy");
    assertThat(engine.rows("SELECT name FROM mz_clusters WHERE name LIKE '%dbt_deploy'")).isEmpty();
    dbt.operation("deploy_cleanup");
    assertThat(flights.units()).isEqualTo(before);
  }

  private static void withoutRights(EngineProcess engine, Flights flights, Dbt dbt)
      throws Exception {
    engine.execute("CREATE ROLE deployer");
    engine.executeAs("mz_system", "ALTER SYSTEM SET enable_rbac_checks = true");
    dbt.with("FLIGHTS_USER", "deployer");
    nothingChanges(
        flights, dbt, "The current role deployer needs CREATE and USAGE privileges on database");
    engine.executeAs("mz_system", "GRANT CREATE, USAGE ON DATABASE materialize TO deployer");
    nothingChanges(flights, dbt, "The current role deployer needs CREATECLUSTER privlidges");
  }
}
