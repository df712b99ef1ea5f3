package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.verdigris.Sink;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.Simulation;
import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.validations.Proves.Aspect;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How an environment is, on an engine that can be made to lag, to stall and to run out of memory.
 */
class EnvironmentHealthTests {
  private static final String STATE = "\n  state     nothing was promoted; green stays up";
  private static final String END = STATE + "\n  next      mend the model and run mvn verify again";
  private static final String END_UNKNOWN =
      STATE + "\n  next      run mvn verify again when the server reports it";

  @TempDir private static Path directory;
  private static Landscape landscape;

  @BeforeAll
  static void deploy() throws IOException, SQLException {
    assumeTrue(SharedServer.engine().isPresent(), "only the local engine can be steered");
    landscape = Landscape.of(directory, Landscape.models());
  }

  @AfterAll
  static void close() throws SQLException {
    if (landscape != null) {
      landscape.close();
    }
  }

  @AfterEach
  void reset() {
    simulation().reset();
  }

  private static Simulation simulation() {
    return SharedServer.engine().orElseThrow().simulation();
  }

  private static String delays() {
    return landscape.named("materialize.NAME_next.delays");
  }

  private static EnvironmentAssert green() {
    return assertThat(landscape.green());
  }

  private static void fails(ThrowingCallable assertion, String message) {
    Throwable failure = catchThrowable(assertion);
    assertThat(failure).isExactlyInstanceOf(AssertionError.class);
    String text = String.valueOf(failure.getMessage());
    assertThat(landscape.anonymous(text)).isEqualTo(message + END);
    if (!text.contains("no answer")) {
      assertThat(catchThrowable(() -> landscape.rowsOf(Landscape.look(text)))).isNull();
    }
  }

  private static void isUndecided(ThrowingCallable assertion, String message) {
    Throwable failure = catchThrowable(assertion);
    assertThat(failure).isExactlyInstanceOf(InconclusiveError.class);
    assertThat(landscape.anonymous(String.valueOf(failure.getMessage())))
        .isEqualTo(message + END_UNKNOWN);
  }

  @Proves(value = CatalogueItem.LAG, aspects = Aspect.FAILS)
  @Test
  void lag_is_told_with_the_object_that_has_it() {
    simulation().lags(delays(), ofSeconds(3));
    fails(
        () -> green().hasLagAtMost(ofSeconds(2)),
        """
        VG-3815 GATE FAILED  green lags behind
          read      green NAME_next  at <time>, in the catalog
          counts    materialized views and indexes 5 · found 1
          lag       NAME.delays  3 s, allowed 2 s
          look      SELECT s.name AS schema, o.name, l.local_lag FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_internal.mz_materialization_lag AS l ON l.object_id = o.id WHERE o.schema_id IN (<id>) ORDER BY s.name, o.name""");
    green().hasLagAtMost(ofSeconds(3));
    green().exceptFor(landscape.named("NAME.delays")).hasLagAtMost(ofSeconds(2));
  }

  @Test
  void lag_is_told_beside_that_of_blue() {
    simulation().lags(delays(), ofSeconds(5));
    simulation().lags(landscape.named("materialize.NAME.delays"), ofSeconds(2));
    fails(
        () -> green().isNoLaggierThan(landscape.blue(), 2),
        """
        VG-3815 GATE FAILED  green lags behind
          read      green NAME_next  at <time>, in the catalog
          counts    materialized views and indexes 5 · found 1
          lag       NAME.delays  blue 2 s  green 5 s, allowed 4 s
          look      SELECT s.name AS schema, o.name, l.local_lag FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_internal.mz_materialization_lag AS l ON l.object_id = o.id WHERE o.schema_id IN (<id>, <id>) ORDER BY s.name, o.name""");
    green().isNoLaggierThan(landscape.blue(), 2.5);
  }

  @Test
  void lag_has_to_be_small_over_a_window() {
    green().always(ofMillis(300)).hasLagAtMost(ofSeconds(1));
    simulation().lags(delays(), ofSeconds(3));
    fails(
        () -> green().always(ofMillis(300)).hasLagAtMost(ofSeconds(1)),
        """
        VG-3815 GATE FAILED  green lags behind
          read      green NAME_next  at <time>, in the catalog
          counts    materialized views and indexes 5 · found 1
          lag       NAME.delays  3 s, allowed 1 s
          look      SELECT s.name AS schema, o.name, l.local_lag FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_internal.mz_materialization_lag AS l ON l.object_id = o.id WHERE o.schema_id IN (<id>) ORDER BY s.name, o.name""");
  }

