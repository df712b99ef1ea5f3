package dev.verdigris.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * dbt where others work, too: a role that is no superuser with the checks of rights on, clusters
 * that are not managed, and DDL by another session while the swap is sent.
 */
class DbtSharedServerTests {
  private static final int BREATH_MILLIS = 50;

  @TempDir private Path directory;

  @Test
  void anOrdinaryRolePromotesUnmanagedClustersAmongTheDdlOfOthers(TestReporter reporter)
      throws Exception {
    Tools.dbt();
    try (EngineProcess engine = EngineProcess.withFlights(directory)) {
      Dbt dbt = Dbt.project(directory, engine).with("FLIGHTS_USER", "deployer");
      Flights flights = new Flights(engine);
      prepare(engine);
      dbt.run("seed");
      String ran = dbt.run(Dbt.WITHOUT_INGEST, "run").text();
      assertThat(flights.objects("flights")).as(ran).hasSize(5);
      assertThat(
              engine.rows(
                  "SELECT DISTINCT r.name FROM mz_objects o JOIN mz_schemas s ON s.id = o.schema_id"
                      + " JOIN mz_roles r ON r.id = o.owner_id WHERE s.name LIKE 'flights%'"))
          .containsExactly("deployer");

      String begun = dbt.operation("deploy_init").text();
      assertThat(replicas(engine, "serving_dbt_deploy"))
          .as(begun)
          .isEqualTo(replicas(engine, "serving"))
          .containsExactly("fast|50cc", "steady|25cc");
      assertThat(engine.value("SELECT managed FROM mz_clusters WHERE name = 'serving_dbt_deploy'"))
          .isEqualTo("f");

      dbt.run("seed", "--vars", "deploy: True");
      dbt.run(Dbt.WITHOUT_SINKS_AND_SOURCES, "run", "--vars", Dbt.NEXT);
      dbt.operation("deploy_await", "--args", "{poll_interval: 1}");
      promoteAmongChurn(engine, dbt, flights, reporter);
    }
  }

  /** What an administrator gives to a role that deploys, and what the role then makes itself. */
  private static void prepare(EngineProcess engine) throws SQLException {
    engine.execute("CREATE ROLE deployer", "CREATE SCHEMA others");
    engine.executeAs(
        "mz_system",
        "GRANT CREATE, USAGE ON DATABASE materialize TO deployer",
        "GRANT CREATE, USAGE ON SCHEMA materialize.public TO deployer",
        "GRANT USAGE ON SCHEMA raw TO deployer",
        "GRANT SELECT ON raw.flights, raw.airports TO deployer",
        "GRANT CREATECLUSTER ON SYSTEM TO deployer",
        "ALTER SYSTEM SET enable_rbac_checks = true");
    engine.executeAs(
        "deployer",
        "CREATE CLUSTER compute (SIZE = '25cc')",
        "CREATE CLUSTER serving REPLICAS (steady (SIZE '25cc'), fast (SIZE '50cc'))",
        "CREATE CLUSTER sinks (SIZE = '25cc')",
        "CREATE CONNECTION kafka_connection TO KAFKA (BROKER '"
            + engine.kafka()
            + "', SECURITY PROTOCOL PLAINTEXT)");
  }

  private static List<String> replicas(EngineProcess engine, String cluster) throws SQLException {
    return engine.rows(
        "SELECT r.name, r.size FROM mz_cluster_replicas r JOIN mz_clusters c ON c.id = r.cluster_id"
            + " WHERE c.name = '"
            + cluster
            + "' ORDER BY 1");
  }

  /**
   * The swap is one message, so a conflict is a matter of chance; whichever way it goes, production
   * is wholly the old one or wholly the new one, and the sink follows it.
   */
  private static void promoteAmongChurn(
      EngineProcess engine, Dbt dbt, Flights flights, TestReporter reporter) throws Exception {
    DbtDeploymentTests.Ids before = DbtDeploymentTests.Ids.of(flights);
    CountDownLatch stop = new CountDownLatch(1);
    AtomicInteger changes = new AtomicInteger();
    Thread churn = churn(engine, stop, changes);
    String said;
    try {
      said =
          dbt.operation("deploy_promote", "--args", "{max_retries: 50, retry_backoff: 0.05}")
              .text();
    } finally {
      stop.countDown();
      churn.join();
    }
    int conflicts = said.split("Atomic swap aborted by concurrent DDL", -1).length - 1;
    reporter.publishEntry("conflicts", conflicts + " among " + changes + " changes of others");
    assertThat(changes.get()).as("changes of others meanwhile").isGreaterThan(20);
    assertThat(DbtDeploymentTests.Ids.of(flights)).as(said).isEqualTo(before.swapped());
    assertThat(flights.sinkReads()).isEqualTo(flights.id("flights", "delay_by_airport"));
    engine.executeAs("mz_system", "ALTER SYSTEM SET enable_rbac_checks = false");
    assertThat(engine.value("SELECT count(*) FROM flights.delay_by_airport WHERE avg_delay < 0"))
        .isEqualTo("0");
  }

  private static Thread churn(EngineProcess engine, CountDownLatch stop, AtomicInteger changes) {
    Thread churn =
        new Thread(
            () -> {
              try (Connection connection = engine.connect("mz_system");
                  Statement statement = connection.createStatement()) {
                // One change after the other without a breath leaves no swap a chance.
                while (!stop.await(BREATH_MILLIS, TimeUnit.MILLISECONDS)) {
                  statement.execute("CREATE OR REPLACE VIEW materialize.others.v AS SELECT 1 AS x");
                  changes.incrementAndGet();
                }
              } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            "churn");
    churn.start();
    return churn;
  }
}
