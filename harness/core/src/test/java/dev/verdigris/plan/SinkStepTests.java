package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether a sink reads what it should. */
class SinkStepTests {

  @Test
  void it_is_told_by_the_id_and_by_the_name_only_of_what_the_plan_creates() {
    Snapshot snapshot =
        Catalogs.production()
            .with(Catalogs.item("u107", "u12", "delays", ObjectKind.SINK, "u3", Set.of("u102")));

    assertThat(step("u102", snapshot).isDone(snapshot)).isTrue();
    assertThat(step("new:flights.delay_by_airport", snapshot).isDone(snapshot)).isTrue();
    assertThat(step("u999", snapshot).isDone(snapshot))
        .as("the name is another relation's by now")
        .isFalse();
  }

  private static SinkStep step(String toId, Snapshot snapshot) {
    return new SinkStep(
        "\"materialize\".\"sinks\".\"delays\"",
        "u107",
        snapshot.sqlName(snapshot.item("u102").orElseThrow()),
        "u101",
        toId,
        new SinkStep.Now());
  }
}
