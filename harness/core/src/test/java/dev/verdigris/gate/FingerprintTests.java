package dev.verdigris.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentName;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.SwapStep;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FingerprintTests {
  private static final Scope SCOPE =
      new Scope(new DeploymentName("pr_17"), "materialize", List.of("flights"), List.of());

  @Test
  void a_swap_does_not_change_it() {
    Snapshot green =
        snapshot(
            "CREATE MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"m\" IN CLUSTER [u4]"
                + " AS SELECT \"a\" FROM [u2 AS \"materialize\".\"flights_pr_17\".\"v\"]");
    Snapshot swapped =
        new SwapStep.OfSchemas("materialize", "flights", "flights_pr_17")
            .after(
                snapshot(
                    "CREATE MATERIALIZED VIEW \"materialize\".\"flights\".\"m\" IN CLUSTER [u4]"
                        + " AS SELECT \"a\" FROM [u2 AS \"materialize\".\"flights\".\"v\"]"));
    assertThat(fingerprint(swapped)).isEqualTo(fingerprint(green));
  }

  @Test
  void another_definition_or_reference_changes_it() {
    Fingerprint one = fingerprint(snapshot("SELECT 1 FROM [u2 AS \"a\".\"b\"]"));
    assertThat(fingerprint(snapshot("SELECT 2 FROM [u2 AS \"a\".\"b\"]"))).isNotEqualTo(one);
    assertThat(fingerprint(snapshot("SELECT 1 FROM [u3 AS \"a\".\"b\"]"))).isNotEqualTo(one);
    assertThat(fingerprint(snapshot("SELECT 1 FROM [u2 AS \"x\".\"y]\"\"\"]"))).isEqualTo(one);
  }

  @Test
  void differences_are_told_in_words() {
    Fingerprint one = fingerprint(snapshot("CREATE 1 FROM [u2 AS \"a\".\"b\"]"));
    Fingerprint other = fingerprint(snapshot("CREATE 2 FROM [u2 AS \"a\".\"b\"]"));
    assertThat(one.differences(other))
        .containsExactly(
            "green: materialized view m (u5) was as CREATE 1 FROM [u2]; is as CREATE 2 FROM [u2]");
    Fingerprint without = fingerprint(snapshot("CREATE 1").withoutItem("u5"));
    assertThat(one.differences(without)).containsExactly("green: materialized view m (u5) is gone");
    assertThat(without.differences(one))
        .containsExactly(
            "green: materialized view m (u5) is new: on u4, owner ann, as CREATE 1 FROM [u2]");
    assertThat(
            Fingerprint.of(List.of("green cluster u4 " + ClusterOptions.managed("25cc", 1)))
                .differences(
                    Fingerprint.of(
                        List.of("green cluster u4 " + ClusterOptions.managed("50cc", 1)))))
        .containsExactly("green: cluster u4 was size=25cc; is size=50cc");
  }

  @Test
  void differences_that_an_older_version_wrote_otherwise_are_shown_as_they_are() {
    Fingerprint one = Fingerprint.of(List.of("a", "b"));
    assertThat(one.differences(Fingerprint.of(List.of("b", "c"))))
        .containsExactly("a is gone", "c is new");
  }

  private static Fingerprint fingerprint(Snapshot snapshot) {
    return Fingerprint.of(Situation.of(SCOPE, snapshot));
  }

  private static Snapshot snapshot(String definition) {
    Marker marker = Marker.of("pr_17", "flights", "u10", "ann", "now", "");
    return new Snapshot(
            "materialize", "ann", Set.of("ann"), false, Map.of(), Map.of(), Map.of(), Map.of())
        .with(new Schema("u10", "materialize", "flights", "ann", new TreeSet<>(), ""))
        .with(
            new Schema(
                "u11", "materialize", "flights_pr_17", "ann", new TreeSet<>(), marker.line()))
        .with(
            new Item(
                "u5",
                "u11",
                "m",
                ObjectKind.MATERIALIZED_VIEW,
                "ann",
                "u4",
                new TreeSet<>(),
                "",
                Map.of(),
                List.of(),
                definition,
                Set.of("u2")));
  }
}
