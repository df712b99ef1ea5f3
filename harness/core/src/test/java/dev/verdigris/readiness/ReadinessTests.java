package dev.verdigris.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.DeploymentName;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Replica;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTests {
  private static final ExpectedObject DELAYS =
      new ExpectedObject(
          "u5",
          "flights_pr_17.delays",
          "\"materialize\".\"flights_pr_17\".\"delays\"",
          "\"materialize\".\"flights_pr_17\".\"delays\"",
          "compute_pr_17",
          List.of(new Replica("u1", "r1", "25cc", ""), new Replica("u2", "r2", "25cc", "")));
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Status status = new Status();

  @Test
  void a_missing_row_is_not_hydrated() {
    hydrated("u1", "t");
    // Reported, but by no replica yet.
    status.change(new Status.Row(Readiness.HYDRATED, "u5", "", "f"), 1);
    lag("0");
    assertThat(pending())
        .containsExactly("flights_pr_17.delays: not reported yet on replica compute_pr_17.r2");
  }

  @Test
  void every_replica_counts() {
    hydrated("u1", "t");
    hydrated("u2", "f");
    lag("0");
    assertThat(pending())
        .containsExactly("flights_pr_17.delays: hydrating on replica compute_pr_17.r2");
    status.change(new Status.Row(Readiness.HYDRATED, "u5", "u2", "f"), -1);
    hydrated("u2", "t");
    assertThat(pending()).isEmpty();
  }

  @Test
  void a_lag_over_the_threshold_is_pending() {
    hydrated("u1", "t");
    hydrated("u2", "t");
    lag("4.000000");
    assertThat(pending()).containsExactly("flights_pr_17.delays: lag 4 s, allowed 1 s");
    status.change(new Status.Row(Readiness.LAG, "u5", "", "4.000000"), -1);
    lag("1.000000");
    assertThat(pending()).isEmpty();
  }

  @Test
  void a_missing_lag_is_pending_unless_the_object_is_constant() {
    hydrated("u1", "t");
    hydrated("u2", "t");
    status.change(new Status.Row(Readiness.FRONTIER, "u5", "", "f"), 1);
    assertThat(pending()).containsExactly("flights_pr_17.delays: lag not known yet");
    status.change(new Status.Row(Readiness.FRONTIER, "u5", "", "f"), -1);
    status.change(new Status.Row(Readiness.FRONTIER, "u5", "", "t"), 1);
    assertThat(pending()).isEmpty();
  }

  @Test
  void the_deadline_names_what_is_pending() {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(
            () -> {
              throw ReadinessProblems.late(
                      new DeploymentName("pr_17"), Duration.ofMinutes(10), pending())
                  .exception();
            })
        .withMessage(
            """
            VG-4101 NOT READY  green of deployment pr_17 was not ready within 600 s: 1 object is pending
              pending   flights_pr_17.delays: not reported yet on replica compute_pr_17.r1
              state     nothing was promoted; green stays up
              next      run again to wait longer, or raise await.timeout in verdigris.yaml""");
  }

  private List<String> pending() {
    return Readiness.pending(List.of(DELAYS), status, SECOND);
  }

  private void hydrated(String replica, String value) {
    status.change(new Status.Row(Readiness.HYDRATED, "u5", replica, value), 1);
  }

  private void lag(String seconds) {
    status.change(new Status.Row(Readiness.LAG, "u5", "", seconds), 1);
  }
}
