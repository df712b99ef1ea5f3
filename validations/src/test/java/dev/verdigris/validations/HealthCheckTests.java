package dev.verdigris.validations;

import static dev.verdigris.validations.Environments.GREEN;
import static dev.verdigris.validations.Environments.GREEN_INDEX;
import static dev.verdigris.validations.Environments.equal;
import static dev.verdigris.validations.Environments.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Health;
import dev.verdigris.catalog.Item;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the server reports, and what it does not. */
class HealthCheckTests {
  private static final EnvironmentCatalog CATALOG = Environments.green(equal());
  private static final Health NOTHING =
      new Health("1", Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Map.of());

  private static SortedMap<String, Boolean> on(boolean first, boolean second) {
    return new TreeMap<>(Map.of("u51", first, "u52", second));
  }

  private static HealthCheck check(Health health) {
    return new HealthCheck(CATALOG, health);
  }

  private static Health hydrated(Map<String, SortedMap<String, Boolean>> hydrated) {
    return new Health("1", hydrated, Map.of(), Map.of(), Map.of(), List.of(), Map.of());
  }

  private static Health lags(
      Map<String, BigDecimal> lags, Map<String, Optional<BigDecimal>> frontiers) {
    return new Health("1", Map.of(), lags, frontiers, Map.of(), List.of(), Map.of());
  }

  @Test
  void only_what_a_cluster_keeps_is_asked_about() {
    assertThat(check(NOTHING).computed()).containsOnlyKeys("flights.delays", "flights.delays_iata");
  }

  @Test
  void an_object_has_to_be_hydrated_on_every_replica_or_on_one() {
    HealthCheck check =
        check(hydrated(Map.of(GREEN, on(true, false), GREEN_INDEX, on(true, true))));
    assertThat(texts(check.hydration(check.computed(), true)))
        .containsExactly("hydrating flights.delays  on replica compute.r2");
    assertThat(check.hydration(check.computed(), false)).isEmpty();
  }

  @Test
  void what_no_replica_reports_is_not_hydrated_and_not_known() {
    HealthCheck check =
        check(
            hydrated(Map.of(GREEN, new TreeMap<>(Map.of("", false)), GREEN_INDEX, on(true, true))));
    assertThat(texts(check.hydration(check.computed(), true)))
        .containsExactly(
            "UNKNOWN unknown flights.delays  on replica compute.r1  not reported yet",
            "UNKNOWN unknown flights.delays  on replica compute.r2  not reported yet");
    assertThat(check.hydration(check.computed(), false)).hasSize(2);
  }

  @Test
  void a_cluster_without_replicas_hydrates_nothing() {
    dev.verdigris.catalog.Cluster cluster = CATALOG.cluster("compute").orElseThrow();
    EnvironmentCatalog without =
        CATALOG.in(
            equal()
                .with(
                    new dev.verdigris.catalog.Cluster(
                        cluster.id(),
                        cluster.name(),
                        cluster.owner(),
                        cluster.grants(),
                        "",
                        cluster.options(),
                        List.of())));
    HealthCheck check = new HealthCheck(without, NOTHING);
    assertThat(texts(check.hydration(check.computed(), false)))
        .contains("hydrating flights.delays  cluster compute has no replica");
    assertThat(texts(check.replicas(List.of("compute"))))
        .containsExactly("replica compute has no replica");
  }

  @Test
  void lag_is_known_small_or_not_known() {
    HealthCheck check =
        check(lags(Map.of(GREEN, new BigDecimal("3")), Map.of(GREEN_INDEX, Optional.empty())));
    assertThat(texts(check.lag(check.computed(), Duration.ofSeconds(2))))
        .containsExactly("lag flights.delays  3 s, allowed 2 s");
    assertThat(check.lag(check.computed(), Duration.ofSeconds(3))).isEmpty();
    HealthCheck silent = check(NOTHING);
    assertThat(texts(silent.lag(silent.computed(), Duration.ofSeconds(3))))
        .containsExactly(
            "UNKNOWN unknown flights.delays  its lag is not reported yet",
            "UNKNOWN unknown flights.delays_iata  its lag is not reported yet");
  }

  @Test
  void lag_is_compared_with_blue_s_and_one_second_is_always_allowed() {
    Health health =
        lags(
            Map.of(
                "u102",
                new BigDecimal("2"),
                GREEN,
                new BigDecimal("5"),
                "u103",
                BigDecimal.ZERO,
                GREEN_INDEX,
                BigDecimal.ONE),
            Map.of());
    HealthCheck green = check(health);
    HealthCheck blue = new HealthCheck(Environments.blue(equal()), health);
    assertThat(texts(green.lagAgainst(green.computed(), blue, 2)))
        .containsExactly("lag flights.delays  blue 2 s  green 5 s, allowed 4 s");
    assertThat(green.lagAgainst(green.computed(), blue, 2.5)).isEmpty();
    assertThat(texts(check(NOTHING).lagAgainst(green.computed(), blue, 2)))
        .contains("UNKNOWN unknown flights.delays  the lag of green is not reported yet");
  }

  @Test
  void replicas_are_online_and_were_so_for_a_day() {
    Health health =
        new Health(
            "1",
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of("u51", List.of(new Health.ReplicaProcess("0", "offline", "oom-killed"))),
            List.of(
                new Health.Offline("u51", "oom-killed", "2026-11-25 13:00:00+00"),
                new Health.Offline("u21", "", "2026-11-25 12:00:00+00")),
            Map.of());
    assertThat(texts(check(health).replicas(List.of("compute"))))
        .containsExactly(
            "replica compute.r1  process 0 is offline (oom-killed)",
            "offline compute.r1  at 2026-11-25 13:00:00+00 (oom-killed)",
            "UNKNOWN unknown compute.r2  nothing is reported of this replica yet");
  }

  @Test
  void connectors_run_or_do_not_or_nobody_knows() {
    List<Item> sinks = CATALOG.sinks();
    assertThat(texts(check(NOTHING).connectors(sinks)))
        .containsExactly("UNKNOWN unknown sink sinks.delays  no status is reported yet");
    assertThat(texts(connector("starting", "").connectors(sinks)))
        .containsExactly("UNKNOWN unknown sink sinks.delays  is starting");
    assertThat(texts(connector("stalled", "broker is gone").connectors(sinks)))
        .containsExactly("status sink sinks.delays  stalled (broker is gone)");
    assertThat(texts(connector("paused", "").connectors(sinks)))
        .containsExactly("status sink sinks.delays  paused");
    assertThat(connector("running", "").connectors(sinks)).isEmpty();
  }

  private static HealthCheck connector(String status, String error) {
    return check(
        new Health(
            "1",
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of("u107", new Health.Connector(status, error))));
  }

  @Test
  void a_frontier_that_does_not_move_is_no_progress() {
    List<Item> sources = CATALOG.sources();
    Health before = lags(Map.of(), Map.of("u90", Optional.of(new BigDecimal("1000"))));
    Health later = lags(Map.of(), Map.of("u90", Optional.of(new BigDecimal("1001"))));
    assertThat(texts(check(before).standing(sources, before, Duration.ofMillis(1500))))
        .containsExactly("standing source raw.generator  stands at 1000, no progress within 1.5 s");
    assertThat(check(later).standing(sources, before, Duration.ofSeconds(1))).isEmpty();
    assertThat(texts(check(later).standing(sources, NOTHING, Duration.ofSeconds(1))))
        .containsExactly("UNKNOWN unknown source raw.generator  its progress is not reported");
  }
}
