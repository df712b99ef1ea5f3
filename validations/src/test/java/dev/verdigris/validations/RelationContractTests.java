package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.Relation;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.validations.Proves.Aspect;
import dev.verdigris.validations.TwoVersions.Model;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every assertion on relations, on relations of every kind: one where it holds, one where it does
 * not, one that is all nulls, one without rows, one with names that need quotes, one whose data is
 * an error, and one that does not answer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelationContractTests {
  private static final String ODD = "Odd \"Name";

  private static final String ALL =
      "id, parent, name, status, whole, part, rest, ratio, amount, since, until, seen, doc";

  private TwoVersions versions = uninitialized();

  @SuppressWarnings("NullAway") // Set before any test.
  private static TwoVersions uninitialized() {
    return null;
  }

  @BeforeAll
  void deploy(@TempDir Path directory) throws Exception {
    String table =
        "(id int, parent int, name text, status text, whole int, part int, rest int, ratio double"
            + " precision, amount numeric, since timestamp, until timestamp, seen timestamptz, doc"
            + " jsonb)";
    versions =
        new TwoVersions(
            directory,
            List.of(
                Model.same("good", "SELECT " + ALL + " FROM RAW.good"),
                new Model(
                    "bad", "SELECT " + ALL + " FROM RAW.good", "SELECT " + ALL + " FROM RAW.bad"),
                Model.same("nulls", "SELECT " + ALL + " FROM RAW.nulls"),
                Model.same("empty", "SELECT " + ALL + " FROM RAW.good WHERE id < 0"),
                Model.same(ODD, "SELECT " + oddly() + " FROM RAW.good"),
                Model.same(
                    "erring",
                    "SELECT "
                        + ALL.replace("whole,", "whole / divisor.n AS whole,")
                        + " FROM RAW.good, RAW.divisor"),
                Model.idle("waiting", "SELECT " + ALL + " FROM RAW.good")),
            List.of(
                "CREATE TABLE RAW.good " + table,
                "CREATE TABLE RAW.bad " + table,
                "CREATE TABLE RAW.nulls " + table,
                "CREATE TABLE RAW.divisor (n int)",
                "INSERT INTO RAW.divisor VALUES (1)",
                """
                INSERT INTO RAW.good VALUES
                (1, NULL, 'a', 'landed', 3, 1, 2, 0.5, 8.40, '2026-01-01 00:00', '2026-01-01 01:00',
                 now(), '{"k": 1}'),
                (2, 1, 'b', 'landed', 4, 4, 0, 1.5, 2, '2026-01-01 01:00', '2026-01-01 02:00',
                 now(), '{"k": 2.5, "o": "x"}'),
                (3, 1, 'c', 'it''s late', 5, 3, 2, 0, -1, '2026-01-01 02:00', NULL,
                 now(), '{"k": 3, "o": null}')"""
                    .replace("(1, NULL,", "(1, 1,"),
                """
                INSERT INTO RAW.bad VALUES
                (1, 9, 'a', 'landed', 9, 10, 2, 'NaN', 9.40, '2026-01-01 00:00', '2026-01-01 09:00',
                 '2020-01-01', '{"k": "1"}'),
                (1, 1, 'a', 'lost', 4, 4, 0, 7, 2, '2026-01-01 01:00', '2026-01-01 02:00',
                 '2020-01-01', '{"k": 2.5, "p": "x"}'),
                (5, 1, 'dd', NULL, 5, 3, 2, 0, -1, '2026-01-01 05:00', NULL, NULL, '[1]'),
                (7, 7, 'dd', NULL, 5, 3, 2, 0, -1, '2026-01-01 05:00', NULL, NULL, '{}'),
                (7, 7, 'dd', NULL, 5, 3, 2, 0, -1, '2026-01-01 05:00', NULL, NULL, 'null')""",
                "INSERT INTO RAW.nulls (id) VALUES (1), (2)"));
    versions.execute("UPDATE RAW.divisor SET n = 0");
    versions.stopIdle();
  }

  private static String oddly(String name) {
    return "The \"" + name + "\" ü";
  }

  private static String oddly() {
    StringBuilder columns = new StringBuilder();
    for (String column : List.of(ALL.split(", ", -1))) {
      columns
          .append(columns.isEmpty() ? "" : ", ")
          .append(column)
          .append(" AS \"")
          .append(oddly(column).replace("\"", "\"\""))
          .append('"');
    }
    return columns.toString();
  }

  @AfterAll
  void leaveNothingBehind() throws Exception {
    versions.close();
  }

  static List<RelationCase> cases() {
    return RelationCase.all();
  }

  private @Nullable Throwable outcome(RelationCase tried, String model) {
    return outcome(tried, model, UnaryOperator.identity(), UnaryOperator.identity());
  }

  private @Nullable Throwable outcome(
      RelationCase tried,
      String model,
      UnaryOperator<String> columns,
      UnaryOperator<RelationAssert> options) {
    Relation relation = versions.green(model);
    RelationAssert assertion = options.apply(VerdigrisAssertions.assertThat(relation));
    return catchThrowable(
        () ->
            tried
                .assertion()
                .on(new RelationCase.Subject(assertion, versions.blue(), columns, relation)));
  }

  private static void assertOutcome(@Nullable Throwable outcome, String code) {
    if (code.isEmpty()) {
      assertThat(outcome).isNull();
    } else if (code.equals("VG-3110")) {
      assertThat(outcome).isInstanceOf(InconclusiveError.class).hasMessageStartingWith(code);
    } else {
      assertThat(outcome)
          .isInstanceOf(AssertionError.class)
          .isNotInstanceOf(InconclusiveError.class)
          .hasMessageStartingWith(code + " GATE FAILED  ");
      assertThat(outcome)
          .hasMessageMatching("(?s).* at [0-9]{13}, on cluster va_[0-9a-f]+_next\n.*");
    }
  }

  @Proves(
      value = {
        CatalogueItem.ROW_COUNT,
        CatalogueItem.KEYED_DIFFERENCE,
        CatalogueItem.WHOLE_RELATION,
        CatalogueItem.KEYS,
        CatalogueItem.NULLS,
        CatalogueItem.VALUES,
        CatalogueItem.REFERENCES,
        CatalogueItem.RANGES,
        CatalogueItem.ROWS,
        CatalogueItem.AGGREGATES,
        CatalogueItem.FRESHNESS
      },
      aspects = {
        Aspect.PASSES,
        Aspect.FAILS,
        Aspect.NULLS,
        Aspect.EMPTY,
        Aspect.QUOTED,
        Aspect.UNREADABLE
      })
  @Test
  void everyItemHasACase() {
    assertThat(cases().stream().map(RelationCase::item).distinct().map(CatalogueItem::number))
        .containsExactlyInAnyOrder(4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void holdsWhereItShould(RelationCase tried) {
    assertOutcome(outcome(tried, "good"), "");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void failsWhereItShould(RelationCase tried) {
    assertOutcome(outcome(tried, "bad"), tried.code());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void knowsWhatNullsAre(RelationCase tried) {
    assertOutcome(outcome(tried, "nulls"), tried.onNulls());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void saysNothingOfNothingUnlessThatIsAllowed(RelationCase tried) {
    assertOutcome(outcome(tried, "empty"), tried.onEmpty());
    if (tried.onEmpty().equals("VG-3110")) {
      assertOutcome(
          outcome(tried, "empty", UnaryOperator.identity(), RelationAssert::allowingEmpty), "");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void takesNamesThatNeedQuotes(RelationCase tried) {
    assertOutcome(outcome(tried, ODD, RelationContractTests::oddly, UnaryOperator.identity()), "");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAnErrorWhereTheDataIsOne(RelationCase tried) {
    assertThat(outcome(tried, "erring"))
        .satisfies(
            outcome -> {
              // What does not touch the broken column may not see the error on every server.
              if (outcome != null) {
                assertThat(outcome).isInstanceOf(VerdigrisException.class);
                assertThat(outcome).hasMessageStartingWith("VG-3108 GATE FAILED  ");
                assertThat(outcome).hasMessageContaining("division by zero");
              }
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isInconclusiveWhereNothingAnswers(RelationCase tried) {
    assertThat(
            outcome(
                tried,
                "waiting",
                UnaryOperator.identity(),
                assertion -> assertion.deadline(Duration.ofMillis(150))))
        .isInstanceOf(InconclusiveError.class)
        .hasMessageStartingWith("VG-3109 INCONCLUSIVE  ")
        .hasMessageContaining("did not answer within 150 ms");
  }
}
