package dev.verdigris.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulationTests extends CatalogTestCase {

  private String hydration(String name) throws Exception {
    return session
        .rows(
            "SELECT r.name, h.hydrated FROM mz_internal.mz_hydration_statuses h JOIN mz_objects o"
                + " ON o.id = h.object_id LEFT JOIN mz_cluster_replicas r ON r.id = h.replica_id"
                + " WHERE o.name = '"
                + name
                + "' ORDER BY 1")
        .toString();
  }

  @Test
  void aNewObjectIsFirstUnreportedThenHydrated() throws Exception {
    fixture.catalog.simulation().hydrationTakes("materialize.public.m1", Duration.ofSeconds(3));
    session.run("CREATE MATERIALIZED VIEW m1 AS SELECT 1 AS x");
    // The time until it is reported may pass before a busy machine looks.
    assertThat(hydration("m1")).isIn("[[null, f]]", "[[r1, f]]");
    await().untilAsserted(() -> assertThat(hydration("m1")).isEqualTo("[[r1, f]]"));
    await().untilAsserted(() -> assertThat(hydration("m1")).isEqualTo("[[r1, t]]"));
  }

  @Test
  void aNameThatIsNotFullIsRefusedSinceItWouldSteerNothing() {
    assertThatThrownBy(
            () -> fixture.catalog.simulation().hydrationTakes("public.m1", Duration.ofSeconds(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"public.m1\" is not the full name of an object: database.schema.name");
  }

  @Test
  void whatNeverHydratesDoesNot() throws Exception {
    fixture.catalog.simulation().neverHydrates("materialize.public.m2");
    session.run("CREATE MATERIALIZED VIEW m2 AS SELECT 1 AS x");
    await().untilAsserted(() -> assertThat(hydration("m2")).isEqualTo("[[r1, f]]"));
    fixture.catalog.simulation().hydrationTakes("materialize.public.m2", Duration.ZERO);
    await().untilAsserted(() -> assertThat(hydration("m2")).isEqualTo("[[r1, t]]"));
  }

  @Test
  void withoutAReplicaNothingIsHydratedAndTablesAndViewsHaveNoRow() throws Exception {
    session.run("CREATE CLUSTER c3 (SIZE = '25cc', REPLICATION FACTOR = 0)");
    session.run("CREATE TABLE t3 (a int); CREATE VIEW v3 AS SELECT a FROM t3");
    session.run("CREATE MATERIALIZED VIEW m3 IN CLUSTER c3 AS SELECT a FROM t3");
    assertThat(hydration("m3")).isEqualTo("[[null, f]]");
    assertThat(hydration("t3") + hydration("v3")).isEqualTo("[][]");
    session.run("ALTER CLUSTER c3 SET (REPLICATION FACTOR = 1)");
    await().untilAsserted(() -> assertThat(hydration("m3")).isEqualTo("[[r1, t]]"));
  }

  @Test
  void lagIsZeroUntilATestSaysOtherwise() throws Exception {
    session.run("CREATE TABLE t4 (a int); CREATE MATERIALIZED VIEW m4 AS SELECT a FROM t4");
    String sql =
        "SELECT l.local_lag FROM mz_internal.mz_materialization_lag l JOIN mz_objects o ON o.id ="
            + " l.object_id WHERE o.name = 'm4'";
    await().untilAsserted(() -> assertThat(session.rows(sql)).hasToString("[[00:00:00]]"));
    fixture.catalog.simulation().lags("materialize.public.m4", Duration.ofSeconds(5));
    assertThat(session.rows(sql)).hasToString("[[00:00:05]]");
  }

  @Test
  void listenersAreToldWhenSomethingHydrates() {
    AtomicInteger told = new AtomicInteger();
    session.run("CREATE MATERIALIZED VIEW m5 AS SELECT 1 AS x");
    fixture.catalog.simulation().addListener(told::incrementAndGet);
    session.run("CREATE MATERIALIZED VIEW m6 AS SELECT 1 AS x");
    int atOnce = told.get();
    await().untilAsserted(() -> assertThat(told.get()).isGreaterThan(atOnce));
  }
}
