package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of two promotions brings a sink onto its transition. */
class SinkClaimTests {
  private static final SinkStep STEP =
      new SinkStep("sinks.delays", "u109", "t.v", "u102", "u901", new SinkStep.Now());

  private final Snapshot validated = Catalogs.validated(Catalogs.withKeyedSinks());

  @Test
  void a_sink_that_reads_what_was_planned_with_is_anybodys() {
    assertThat(claim(validated, "u102").holds()).isTrue();
    assertThat(claim(validated, "u102").first()).isEmpty();
  }

  @Test
  void one_that_somebody_has_brought_elsewhere_is_nobodys() {
    SinkClaim claim = claim(validated, "u100");
    assertThat(claim.holds()).isFalse();
    assertThat(claim.first()).isEmpty();
    assertThat(claim.describe())
        .isEqualTo(
            "sink sinks.delays read flights.delay_by_airport (u102) and reads raw.flights"
                + " (u100)");
  }

  @Test
  void whose_transition_was_made_first_has_it_whatever_is_longer_in_letters() {
    Snapshot both = withTransition(withTransition(validated, "pr_17", "u99"), "pr_18", "u100");
    assertThat(claim(both, "u1100").holds()).as("on that of pr_18").isTrue();
    Snapshot other = withTransition(withTransition(validated, "pr_17", "u100"), "pr_18", "u99");
    SinkClaim claim = claim(other, "u199");
    assertThat(claim.holds()).isFalse();
    assertThat(claim.first()).map(Marker::deployment).contains("pr_18");
  }

  @Test
  void without_a_transition_of_its_own_it_comes_last() {
    assertThat(claim(withTransition(validated, "pr_18", "u99"), "u199").holds()).isFalse();
  }

  @Test
  void behind_the_swap_it_has_the_say_whoever_came_first() {
    Snapshot other = withTransition(validated, "pr_18", "u99");
    assertThat(claim(other, "u199", true).holds()).isTrue();
    assertThat(claim(other, "u100", true).holds()).as("brought elsewhere by hand").isFalse();
  }

  @Test
  void a_transition_over_something_else_is_not_taken_from() {
    Snapshot both =
        withTransition(withTransition(validated, "pr_17", "u99"), "pr_18", "u100")
            .with(view("u1100", "u100", "u100"));
    assertThat(claim(both, "u1100").holds()).isFalse();
    assertThat(claim(both, "u1100").first()).isEmpty();
  }

  private static SinkClaim claim(Snapshot snapshot, String read) {
    return claim(snapshot, read, false);
  }

  private static SinkClaim claim(Snapshot snapshot, String read, boolean swapped) {
    Snapshot now =
        snapshot.with(
            Catalogs.item("u109", "u12", "delays", ObjectKind.SINK, "u3", Set.of("u106", read)));
    return new SinkClaim(Situation.of(Catalogs.SCOPE, now), STEP, swapped);
  }

  private static Snapshot withTransition(Snapshot snapshot, String deployment, String id) {
    String name = "flights_" + deployment + "_transition";
    Marker marker = Marker.of(deployment, name, name, "ann", "2026-11-25T12:00:00Z", "");
    return snapshot
        .with(Catalogs.schema(id, name, marker.comment("")))
        .with(view("u1" + id.substring(1), id, "u102"));
  }

  private static Item view(String id, String schema, String read) {
    return Catalogs.item(
        id, schema, "delays by iata", ObjectKind.MATERIALIZED_VIEW, "u1", Set.of(read));
  }
}
