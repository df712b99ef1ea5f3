package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecisions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which columns the relations of a sink are taken to have. */
class CutoverColumnsTests {
  private static final Snapshot VALIDATED = Catalogs.validated(Catalogs.production());
  private static final Column IATA = new Column("iata", "text", false);
  private static final String GREEN = "new:flights_pr_17.delay_by_airport";

  @Test
  void what_a_plan_would_create_is_taken_to_have_those_of_the_other_side() {
    assertThat(green(VALIDATED).columns()).isEmpty();
    assertThat(refused(VALIDATED, "plain columns=same")).isEmpty();
  }

  @Test
  void what_exists_has_those_that_the_catalog_tells() {
    Item bare =
        Catalogs.item(
                "u300",
                "new:flights_pr_17",
                "delay_by_airport",
                ObjectKind.MATERIALIZED_VIEW,
                "u2",
                Set.of())
            .withColumns(List.of());
    assertThat(refused(VALIDATED.withoutItem(GREEN).with(bare), "plain"))
        .containsExactly("iata is lost");
    Snapshot known = VALIDATED.with(green(VALIDATED).withColumns(List.of(IATA)));
    assertThat(refused(known, "plain columns=same")).isEmpty();
    Item old = known.item("u102").orElseThrow();
    assertThat(refused(known.with(old.withColumns(List.of())), "plain columns=same"))
        .containsExactly("iata is new");
    Column carrier = new Column("carrier", "text", true);
    assertThat(refused(known.with(old.withColumns(List.of(IATA, carrier))), "plain"))
        .containsExactly("carrier is lost");
  }

  private static Item green(Snapshot snapshot) {
    return snapshot.item(GREEN).orElseThrow();
  }

  private static List<String> refused(Snapshot snapshot, String decision) {
    SinkWays ways =
        SinkWays.NONE.withDecisions(
            new SinkDecisions(Map.of("sinks.delays", SinkDecision.parse(decision))));
    return ways.columnsRefused(snapshot, Cutovers.toGreen(Catalogs.situation(snapshot)).get(0));
  }
}
