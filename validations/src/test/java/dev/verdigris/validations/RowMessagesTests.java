package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a person reads when an assertion on rows does not hold. */
class RowMessagesTests {
  private static final Subject GREEN =
      new Subject("green", "flights.delays", "\"materialize\".\"flights_pr_17\".\"delays\"");
  private static final Subject BLUE =
      new Subject("blue", "flights.delays", "\"materialize\".\"flights\".\"delays\"");
  private static final Context PLAIN =
      new Context(null, null, List.of(), List.of(), "1764000123456", "compute_pr_17");
  private static final String READ =
      "  read      green flights_pr_17.delays  at 1764000123456, on cluster compute_pr_17\n";
  private static final String COMPARED =
      "  compared  blue flights.delays  with  green flights_pr_17.delays  at 1764000123456, on"
          + " cluster compute_pr_17\n";
  private static final String END =
      """
        look      SELECT 1
        state     nothing was promoted; green stays up
        next      mend the model and run mvn verify again
      """
          .stripTrailing();

  private static Rows rows(long total) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(total, 5); i++) {
      rows.add(List.of("SE" + i, "2"));
    }
    return new Rows(List.of("iata", "rows"), rows, total, 220);
  }

  private static final String FOUND = "  rows      220 · found 1\n  found     iata=SE0  rows=2\n";

  @Test
  void whatWasFoundIsShownAndTheRestIsCounted() {
    assertThat(KeyMessages.shouldHaveUniqueKey(GREEN, List.of("iata"), "SELECT 1", rows(7), PLAIN))
        .isEqualTo(
            "VG-3101 GATE FAILED  flights.delays has more than one row for the same iata\n"
                + READ
                + """
                  rows      220 · found 7
                  found     iata=SE0  rows=2
                            iata=SE1  rows=2
                            iata=SE2  rows=2
                            iata=SE3  rows=2
                            iata=SE4  rows=2
                            and 2 more
                """
                + END);
  }

  @Test
  void keysAndNulls() {
    assertThat(KeyMessages.shouldHaveKey(GREEN, List.of("iata", "day"), "SELECT 1", rows(1), PLAIN))
        .isEqualTo(
            "VG-3101 GATE FAILED  the key iata, day of flights.delays is null or not unique\n"
                + READ
                + FOUND
                + END);
    assertThat(KeyMessages.shouldHaveNoNulls(GREEN, List.of("iata"), "SELECT 1", rows(1), PLAIN))
        .isEqualTo("VG-3103 GATE FAILED  flights.delays has nulls in iata\n" + READ + FOUND + END);
    assertThat(KeyMessages.shouldHaveNullShare(GREEN, 0.055, 220, "SELECT 1", rows(1), PLAIN))
        .isEqualTo(
            "VG-3126 GATE FAILED  flights.delays has more nulls than 5.5 %\n"
                + READ
                + "  rows      220\n  found     iata=SE0  rows=2\n"
                + END);
  }

  @Test
  void references() {
    Subject airports = new Subject("green", "raw.airports", "\"m\".\"raw\".\"airports\"");
    assertThat(
            KeyMessages.shouldHaveReferencesIn(
                GREEN, List.of("iata"), airports, List.of("code"), "SELECT 1", rows(1), PLAIN))
        .isEqualTo(
            "VG-3106 GATE FAILED  flights.delays.iata has values that raw.airports.code has not\n"
                + READ
                + FOUND
                + END);
    assertThat(
            KeyMessages.shouldBeReferencedBy(
                GREEN, List.of("a", "b"), airports, List.of("c", "d"), "SELECT 1", rows(1), PLAIN))
        .isEqualTo(
            "VG-3127 GATE FAILED  flights.delays (a, b) has values that nothing in raw.airports"
                + " (c, d) refers to\n"
                + READ
                + FOUND
                + END);
  }

  @Test
  void numbersOfRows() {
    assertThat(CountMessages.shouldHaveRowCount(GREEN, 3, new RowRange(4, 4), "SELECT 1", PLAIN))
        .isEqualTo("VG-3102 GATE FAILED  flights.delays has 3 rows, expected 4\n" + READ + END);
    assertThat(
            CountMessages.shouldHaveRowCount(
                GREEN, 0, new RowRange(1, Long.MAX_VALUE), "SELECT 1", PLAIN))
        .startsWith("VG-3102 GATE FAILED  flights.delays has 0 rows, expected at least 1\n");
    assertThat(CountMessages.shouldHaveRowCount(GREEN, 0, new RowRange(1, 9), "SELECT 1", PLAIN))
        .startsWith("VG-3102 GATE FAILED  flights.delays has 0 rows, expected 1 to 9\n");
    assertThat(CountMessages.shouldHaveRowCountOf(GREEN, BLUE, 200, 220, "1 %", "SELECT 1", PLAIN))
        .isEqualTo(
            "VG-3102 GATE FAILED  delays has another number of rows than production\n"
                + COMPARED
                + "  rows      blue 220 · green 200 · difference -20, -9.1 % (allowed 1 %)\n"
                + END);
    assertThat(CountMessages.shouldGrow(GREEN, 3, 3, "SELECT 1", PLAIN))
        .startsWith(
            "VG-3119 GATE FAILED  flights.delays does not grow\n"
                + READ
                + "  rows      3 at first · 3 at the end\n");
  }

  @Test
  void values() {
    assertThat(ValueMessages.shouldHaveOnly(GREEN, "iata", "'SEA'", "SELECT 1", rows(1), PLAIN))
        .isEqualTo(
            "VG-3111 GATE FAILED  flights.delays.iata has other values than 'SEA'\n"
                + READ
                + FOUND
                + END);
    assertThat(ValueMessages.shouldNotHave(GREEN, "iata", "'SEA'", "SELECT 1", rows(1), PLAIN))
        .isEqualTo(
            "VG-3111 GATE FAILED  flights.delays.iata has forbidden values of 'SEA'\n"
                + READ
                + FOUND
                + END);
    assertThat(ValueMessages.shouldHaveNoNew(GREEN, BLUE, "iata", "SELECT 1", rows(1), PLAIN))
        .isEqualTo(
            "VG-3112 GATE FAILED  delays.iata has values that production has not\n"
                + COMPARED
                + "  rows      found 1\n  found     iata=SE0  rows=2\n"
                + END);
    assertThat(ValueMessages.shouldHaveNoVanished(GREEN, BLUE, "iata", "SELECT 1", rows(1), PLAIN))
        .startsWith("VG-3112 GATE FAILED  delays.iata has lost values that production has\n");
    assertThat(
            ValueMessages.shouldBe(
                GREEN, "n", "are not between 1 AND 2", "SELECT 1", rows(1), PLAIN))
        .isEqualTo(
            "VG-3113 GATE FAILED  flights.delays.n has values that are not between 1 AND 2\n"
                + READ
                + FOUND
                + END);
  }

  @Test
  void wholeRows() {
    assertThat(ValueMessages.shouldSatisfyRows(GREEN, "share <= 1", "SELECT 1", rows(1), PLAIN))
        .isEqualTo(
            "VG-3105 GATE FAILED  not every row of flights.delays satisfies share <= 1\n"
                + READ
                + FOUND
                + END);
    assertThat(ValueMessages.shouldAddUp(GREEN, "n", "a + b", "SELECT 1", rows(1), PLAIN))
        .startsWith("VG-3114 GATE FAILED  flights.delays.n is not the sum of a + b\n");
    assertThat(ValueMessages.shouldBeDisjoint(GREEN, "a", "b", "SELECT 1", rows(1), PLAIN))
        .startsWith(
            "VG-3115 GATE FAILED  ranges from a to b of flights.delays overlap or end early\n");
    assertThat(ValueMessages.shouldHaveNoGaps(GREEN, "n", "1", "SELECT 1", rows(1), PLAIN))
        .startsWith("VG-3116 GATE FAILED  flights.delays.n has gaps of more than 1\n");
  }

  @Test
  void aggregatesAndFreshness() {
    assertThat(
            AggregateMessages.shouldHaveSameAggregates(
                GREEN, BLUE, "sum(n) exactly", "SELECT 1", rows(1), PLAIN))
        .isEqualTo(
            "VG-3117 GATE FAILED  delays has other aggregates than production\n"
                + COMPARED
                + "  found     iata=SE0  rows=2\n  allowed   sum(n) exactly\n"
                + END);
    assertThat(
            AggregateMessages.shouldBeFresh(
                GREEN, "at", "2026-01-01 00:00:00+00", "61 s", "60 s", "SELECT 1", PLAIN))
        .isEqualTo(
            "VG-3118 GATE FAILED  flights.delays is stale: its newest at is 61 s old\n"
                + READ
                + "  newest    2026-01-01 00:00:00+00 (allowed 60 s)\n"
                + END);
    assertThat(
            AggregateMessages.shouldBeAsFresh(
                GREEN, BLUE, "at", "10:00", "10:02", "120 s", "60 s", "SELECT 1", PLAIN))
        .isEqualTo(
            "VG-3118 GATE FAILED  delays is staler than production by 120 s\n"
                + COMPARED
                + "  newest    at  blue 10:02  green 10:00  (allowed 60 s)\n"
                + END);
  }

  @Test
  void differences() {
    Difference difference =
        new Difference(
            List.of("iata", "n"),
            1,
            List.of("none", "0.5"),
            220,
            221,
            6,
            0,
            1,
            2,
            List.of(0L, 6L),
            List.of(new Difference.Change(List.of("SEA", "1"), List.of("SEA", "3"), List.of(1))),
            List.of(),
            List.of(List.of("XXX", "9")),
            Set.of());
    assertThat(
            DifferenceMessages.shouldMatch(
                GREEN, BLUE, difference, 3, Map.of("n", 99.0), "SELECT 1", PLAIN))
        .isEqualTo(
            "VG-3104 GATE FAILED  delays differs from production\n"
                + COMPARED
                + """
                  rows      blue 221 · green 220 · only blue 1 · only green 0 · changed 6 (2.7 %, allowed 3) · accepted 2
                  changed   iata=SEA  n  blue 3  green 1  (tolerance: 0.5)
                            and 5 more
                  columns   n 97.3 % match (at least 99 % is wanted)
                  blue has  iata=XXX  n=9
                """
                + END);
    assertThat(
            DifferenceMessages.shouldHaveSameColumns(
                GREEN, BLUE, List.of("iata", "late"), List.of("iata"), "SELECT 1", PLAIN))
        .isEqualTo(
            "VG-3104 GATE FAILED  delays has other columns than production\n"
                + COMPARED
                + "  green has late\n  blue has  none\n"
                + END);
  }

  @Test
  void whatCannotBeDecided() {
    String count =
        "  look      SELECT count(*) FROM \"materialize\".\"flights_pr_17\".\"delays\"\n";
    String next =
        "  state     nothing was promoted; green stays up\n"
            + "  next      find out why it is empty, or say allowingEmpty() where that is right";
    assertThat(EmptyMessages.noRows(GREEN, PLAIN))
        .isEqualTo(
            "VG-3110 INCONCLUSIVE  flights.delays has no rows, so nothing can be said of them\n"
                + READ
                + count
                + next);
    assertThat(EmptyMessages.bothEmpty(GREEN, BLUE, PLAIN))
        .isEqualTo(
            "VG-3110 INCONCLUSIVE  flights.delays has no rows in green and in blue, so nothing is"
                + " compared\n"
                + COMPARED
                + count
                + next);
    assertThat(EmptyMessages.nothingBeside(GREEN, BLUE, PLAIN))
        .isEqualTo(
            "VG-3110 INCONCLUSIVE  blue flights.delays has no rows, so nothing can be said of"
                + " flights.delays\n"
                + COMPARED
                + count.replace("flights_pr_17", "flights")
                + next);
    assertThat(ReadProblems.noAnswer("flights.delays", 60_000, "0 of 1 replicas", "SELECT 1"))
        .isEqualTo(
            """
            VG-3109 INCONCLUSIVE  flights.delays did not answer within 1 min
              hydrated  0 of 1 replicas
              query     SELECT 1
              state     the read was cancelled; nothing was promoted; green stays up
              next      wait until it is hydrated, or give it longer: deadline(…), timeouts.statement""");
  }

  @Test
  void whatCannotBeRead() {
    assertThat(
            ReadProblems.notReadable(
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
  void whatHoldsAgain() {
    assertThat(TimingMessages.heldAgain("flights.delays", PLAIN, "1764000123999", "SELECT 1"))
        .isEqualTo(
            """
            VG-3122 GATE FAILED  flights.delays did not hold without a break
              broke     at 1764000123456; at 1764000123999 it holds again
              look      SELECT 1
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
  }

  @Test
  void whyItMattersAndWhoAnswersForItIsTold() {
    Context context =
        new Context(
            "the board reads it", "anna", List.of("a", "b"), List.of("where x", "now"), "1", "c");
    assertThat(ValueMessages.shouldSatisfyRows(GREEN, "y", "SELECT 1", rows(0), context))
        .isEqualTo(
            """
            VG-3105 GATE FAILED  not every row of flights.delays satisfies y
              because   the board reads it
              read      green flights_pr_17.delays  at 1, on cluster c
              rows      220 · found 0
              rules     where x; now
              look      SELECT 1
              about     owner anna · #a · #b
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
  }
}
