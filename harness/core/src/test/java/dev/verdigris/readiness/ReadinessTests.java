package dev.verdigris.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentName;
import dev.verdigris.Problem;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Replica;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReadinessTests {
  private static final Expected DELAYS =
      new Expected(
          List.of(
              new ExpectedObject(
                  "u5",
                  "flights_pr_17.delays",
                  "u3",
                  cluster(
                      "compute_pr_17",
                      new Replica("u1", "r1", "25cc", ""),
                      new Replica("u2", "r2", "25cc", "")))),
          List.of(),
          new TreeMap<>(Map.of("u9", "raw.flights")),
          Map.of("u9", "raw.flights"));
  private static final DeploymentName PR_17 = new DeploymentName("pr_17");
  private static final String STATE =
      "deployment pr_17 is built (every model was created in green)";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Status status = new Status();
  private BigDecimal relative = BigDecimal.ZERO;

  private static Cluster cluster(String name, Replica... replicas) {
    return new Cluster(
        "u7",
        name,
        "ann",
        new TreeSet<>(),
        "",
        ClusterOptions.managed("25cc", replicas.length),
        List.of(replicas));
  }

  @Test
  void other_replicas_than_are_expected_are_noticed_once_anything_is_told() {
    assertThat(Readiness.isMoved(DELAYS, status)).isFalse();
    row(Readiness.PLACED, "u7", "u1", "");
    assertThat(Readiness.isMoved(DELAYS, status)).isTrue();
    row(Readiness.PLACED, "u7", "u2", "");
    assertThat(Readiness.isMoved(DELAYS, status)).isFalse();
    row(Readiness.PLACED, "u7", "u3", "");
    assertThat(Readiness.isMoved(DELAYS, status)).isTrue();
    status.clear();
    assertThat(Readiness.isMoved(DELAYS, status)).isTrue();
  }

  @Test
  void a_missing_row_is_not_hydrated() {
    hydrated("u1", "t");
    // Reported, but by no replica yet.
    row(Readiness.HYDRATED, "u5", "", "f");
    lag("u5", "0");
    assertThat(pending())
        .containsExactly("flights_pr_17.delays: not reported yet on replica compute_pr_17.r2");
  }

  @Test
  void every_replica_counts() {
    hydrated("u1", "t");
    hydrated("u2", "f");
    lag("u5", "0");
    assertThat(pending())
        .containsExactly("flights_pr_17.delays: hydrating on replica compute_pr_17.r2");
    status.change(new Status.Row(Readiness.HYDRATED, "u5", "u2", "f"), -1);
    hydrated("u2", "t");
    assertThat(pending()).isEmpty();
  }

  @Test
  void a_replica_that_is_down_is_the_reason() {
    hydrated();
    lag("u5", "0");
    row(Readiness.REPLICA, "u1", "", "online");
    row(Readiness.REPLICA, "u2", "oom-killed", "offline");
    assertThat(pending())
        .containsExactly(
            "flights_pr_17.delays: hydrated before on replica compute_pr_17.r2, which is offline"
                + " (oom-killed)");
  }

  @Test
  void a_lag_over_the_threshold_is_pending_and_names_the_input() {
    hydrated();
    lag("u5", "4.000000");
    assertThat(pending())
        .containsExactly("flights_pr_17.delays: lag 4 s behind raw.flights, allowed 1 s");
    status.change(new Status.Row(Readiness.LAG, "u5", "u9", "4.000000"), -1);
    lag("u5", "1.000000");
    assertThat(pending()).isEmpty();
  }

  @Test
  void a_lag_may_be_as_blues_where_that_is_more() {
    hydrated();
    relative = new BigDecimal("1.5");
    lag("u5", "4.000000");
    lag("u3", "2.000000");
    assertThat(pending())
        .containsExactly(
            "flights_pr_17.delays: lag 4 s behind raw.flights, allowed 3 s (blue's is 2 s)");
    lag("u3", "3.000000");
    assertThat(pending()).isEmpty();
  }

  @Test
  void blues_lag_is_not_asked_unless_it_is_wanted() {
    hydrated();
    lag("u5", "4.000000");
    lag("u3", "9.000000");
    assertThat(pending())
        .containsExactly("flights_pr_17.delays: lag 4 s behind raw.flights, allowed 1 s");
  }

  @Test
  void a_missing_lag_is_pending_unless_the_object_is_constant() {
    hydrated();
    row(Readiness.FRONTIER, "u5", "", "f");
    assertThat(pending()).containsExactly("flights_pr_17.delays: lag not known yet");
    status.change(new Status.Row(Readiness.FRONTIER, "u5", "", "f"), -1);
    row(Readiness.FRONTIER, "u5", "", "t");
    assertThat(pending()).isEmpty();
  }

  @Test
  void what_refreshes_by_a_schedule_may_lag_and_has_to_be_hydrated() {
    row(Readiness.REFRESH, "u5", "", "every");
    lag("u5", "3600");
    assertThat(pending())
        .containsExactly("flights_pr_17.delays: not reported yet on replica compute_pr_17.r1");
    hydrated();
    assertThat(pending()).isEmpty();
  }

  @Test
  void a_source_that_begins_is_waited_for() {
    hydrated();
    lag("u5", "0");
    row(Readiness.SOURCE, "u9", "", "starting");
    assertThat(pending()).containsExactly("source raw.flights is starting");
    assertThat(Readiness.hopeless(DELAYS, status, () -> STATE)).isEmpty();
  }

  @Test
  void a_source_that_stands_still_is_not_waited_for() {
    row(Readiness.SOURCE, "u9", "kafka: broker is away", "stalled");
    assertThat(Readiness.hopeless(DELAYS, status, () -> STATE).map(Problem::format))
        .contains(
            """
            VG-4432 NOT READY  a source that green reads does not run
              sources   source raw.flights is stalled: kafka: broker is away
              state     deployment pr_17 is built (every model was created in green)
              next      mend the source, then run again""");
  }

  @Test
  void a_replica_that_is_killed_again_and_again_is_not_waited_for() {
    row(Readiness.KILLED, "u2", "", "2");
    assertThat(Readiness.hopeless(DELAYS, status, () -> STATE)).isEmpty();
    status.clear();
    row(Readiness.KILLED, "u2", "", "3");
    assertThat(Readiness.hopeless(DELAYS, status, () -> STATE).map(Problem::format))
        .contains(
            """
            VG-4431 NOT READY  a replica of green runs out of memory again and again
              killed    compute_pr_17.r2: 3 times
              state     deployment pr_17 is built (every model was created in green)
              next      give the cluster a larger size, or let the models need less memory; run again""");
  }

  @Test
  void it_is_enough_when_it_has_been_ready_for_long_without_a_setback() {
    Steadiness steadiness = new Steadiness(SECOND);
    assertThat(steadiness.isEnough(true, 0, seconds(0))).isFalse();
    assertThat(steadiness.isEnough(true, 0, seconds(0.9))).isFalse();
    // Not ready for a moment that no look has met.
    assertThat(steadiness.isEnough(true, 1, seconds(1))).isFalse();
    assertThat(steadiness.isEnough(false, 1, seconds(1.5))).isFalse();
    assertThat(steadiness.isEnough(true, 1, seconds(2.1))).isFalse();
    assertThat(steadiness.isEnough(true, 1, seconds(3.1))).isTrue();
    assertThat(new Steadiness(Duration.ZERO).isEnough(true, 0, 0)).isTrue();
  }

  @Test
  void a_setback_that_passed_between_two_looks_is_counted() {
    hydrated();
    row(Readiness.HYDRATED, "u5", "u2", "f");
    status.change(new Status.Row(Readiness.HYDRATED, "u5", "u2", "f"), -1);
    assertThat(status.setbacks()).isEqualTo(1);
  }

  @Test
  void the_deadline_names_what_is_pending() {
    assertThat(ReadinessProblems.late(PR_17, Duration.ofMinutes(10), pending(), STATE).format())
        .isEqualTo(
            """
            VG-4101 NOT READY  green of deployment pr_17 was not ready within 10 min: 1 object is pending
              pending   flights_pr_17.delays: not reported yet on replica compute_pr_17.r1
              state     deployment pr_17 is built (every model was created in green)
              next      run again to wait longer, or raise await.timeout in verdigris.yaml""");
  }

  @Test
  void green_that_is_not_ready_any_more_is_named() {
    assertThat(ReadinessProblems.noLonger(PR_17, pending(), STATE).format())
        .isEqualTo(
            """
            VG-4430 NOT READY  green of deployment pr_17 was ready and is not any more: 1 object is pending
              pending   flights_pr_17.delays: not reported yet on replica compute_pr_17.r1
              state     deployment pr_17 is built (every model was created in green)
              next      wait until it is ready again, then promote again; the verdict still counts""");
  }

  @Test
  void green_that_is_never_ready_for_long_is_told() {
    assertThat(ReadinessProblems.unsteady(PR_17, Duration.ofMinutes(10), SECOND, STATE).format())
        .isEqualTo(
            """
            VG-4433 NOT READY  green of deployment pr_17 was ready, but never for 1 s, within 10 min
              state     deployment pr_17 is built (every model was created in green)
              next      see what restarts its replicas or its lag; or lower await.stable_for""");
  }

  private List<String> pending() {
    return Readiness.pending(
        DELAYS, status, new Requirements(SECOND, relative, Duration.ZERO, SECOND));
  }

  private static long seconds(double seconds) {
    return (long) (seconds * 1e9);
  }

  private void hydrated() {
    hydrated("u1", "t");
    hydrated("u2", "t");
  }

  private void hydrated(String replica, String value) {
    row(Readiness.HYDRATED, "u5", replica, value);
  }

  private void lag(String id, String seconds) {
    row(Readiness.LAG, id, "u9", seconds);
  }

  private void row(String what, String id, String part, String value) {
    status.change(new Status.Row(what, id, part, value), 1);
  }
}
