package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Column;
import dev.verdigris.validations.Observation.Grade;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Columns of blue beside those of green, under each compatibility. */
class ColumnComparisonTests {
  private static final List<Column> BLUE =
      List.of(new Column("iata", "text", false), new Column("delay", "bigint", true));

  private static List<Observation> compared(Compatibility compatibility, Column... green) {
    return ColumnComparison.of("flights.delays", BLUE, List.of(green), compatibility);
  }

  private static String failing(Compatibility compatibility, Column... green) {
    return Observation.of(Grade.FAIL, compared(compatibility, green)).stream()
        .map(one -> one.label() + " " + one.text())
        .reduce("", (a, b) -> a.isEmpty() ? b : a + " | " + b);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void each_change_breaks_the_compatibilities_that_it_should(
      List<Column> green, String exact, String backward, String forward, String full) {
    Column[] columns = green.toArray(Column[]::new);
    assertThat(failing(Compatibility.EXACT, columns)).as("exact").isEqualTo(exact);
    assertThat(failing(Compatibility.BACKWARD, columns)).as("backward").isEqualTo(backward);
    assertThat(failing(Compatibility.FORWARD, columns)).as("forward").isEqualTo(forward);
    assertThat(failing(Compatibility.FULL, columns)).as("full").isEqualTo(full);
  }

  static Stream<Arguments> changes() {
    Column iata = new Column("iata", "text", false);
    Column delay = new Column("delay", "bigint", true);
    String lost = "lost flights.delays.delay, bigint";
    String retyped = "retyped flights.delays.delay  blue bigint  green numeric";
    String added = "added flights.delays.On time, boolean";
    String nullable = "nullable flights.delays.iata  blue text not null  green text";
    String promised = "nullable flights.delays.delay  blue bigint  green bigint not null";
    String order = "order flights.delays  blue iata, delay  green delay, iata";
    return Stream.of(
        Arguments.of(List.of(iata, delay), "", "", "", ""),
        Arguments.of(List.of(iata), lost, lost, "", lost),
        Arguments.of(
            List.of(iata, new Column("delay", "numeric", true)),
            retyped,
            retyped,
            retyped,
            retyped),
        Arguments.of(
            List.of(iata, delay, new Column("On time", "boolean", true)), added, "", added, added),
        Arguments.of(
            List.of(new Column("iata", "text", true), delay), nullable, nullable, "", nullable),
        Arguments.of(
            List.of(iata, new Column("delay", "bigint", false)), promised, "", promised, promised),
        Arguments.of(List.of(delay, iata), order, "", "", ""));
  }

  @Test
  void what_does_not_break_the_compatibility_is_told_all_the_same() {
    assertThat(
            compared(
                Compatibility.BACKWARD,
                new Column("delay", "bigint", false),
                new Column("iata", "text", false),
                new Column("on_time", "boolean", true)))
        .extracting(Observation::grade, Observation::label)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Grade.WARN, "nullable"),
            org.assertj.core.groups.Tuple.tuple(Grade.WARN, "added"),
            org.assertj.core.groups.Tuple.tuple(Grade.WARN, "order"));
  }
}
