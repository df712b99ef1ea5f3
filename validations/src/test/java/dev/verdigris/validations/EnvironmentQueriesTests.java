package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static dev.verdigris.validations.VerdigrisAssertions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.validations.Proves.Aspect;
import dev.verdigris.validations.TwoVersions.Model;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What queries return: nothing, exactly these rows, the same on both sides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentQueriesTests {
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
            List.of(
                new Model(
                    "delays",
                    "SELECT * FROM RAW.flown",
                    "SELECT iata, state, flights + 1 AS flights, avg_delay, seen FROM RAW.flown"),
                Model.same("empty", "SELECT * FROM RAW.flown WHERE flights < 0"),
                Model.same("Odd \"Name", "SELECT iata AS \"the \"\"code\", flights FROM RAW.flown"),
                Model.same(
                    "erring", "SELECT iata, flights / n AS share FROM RAW.flown, RAW.divisor"),
                Model.idle("waiting", "SELECT iata FROM RAW.flown")),
            List.of(
                "CREATE TABLE RAW.divisor (n int)",
                "INSERT INTO RAW.divisor VALUES (1)",
                "CREATE TABLE RAW.flown (iata text, state text, flights int, avg_delay numeric,"
                    + " seen timestamp)",
                "INSERT INTO RAW.flown VALUES ('SEA', 'WA', 10, 8.40, '2026-01-01 10:00'),"
                    + " ('GEG', NULL, 3, -2.5, '2026-01-02'), ('GEG', NULL, 3, -2.5,"
                    + " '2026-01-02')"));
    versions.execute("UPDATE RAW.divisor SET n = 0");
    versions.stopIdle();
  }

  @AfterAll
  void leaveNothingBehind() throws Exception {
    versions.close();
  }

  private EnvironmentAssert green() {
    return assertThat(versions.green());
  }

  private static String failureOf(ThrowingCallable assertion) {
    Throwable failure = catchThrowable(assertion);
    assertThat(failure).isInstanceOf(AssertionError.class).isNotInstanceOf(InconclusiveError.class);
    return String.valueOf(failure.getMessage())
        .replaceAll("at [0-9]{13}, on cluster \\S+", "now")
        .replaceAll("va_[0-9a-f]+", "NAME");
  }

  @Test
  @Proves(value = CatalogueItem.QUERIES, aspects = Aspect.PASSES)
  void returnsNothingWhereItShould() {
    green()
        .returnsNoRows("SELECT 1 FROM delays WHERE flights < 0")
        .returnsNoRows("SELECT 1 FROM " + versions.delays() + " WHERE flights < 4");
  }

  @Test
  @Proves(value = CatalogueItem.QUERIES, aspects = Aspect.FAILS)
  void showsWhatShouldNotBeFound() {
    assertThat(
            failureOf(
                () ->
                    green()
                        .because("of it")
                        .returnsNoRows("SELECT iata, flights FROM delays WHERE flights > 10")))
        .isEqualTo(
            """
            VG-3107 GATE FAILED  a query that should find nothing finds rows
              because   of it
              read      SELECT iata, flights FROM delays WHERE flights > 10  now
              rows      found 1
              found     iata=SEA  flights=11
              look      SELECT iata, flights FROM "materialize"."NAME_next"."delays" WHERE flights > 10
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
  }

  @Test
  void meansGreenByASchemasName() {
    // In production there are 10 flights, in green 11.
    green()
        .returnsExactly("SELECT max(flights) FROM " + versions.delays(), row(11))
        .returnsExactly("SELECT max(flights) FROM " + versions.blue("delays"), row(10));
    assertThat(versions.blue()).returnsExactly("SELECT max(flights) FROM delays", row(10));
  }

  @Test
  @Proves(value = CatalogueItem.QUERIES, aspects = Aspect.NULLS)
  void returnsExactlyTheseRows(@TempDir Path directory) throws Exception {
    green()
        .returnsExactly(
            "SELECT iata, state, flights, avg_delay, flights > 4, seen FROM delays",
            row("GEG", null, 4, -2.50, false, LocalDateTime.of(2026, 1, 2, 0, 0)),
            row("SEA", "WA", 11L, new BigDecimal("8.4"), true, "2026-01-01 10:00:00"),
            row("GEG", null, 4, -2.5, false, LocalDateTime.of(2026, 1, 2, 0, 0)))
        .returnsTable(
            "SELECT DISTINCT iata, state, avg_delay FROM delays",
            """
            | iata | state | avg_delay |
            |------|-------|-----------|
            | SEA  | WA    | 8.40      |
            | GEG  | NULL  | -2.5      |
            """);
    Path file = Files.writeString(directory.resolve("rows.csv"), "iata,state\nSEA,WA\nGEG,\n");
    green().returnsCsv("SELECT DISTINCT iata, state FROM delays", file);
  }

  @Test
  void tellsWhatIsMissingAndWhatIsTooMuch() {
    assertThat(
            failureOf(
                () ->
                    green()
                        .returnsTable(
                            "SELECT iata, flights FROM delays",
                            "iata | flights\nSEA | 11\nGEG | 4\nXXX | NULL")))
        .isEqualTo(
            """
            VG-3120 GATE FAILED  a query returns other rows than expected
              read      SELECT iata, flights FROM delays  now
              rows      expected 3 rows of iata, flights · found 3
              missing   iata=XXX  flights=null
              too much  iata=GEG  flights=4
              look      SELECT iata, flights FROM "materialize"."NAME_next"."delays"
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
    assertThat(
            failureOf(() -> green().returnsTable("SELECT iata AS code FROM delays", "iata\nSEA")))
        .startsWith(
            """
            VG-3120 GATE FAILED  a query returns other columns than expected
              read      SELECT iata AS code FROM delays  now
              expected  iata
              found     code
              look      SELECT iata AS code FROM "materialize"."NAME_next"."delays"
              state     nothing was promoted; green stays up
            """);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> green().returnsExactly("SELECT iata FROM delays", row("SEA", 1)))
        .withMessage("the query returns 1 columns, but this row has not: [SEA, 1]");
  }

  @Test
  void returnsTheSameOnBothSides() {
    green().returnsSameAs(versions.blue(), "SELECT iata, state FROM delays");

    assertThat(
            failureOf(
                () ->
                    green()
                        .returnsSameAs(versions.blue(), "SELECT max(flights) AS most FROM delays")))
        .isEqualTo(
            """
            VG-3121 GATE FAILED  a query returns other rows in green than in blue
              read      SELECT max(flights) AS most FROM delays  now
              rows      found 2 in one of them only
              found     only=green  most=11
                        only=blue  most=10
              look      SELECT 'green' AS only, g.* FROM ((SELECT max(flights) AS most FROM "materialize"."NAME_next"."delays") EXCEPT ALL (SELECT max(flights) AS most FROM "materialize"."NAME"."delays")) AS g UNION ALL SELECT 'blue' AS only, b.* FROM ((SELECT max(flights) AS most FROM "materialize"."NAME"."delays") EXCEPT ALL (SELECT max(flights) AS most FROM "materialize"."NAME_next"."delays")) AS b
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again""");
  }

  @Test
  @Proves(value = CatalogueItem.QUERIES, aspects = Aspect.EMPTY)
  void saysNothingOfRelationsWithoutRows() {
    String sql = "SELECT 1 FROM empty JOIN delays ON empty.iata = delays.iata";
    assertThat(catchThrowable(() -> green().returnsNoRows(sql)))
        .isInstanceOf(InconclusiveError.class)
        .hasMessageStartingWith(
            "VG-3110 INCONCLUSIVE  the query reads what has no rows, so it says nothing: "
                + versions.name()
                + ".empty\n");
    green().allowingEmpty().returnsNoRows(sql);
    green().allowingEmpty(versions.name() + ".empty").returnsNoRows(sql);
    assertThat(catchThrowable(() -> green().allowingEmpty("other.empty").returnsNoRows(sql)))
        .isInstanceOf(InconclusiveError.class);
  }

  @Test
  @Proves(value = CatalogueItem.QUERIES, aspects = Aspect.QUOTED)
  void takesNamesThatNeedQuotes() {
    green()
        .returnsExactly(
            "SELECT \"the \"\"code\" FROM \"Odd \"\"Name\" WHERE flights > 3", row("SEA"));
  }

  @Test
  @Proves(value = CatalogueItem.QUERIES, aspects = Aspect.UNREADABLE)
  void isAnErrorOrInconclusiveWhereNothingCanBeRead() {
    assertThat(catchThrowable(() -> green().returnsNoRows("SELECT share FROM erring")))
        .isInstanceOf(VerdigrisException.class)
        .hasMessageStartingWith("VG-3108 GATE FAILED  green cannot be read\n")
        .hasMessageContaining("division by zero");
    assertThat(
            catchThrowable(
                () ->
                    green()
                        .deadline(Duration.ofMillis(150))
                        .returnsNoRows("SELECT iata FROM waiting")))
        .isInstanceOf(InconclusiveError.class)
        .hasMessageStartingWith("VG-3109 INCONCLUSIVE  green did not answer within 150 ms\n");
  }
}