  @Proves(
      value = {CatalogueItem.HYDRATION, CatalogueItem.READABLE},
      aspects = Aspect.FAILS)
  @Test
  void what_is_not_hydrated_is_told_with_its_replica() {
    simulation().neverHydrates(delays());
    fails(
        () -> green().isHydrated(),
        """
        VG-3816 GATE FAILED  green is not hydrated
          read      green NAME_next  at <time>, in the catalog
          counts    materialized views and indexes 5 · found 1
          hydrating NAME.delays  on replica NAME.r1
          look      SELECT s.name AS schema, o.name, h.replica_id, h.hydrated FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_internal.mz_hydration_statuses AS h ON h.object_id = o.id WHERE o.schema_id IN (<id>) ORDER BY s.name, o.name, h.replica_id""");
    fails(
        () -> green().isHydratedOnAtLeastOneReplica(),
        """
        VG-3816 GATE FAILED  green is not hydrated
          read      green NAME_next  at <time>, in the catalog
          counts    materialized views and indexes 5 · found 1
          hydrating NAME.delays  on replica NAME.r1
          look      SELECT s.name AS schema, o.name, h.replica_id, h.hydrated FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_internal.mz_hydration_statuses AS h ON h.object_id = o.id WHERE o.schema_id IN (<id>) ORDER BY s.name, o.name, h.replica_id""");
    isUndecided(
        () -> green().hasLagAtMost(ofSeconds(1)),
        """
        VG-3815 INCONCLUSIVE  it is not known whether green keeps up
          read      green NAME_next  at <time>, in the catalog
          counts    materialized views and indexes 5 · found 1
          unknown   NAME.delays  its lag is not reported yet
          look      SELECT s.name AS schema, o.name, l.local_lag FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_internal.mz_materialization_lag AS l ON l.object_id = o.id WHERE o.schema_id IN (<id>) ORDER BY s.name, o.name""");
    fails(
        () ->
            green()
                .only(landscape.named("NAME.delays"))
                .deadline(ofMillis(300))
                .readsWithoutError(),
        """
        VG-3818 GATE FAILED  relations of green cannot be read
          read      every value of green NAME_next, on cluster NAME_next
          no answer NAME.delays  cancelled after 300 ms
          rules     only NAME.delays
          look      SELECT * FROM "materialize"."NAME_next"."delays\"""");
  }

  @Test
  void what_no_replica_reports_is_not_known() {
    simulation().statusIsHeldBack(delays());
    isUndecided(
        () -> green().isHydrated(),
        """
        VG-3816 INCONCLUSIVE  it is not known whether green is hydrated
          read      green NAME_next  at <time>, in the catalog
          counts    materialized views and indexes 5 · found 1
          unknown   NAME.delays  on replica NAME.r1  not reported yet
          look      SELECT s.name AS schema, o.name, h.replica_id, h.hydrated FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id JOIN mz_internal.mz_hydration_statuses AS h ON h.object_id = o.id WHERE o.schema_id IN (<id>) ORDER BY s.name, o.name, h.replica_id""");
  }

  @Proves(value = CatalogueItem.REPLICAS, aspects = Aspect.FAILS)
  @Test
  void a_replica_that_ran_out_of_memory_is_told_also_when_it_is_back() {
    green().hasHealthyReplicas();
    simulation().replicaIs(landscape.named("NAME_next"), "r1", "offline", "oom-killed");
    Throwable failure = catchThrowable(() -> green().hasHealthyReplicas());
    assertThat(landscape.anonymous(String.valueOf(failure.getMessage())))
        .contains("replica   NAME.r1  process 0 is offline (oom-killed)");
    simulation().replicaIs(landscape.named("NAME_next"), "r1", "online", null);
    Throwable back = catchThrowable(() -> green().hasHealthyReplicas());
    assertThat(landscape.anonymous(String.valueOf(back.getMessage())))
        .isEqualTo(
            """
            VG-3817 GATE FAILED  replicas of green are not healthy
              read      green NAME_next  at <time>, in the catalog
              counts    clusters 2 · found 1
              offline   NAME.r1  at <time> (oom-killed)
              look      SELECT c.name AS cluster, r.name AS replica, h.process_id, h.status, h.reason, h.occurred_at FROM mz_clusters AS c JOIN mz_cluster_replicas AS r ON r.cluster_id = c.id JOIN mz_internal.mz_cluster_replica_status_history AS h ON h.replica_id = r.id WHERE c.id IN (<id>, <id>) ORDER BY h.occurred_at DESC"""
                + END);
  }

  @Proves(value = CatalogueItem.SOURCES_AND_SINKS, aspects = Aspect.FAILS)
  @Test
  void a_sink_that_stalls_is_told_with_its_error() {
    Sink sink = landscape.green().sinks().get(0);
    simulation().sinkIs(new ItemId(sink.id()), "stalled", "the broker is gone");
    fails(
        () -> assertThat(sink).isHealthy(),
        """
        VG-3819 GATE FAILED  sources or sinks are not healthy
          read      sink NAME_sinks.delays  at <time>, in the catalog
          status    sink NAME_sinks.delays  stalled (the broker is gone)
          look      SELECT name, type, status, error FROM mz_internal.mz_source_statuses WHERE id IN (<id>) UNION ALL SELECT name, type, status, error FROM mz_internal.mz_sink_statuses WHERE id IN (<id>)""");
    fails(
        () -> green().hasHealthySinks(),
        """
        VG-3819 GATE FAILED  sources or sinks are not healthy
          read      green NAME_next  at <time>, in the catalog
          status    sink NAME_sinks.delays  stalled (the broker is gone)
          look      SELECT name, type, status, error FROM mz_internal.mz_source_statuses WHERE id IN (<id>) UNION ALL SELECT name, type, status, error FROM mz_internal.mz_sink_statuses WHERE id IN (<id>)""");
  }
}
