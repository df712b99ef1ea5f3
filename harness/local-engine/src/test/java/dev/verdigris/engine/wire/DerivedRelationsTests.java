package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.LocalEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Relations of the server that follow from others, by their documented definitions. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DerivedRelationsTests {
  private LocalEngine engine;
  private Connection connection;

  @BeforeAll
  void start() throws SQLException {
    engine = LocalEngine.builder().start();
    connection = DriverManager.getConnection(engine.url());
  }

  @AfterAll
  void stop() throws SQLException {
    connection.close();
    engine.close();
  }

  @Test
  void clusters_that_followed_each_other_by_swaps_are_one_lineage() throws SQLException {
    String first = create("serving");
    String second = create("serving_dbt_deploy");
    swapAndDrop();
    assertThat(lineage(second)).containsExactlyInAnyOrder(first, second);
    engine.faults().clockJumps(Duration.ofMinutes(5));
    String third = create("serving_dbt_deploy");
    assertThat(lineage(third)).containsExactly(third);
    swapAndDrop();

    assertThat(lineage(third)).containsExactlyInAnyOrder(first, second, third);
    assertThat(
            rows(
                "SELECT DISTINCT cluster_name FROM mz_internal.mz_cluster_deployment_lineage WHERE"
                    + " cluster_name LIKE 'serving%'"))
        .containsExactly("serving");
  }

  @Test
  void a_cluster_that_was_dropped_more_than_a_minute_before_is_another_one() throws SQLException {
    create("late");
    run("DROP CLUSTER late");
    engine.faults().clockJumps(Duration.ofSeconds(70));
    String next = create("late");
    assertThat(lineage(next)).containsExactly(next);

    run("DROP CLUSTER late");
    engine.faults().clockJumps(Duration.ofSeconds(30));
    String soon = create("late");
    assertThat(lineage(soon)).containsExactlyInAnyOrder(next, soon);
  }

  @Test
  void clusters_of_the_system_have_no_lineage() throws SQLException {
    assertThat(
            rows(
                "SELECT cluster_id FROM mz_internal.mz_cluster_deployment_lineage WHERE cluster_id"
                    + " LIKE 's%'"))
        .isEmpty();
  }

  @Test
  void the_aggregates_are_functions_and_no_others_are_among_them() throws SQLException {
    assertThat(
            rows(
                "SELECT DISTINCT f.name FROM mz_internal.mz_aggregates a JOIN mz_functions f ON"
                    + " f.oid = a.oid WHERE a.agg_kind = 'n' AND a.agg_num_direct_args = 0"))
        .contains("sum", "count", "list_agg", "jsonb_object_agg", "stddev_pop", "mz_all")
        .doesNotContain("abs", "row_number", "first_value", "generate_series", "bit_count");
  }

  private String create(String cluster) throws SQLException {
    run("CREATE CLUSTER " + cluster + " (SIZE '25cc')");
    return rows("SELECT id FROM mz_clusters WHERE name = '" + cluster + "'").get(0);
  }

  private void swapAndDrop() throws SQLException {
    run("ALTER CLUSTER serving SWAP WITH serving_dbt_deploy");
    run("DROP CLUSTER serving_dbt_deploy CASCADE");
  }

  private List<String> lineage(String current) throws SQLException {
    return rows(
        "SELECT cluster_id FROM mz_internal.mz_cluster_deployment_lineage WHERE"
            + " current_deployment_cluster_id = '"
            + current
            + "'");
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }
}
