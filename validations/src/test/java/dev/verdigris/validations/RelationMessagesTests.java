package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RelationMessagesTests {
  private static final Subject GREEN =
      new Subject(
          "green",
          "flights.delay_by_airport",
          "\"materialize\".\"flights_pr_17\".\"delay_by_airport\"");
  private static final Subject BLUE =
      new Subject(
          "blue", "flights.delay_by_airport", "\"materialize\".\"flights\".\"delay_by_airport\"");

  private static Rows rows(long total) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(total, 5); i++) {
      rows.add(List.of("SE" + i, "2"));
    }
    return new Rows(List.of("iata", "rows"), rows, total, "1764000123456", "compute_pr_17");
  }

  @Test
  void namesTheKeysThatAreNotUnique() {
    assertThat(
            RelationMessages.shouldHaveUniqueKey(
                GREEN, new String[] {"iata"}, rows(7), "the sink's key is iata"))
        .isEqualTo(
            """
            VG-3101 GATE FAILED  flights.delay_by_airport has more than one row for the same iata
              because   the sink's key is iata
              read      green flights_pr_17.delay_by_airport  at 1764000123456, on cluster compute_pr_17
              found     iata=SE0  rows=2
                        iata=SE1  rows=2
                        iata=SE2  rows=2
                        iata=SE3  rows=2
                        iata=SE4  rows=2
                        and 2 more
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
  }

  @Test
  void tellsTheNumberOfRows() {
    assertThat(RelationMessages.shouldHaveRowCount(GREEN, 3, 4, 4, rows(1), null))
        .isEqualTo(
            """
            VG-3102 GATE FAILED  flights.delay_by_airport has 3 rows, expected 4
              read      green flights_pr_17.delay_by_airport  at 1764000123456, on cluster compute_pr_17
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
    assertThat(RelationMessages.shouldHaveRowCount(GREEN, 0, 1, Long.MAX_VALUE, rows(1), null))
        .startsWith(
            "VG-3102 GATE FAILED  flights.delay_by_airport has 0 rows, expected at least 1\n");
    assertThat(RelationMessages.shouldHaveRowCount(GREEN, 0, 1, 9, rows(1), null))
        .startsWith("VG-3102 GATE FAILED  flights.delay_by_airport has 0 rows, expected 1 to 9\n");
  }

  @Test
  void namesTheRowsWithNulls() {
    assertThat(
            RelationMessages.shouldHaveNoNulls(GREEN, new String[] {"iata", "name"}, rows(1), null))
        .startsWith(
            """
            VG-3103 GATE FAILED  flights.delay_by_airport has nulls in iata, name
              read      green flights_pr_17.delay_by_airport  at 1764000123456, on cluster compute_pr_17
              found     iata=SE0  rows=2
            """);
  }

  @Test
  void namesTheRowsThatDoNotSatisfy() {
    assertThat(RelationMessages.shouldSatisfyRows(GREEN, "share <= 1", rows(1), null))
        .startsWith(
            """
            VG-3105 GATE FAILED  not every row of flights.delay_by_airport satisfies share <= 1
              read      green""");
  }

  @Test
  void namesTheValuesThatHaveNoTarget() {
    Subject airports = new Subject("green", "raw.airports", "\"materialize\".\"raw\".\"airports\"");
    assertThat(
            RelationMessages.shouldHaveReferencesIn(GREEN, "iata", airports, "iata", rows(1), null))
        .startsWith(
            """
            VG-3106 GATE FAILED  flights.delay_by_airport.iata has values that raw.airports.iata has not
              read      green""");
  }

  @Test
  void namesTheRowsThatAQueryFound() {
    assertThat(RelationMessages.shouldReturnNoRows(" SELECT 1 AS iata ", rows(1), null))
        .isEqualTo(
            """
            VG-3107 GATE FAILED  a query that should find nothing finds rows
              read      SELECT 1 AS iata  at 1764000123456, on cluster compute_pr_17
              found     iata=SE0  rows=2
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
  }

  @Test
  void namesTheColumnsThatDiffer() {
    assertThat(
            RelationMessages.shouldHaveSameColumns(
                GREEN, BLUE, List.of("iata", "late"), List.of("iata"), null))
        .isEqualTo(
            """
            VG-3104 GATE FAILED  delay_by_airport has other columns than blue
              compared  blue flights.delay_by_airport  with  green flights_pr_17.delay_by_airport
              green has late
              blue has  none
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
  }

  @Test
  void tellsWhatDiffersFromProduction() {
    Difference difference =
        new Difference(
            new Comparison(
                List.of("iata", "avg_delay", "flights"),
                1,
                Map.of("flights", new BigDecimal("0.50"))));
    difference.readAt("1764000123456", "compute_pr_17", 224, 223);
    difference.add(true, row("SEA", "8.40", "10"));
    difference.add(false, row("SEA", "8.41", "10"));
    difference.add(true, row("SFO", "9.02", "7"));
    difference.add(false, row("SFO", "9.02", "9"));
    difference.add(true, row("XXX", null, "1"));
    difference.add(false, row("YYY", "1", "1"));
    difference.pair();

    assertThat(RelationMessages.shouldMatch(GREEN, BLUE, difference, "the on-time board reads it"))
        .isEqualTo(
            """
            VG-3104 GATE FAILED  delay_by_airport differs from production
              because   the on-time board reads it
              compared  blue flights.delay_by_airport  with  green flights_pr_17.delay_by_airport  at 1764000123456, on cluster compute_pr_17
              rows      blue 223 · green 224 · only blue 1 · only green 1 · changed 2 (0.9 %, allowed 0)
              changed   iata=SEA  avg_delay  blue 8.41  green 8.40  (tolerance: none)
                        iata=SFO  flights  blue 9  green 7  (tolerance: 0.5)
              green has iata=XXX  avg_delay=null  flights=1
              blue has  iata=YYY  avg_delay=1  flights=1
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
  }

  @Test
  void showsFiveOfEachKind() {
    Difference difference = new Difference(new Comparison(List.of("id", "a"), 1, Map.of()));
    difference.readAt("1", "c", 10, 10);
    for (int i = 0; i < 7; i++) {
      difference.add(true, row("c" + i, "1"));
      difference.add(false, row("c" + i, "2"));
      difference.add(true, row("g" + i, "1"));
      difference.add(false, row("b" + i, "1"));
    }
    difference.cut();
    difference.pair();

    String message = RelationMessages.shouldMatch(GREEN, BLUE, difference, null);
    assertThat(message.split("and 2 more", -1)).hasSize(4);
    assertThat(message)
        .contains("only blue at least 7 · only green at least 7 · changed at least 7 (70.0 %");
  }

  @Test
  void tellsWhyARelationCannotBeRead() {
    assertThat(
            RelationMessages.notReadable(
                "flights.delays", "SELECT 1", new SQLException("division by zero")))
        .hasMessage(
            """
            VG-3108 GATE FAILED  flights.delays cannot be read
              cause     division by zero
              query     SELECT 1
              state     nothing was promoted; green stays up
              next      mend the query, or the model, and run mvn verify again""");
  }

  @Test
  void quotesNamesThatNeedIt() {
    assertThat(new Subject("green", "a.B", "\"m\".\"x-1\".\"B\"").label())
        .isEqualTo("green \"x-1\".\"B\"");
  }

  private static List<@Nullable String> row(@Nullable String... values) {
    return Arrays.asList(values);
  }
}
