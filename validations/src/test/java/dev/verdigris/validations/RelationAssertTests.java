package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.Relation;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.Severity;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each assertion passes where it should and fails where it should, on real relations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelationAssertTests {
  private TwoVersions versions = uninitialized();

  @SuppressWarnings("NullAway") // Set before any test.
  private static TwoVersions uninitialized() {
    return null;
  }

  @BeforeAll
  void deploy(@TempDir Path directory) throws Exception {
    versions =
        new TwoVersions(
            directory,
            "SELECT iata, state, flights, avg_delay FROM RAW.flown",
            """
            SELECT iata, state, flights,
              CASE WHEN iata = 'SEA' THEN avg_delay + 0.01 ELSE avg_delay END AS avg_delay
            FROM RAW.flown WHERE iata <> 'SFO'
            UNION ALL SELECT 'NEW', NULL::text, 1, 0.5""",
            List.of(
                "CREATE TABLE RAW.airports (iata text NOT NULL)",
                "CREATE TABLE RAW.flown (iata text, state text, flights int, avg_delay numeric)",
                "INSERT INTO RAW.airports VALUES ('SEA'), ('GEG'), ('SFO')",
                "INSERT INTO RAW.flown VALUES ('SEA', 'WA', 10, 8.40), ('GEG', 'WA', 3, -2.5),"
                    + " ('SFO', 'CA', 7, 9.02)"));
  }

  @AfterAll
  void leaveNothingBehind() throws Exception {
    versions.close();
  }

  private Relation green() {
    return versions.green().relation(versions.delays());
  }

  private Relation blue() {
    return versions.blue().relation(versions.delays());
  }

  private static String failureOf(ThrowingCallable assertion) {
    Throwable failure = catchThrowable(assertion);
    assertThat(failure).isInstanceOf(AssertionError.class);
    return String.valueOf(failure.getMessage());
  }

  @Test
  void uniqueKeys() {
    assertThat(green()).hasUniqueKey("iata").hasUniqueKey("state", "iata");

    assertThat(failureOf(() -> assertThat(green()).because("of it").hasUniqueKey("state")))
        .startsWith("VG-3101 GATE FAILED  " + versions.delays() + " has more than one row")
        .contains("because   of it", "state=WA  rows=2")
        .containsPattern("at [0-9]{13}, on cluster va_[0-9a-f]+_next\n");
  }

  @Test
  void numbersOfRows() {
    assertThat(green()).hasRowCount(3).hasRowCountBetween(1, 3).isNotEmpty();

    assertThat(failureOf(() -> assertThat(green()).hasRowCount(4)))
        .startsWith("VG-3102 GATE FAILED  " + versions.delays() + " has 3 rows, expected 4\n");
  }

  @Test
  void nulls() {
    assertThat(green()).hasNoNulls("iata", "flights");
    assertThat(blue()).hasNoNulls();

    assertThat(failureOf(() -> assertThat(green()).hasNoNulls()))
        .contains("iata=NEW  state=null  flights=1  avg_delay=0.5");
  }

  @Test
  void conditions() {
    assertThat(green()).satisfiesRows("flights > 0");

    assertThat(failureOf(() -> assertThat(green()).satisfiesRows("state = 'WA'")))
        .startsWith("VG-3105 GATE FAILED  not every row of")
        .contains("found     iata=NEW");
  }

  @Test
  void references() {
    Relation airports = versions.green().relation(versions.airports());
    assertThat(blue()).hasReferencesIn(airports, "iata", "iata");

    assertThat(failureOf(() -> assertThat(green()).hasReferencesIn(airports, "iata", "iata")))
        .startsWith("VG-3106 GATE FAILED  ")
        .contains("found     iata=NEW  rows=1");
  }

  @Test
  void queries() {
    assertThat(versions.green()).returnsNoRows("SELECT 1 FROM delays WHERE flights < 0");

    assertThat(
            failureOf(
                () ->
                    assertThat(versions.green())
                        .because("of it")
                        .returnsNoRows("SELECT iata AS who FROM delays ORDER BY 1")))
        .startsWith("VG-3107 GATE FAILED  ")
        .contains("because   of it", "found     who=GEG\n", "who=NEW", "who=SEA");
  }

  @Test
  void differencesToProduction() {
    assertThat(green()).keyedBy("iata").matches(green());

    String failure =
        failureOf(() -> assertThat(green()).as("delays").keyedBy("iata").matches(blue()));
    assertThat(failure)
        .startsWith("[delays]\nVG-3104 GATE FAILED  delays differs from production\n")
        .contains("blue 3 · green 3 · only blue 1 · only green 1 · changed 1 (33.3 %, allowed 0)")
        .contains("changed   iata=SEA  avg_delay  blue 8.4  green 8.41  (tolerance: none)")
        .contains("green has iata=NEW", "blue has  iata=SFO")
        .containsPattern("at [0-9]{13}, on cluster va_[0-9a-f]+_next\n");
  }

  @Test
  void differencesThatAreAllowed() {
    assertThat(
            failureOf(
                () -> assertThat(green()).keyedBy("iata").ignoring("avg_delay").matches(blue())))
        .contains("changed 0 (");
    assertThat(
            failureOf(
                () -> assertThat(green()).keyedBy("iata").within(0.1, "avg_delay").matches(blue())))
        .contains("changed 0 (");
    assertThat(
            failureOf(
                () ->
                    assertThat(green()).keyedBy("iata").within(0.001, "avg_delay").matches(blue())))
        .contains("(tolerance: 0.001)");
  }

  @Test
  void columnsThatOneSideHasNot() {
    Relation airports = versions.green().relation(versions.airports());

    assertThat(failureOf(() -> assertThat(airports).keyedBy("iata").matches(green())))
        .startsWith("VG-3104 GATE FAILED  airports has other columns than green\n")
        .contains("green has none");
    assertThat(airports.columns()).hasSize(1);
  }

  @Test
  void whatIsAskedWrongly() {
    assertThatIllegalStateException()
        .isThrownBy(() -> assertThat(green()).matches(blue()))
        .withMessage("say what tells rows apart: keyedBy(\"…\").matches(…)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(green()).hasUniqueKey("iatta"))
        .withMessage(
            versions.delays()
                + " has no column \"iatta\"; did you mean \"iata\"? it has iata, state, flights, avg_delay");
    Throwable failure = catchThrowable(() -> assertThat(green()).satisfiesRows("nonsense > 0"));
    assertThat(failure).isInstanceOf(VerdigrisException.class);
    assertThat(versions.told(failure))
        .isEqualTo(
            """
            VG-3108 GATE FAILED  flights.delays cannot be read
              cause     ERROR: column "nonsense" does not exist
              query     WITH found AS (SELECT * FROM "materialize"."flights_next"."delays" AS r WHERE (nonsense > 0) IS DISTINCT FROM TRUE), head AS (SELECT mz_now()::text AS at, (SELECT count(*) FROM "materialize"."flights_next"."delays" AS r)::text AS total, (SELECT count(*) FROM found)::text AS hits) SELECT head.*, shown.* FROM head LEFT JOIN (SELECT * FROM found ORDER BY "iata", "state", "flights" LIMIT 5) AS shown ON true
              state     nothing was promoted; green stays up
              next      mend the query, or the model, and run mvn verify again\
            """);
  }

  @Test
  void whatWasSaidGoesOnToHoldForARelationAndForAPlan() {
    String failure =
        failureOf(
            () ->
                assertThat(versions.green())
                    .as("delays")
                    .because("finance reads it")
                    .ownedBy("anna")
                    .tagged("daily")
                    .relation(versions.delays())
                    .hasRowCount(7));
    assertThat(failure)
        .startsWith("[delays]\nVG-3102 GATE FAILED  ")
        .contains("  because   finance reads it\n", "  about     owner anna · #daily\n");
    assertThat(versions.green())
        .onFailure(Severity.WARN)
        .planOf("SELECT * FROM delays")
        .usesIndex("there_is_none");
  }
}
