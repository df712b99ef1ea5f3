package dev.verdigris.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hydration, lag and health of replicas. */
class HydrationSteeringTests extends SteeringTestCase {

  @ParameterizedTest
  @EnumSource
  @Tag("hydration_takes")
  void anObjectTakesItsTimeToHydrateAndReadsWait(Way way) throws Exception {
    String name = name("takes");
    way.steer(engine, "hydration_takes", "materialize.public." + name, "2000 ms");
    try (Connection client = connect()) {
      long before = System.nanoTime();
      run(client, "CREATE MATERIALIZED VIEW " + name + " AS SELECT 1 AS x");
      // The time until it is reported may pass before a busy machine looks.
      assertThat(hydration(client, name)).isIn("[[null, f]]", "[[r1, f]]");
      await().untilAsserted(() -> assertThat(hydration(client, name)).isEqualTo("[[r1, f]]"));
      assertThat(rows(client, "SELECT x FROM " + name)).hasToString("[[1]]");
      assertThat(System.nanoTime() - before).isGreaterThan(2_000_000_000L);
      assertThat(hydration(client, name)).isEqualTo("[[r1, t]]");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("cluster_hydration_takes")
  void theObjectsOfAClusterTakeTheirTimeToHydrate(Way way) throws Exception {
    String name = name("of_cluster");
    try (Connection client = connect()) {
      run(client, "CREATE CLUSTER " + name + " (SIZE = '25cc')");
      way.steer(engine, "cluster_hydration_takes", name, "3000 ms");
      run(client, "CREATE MATERIALIZED VIEW other_" + name + " AS SELECT 1 AS x");
      String create = "CREATE MATERIALIZED VIEW " + name + " IN CLUSTER " + name;
      run(client, create + " AS SELECT 1 AS x");
      await()
          .untilAsserted(
              () -> assertThat(hydration(client, "other_" + name)).isEqualTo("[[r1, t]]"));
      assertThat(hydration(client, name)).isEqualTo("[[r1, f]]");
      await().untilAsserted(() -> assertThat(hydration(client, name)).isEqualTo("[[r1, t]]"));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("never_hydrates")
  @Tag("reset")
  void whatNeverHydratesIsWaitedForUntilItIsTakenBack(Way way) throws Throwable {
    String name = name("never");
    try (Connection client = connect();
        Statement statement = client.createStatement()) {
      run(client, "CREATE MATERIALIZED VIEW " + name + " AS SELECT 1 AS x");
      await().untilAsserted(() -> assertThat(hydration(client, name)).isEqualTo("[[r1, t]]"));
      way.steer(engine, "never_hydrates", "materialize.public." + name);
      assertThat(hydration(client, name)).isEqualTo("[[r1, f]]");
      statement.setQueryTimeout(1);
      assertThat(sqlstate(() -> statement.executeQuery("SELECT x FROM " + name)))
          .isEqualTo("57014");
      way.steer(engine, "reset", "materialize.public." + name);
      assertThat(hydration(client, name)).isEqualTo("[[r1, t]]");
      assertThat(rows(client, "SELECT x FROM " + name)).hasToString("[[1]]");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("hydration_flaps")
  void anObjectFlaps(Way way) throws Exception {
    String name = name("flaps");
    way.steer(engine, "hydration_flaps", "materialize.public." + name, "100 ms");
    try (Connection client = connect()) {
      run(client, "CREATE MATERIALIZED VIEW " + name + " AS SELECT 1 AS x");
      Set<List<String>> turns = new LinkedHashSet<>();
      String[] last = {""};
      int[] changes = {0};
      await()
          .until(
              () -> {
                String now = hydration(client, name);
                turns.add(List.of(now));
                changes[0] += now.equals(last[0]) ? 0 : 1;
                last[0] = now;
                return changes[0] > 4;
              });
      assertThat(turns).contains(List.of("[[r1, t]]"), List.of("[[r1, f]]"));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("status_is_held_back")
  void aStatusIsHeldBackAndTheObjectCanBeRead(Way way) throws Exception {
    String name = name("held");
    way.steer(engine, "status_is_held_back", "materialize.public." + name);
    try (Connection client = connect()) {
      run(client, "CREATE MATERIALIZED VIEW " + name + " AS SELECT 1 AS x");
      assertThat(rows(client, "SELECT x FROM " + name)).hasToString("[[1]]");
      assertThat(hydration(client, name)).isEqualTo("[[null, f]]");
      engine.faults().reset();
      assertThat(hydration(client, name)).isEqualTo("[[r1, t]]");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("lags")
  void anObjectLagsAlsoUnderAnotherName(Way way) throws Exception {
    String name = name("lags");
    String sql =
        "SELECT l.local_lag FROM mz_internal.mz_materialization_lag l JOIN mz_objects o ON o.id ="
            + " l.object_id WHERE o.name LIKE '%"
            + name
            + "'";
    way.steer(engine, "lags", "materialize.public." + name, "5s");
    try (Connection client = connect()) {
      run(client, "CREATE TABLE t_for" + name + " (a int)");
      run(client, "CREATE MATERIALIZED VIEW " + name + " AS SELECT a FROM t_for" + name);
      await().untilAsserted(() -> assertThat(rows(client, sql)).hasToString("[[00:00:05]]"));
      run(client, "ALTER MATERIALIZED VIEW " + name + " RENAME TO new_" + name);
      assertThat(rows(client, sql)).hasToString("[[00:00:05]]");
      way.steer(engine, "lags", "materialize.public.new_" + name, "7s");
      assertThat(rows(client, sql)).hasToString("[[00:00:07]]");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("replica_is")
  void aReplicaIsOfflineWithAReasonUntilItIsTakenBack(Way way) throws Exception {
    String name = name("killed");
    String sql =
        "SELECT s.status, s.reason FROM mz_internal.mz_cluster_replica_statuses s JOIN"
            + " mz_cluster_replicas r ON r.id = s.replica_id JOIN mz_clusters c ON c.id ="
            + " r.cluster_id WHERE c.name = '"
            + name
            + "'";
    try (Connection client = connect()) {
      run(client, "CREATE CLUSTER " + name + " (SIZE = '25cc')");
      way.steer(engine, "replica_is", name, "r1", "offline", "oom-killed");
      assertThat(rows(client, sql)).hasToString("[[offline, oom-killed]]");
      way.steer(engine, "reset", name + ".r1");
      assertThat(rows(client, sql)).hasToString("[[online, null]]");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("source_is")
  void aSourceIsStalledWithAReasonUntilItIsTakenBack(Way way) throws Exception {
    String name = name("source");
    String sql =
        "SELECT status, error FROM mz_internal.mz_source_statuses WHERE name = '" + name + "'";
    try (Connection client = connect()) {
      run(client, "CREATE SOURCE " + name + " FROM LOAD GENERATOR AUCTION");
      way.steer(engine, "source_is", "materialize.public." + name, "stalled", "broker is away");
      assertThat(rows(client, sql)).hasToString("[[stalled, broker is away]]");
      way.steer(engine, "reset", "materialize.public." + name);
      await().untilAsserted(() -> assertThat(rows(client, sql)).hasToString("[[running, null]]"));
    }
  }
}
