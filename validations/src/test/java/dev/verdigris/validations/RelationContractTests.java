package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.Relation;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.validations.Proves.Aspect;
import dev.verdigris.validations.TwoVersions.Model;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
                    "SELECT " + ALL + " FROM RAW.good, RAW.divisor WHERE 1 / divisor.n > 0"),
                new Model(
                    "filled",
                    "SELECT *, parent AS gone FROM RAW.good WHERE id < 0",
                    "SELECT *, NULLIF(parent, parent) AS gone FROM RAW.good"),
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

  @Proves(aspects = Aspect.PASSES)
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void holdsWhereItShould(RelationCase tried) {
    assertOutcome(outcome(tried, "good"), "");
  }

  @Proves(aspects = Aspect.FAILS)
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void failsWhereItShould(RelationCase tried) throws SQLException {
    Throwable failure = outcome(tried, "bad");
    assertOutcome(failure, tried.code());
    String message = String.valueOf(failure == null ? null : failure.getMessage());
    assertThat(anonymous(message)).isEqualTo(RelationFailures.of(tried.name()));
    assertThat(rowsOf(Landscape.look(message))).isPositive();
  }

  private String anonymous(String message) {
    return message
        .replace(versions.name(), "flights")
        .replaceAll("at [0-9]{13}", "at <time>")
        .replaceAll("seen is [0-9.]+ s old", "seen is <age> old")
        .replaceAll("[0-9-]{10} [0-9:.]+[+]00", "<instant>")
        .replaceAll("than production by [0-9.]+ s", "than production by <age>");
  }

  /** What a person sees who sends it from any session. */
  private int rowsOf(String sql) throws SQLException {
    try (Connection connection = versions.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      int rows = 0;
      while (found.next()) {
        rows++;
      }
      return rows;
    }
  }

  @Test
  void saysWhatToDoAboutNothing() {
    Relation empty = versions.green("empty");
    Throwable outcome =
        catchThrowable(
            () -> VerdigrisAssertions.assertThat(empty).keyedBy("id").matches(versions.blue()));
    assertThat(anonymous(String.valueOf(outcome.getMessage())))
        .isEqualTo(
            """
            VG-3110 INCONCLUSIVE  flights.empty has no rows in green and in blue, so nothing is compared
              compared  blue flights.empty  with  green flights_next.empty  at <time>, on cluster flights_next
              rules     keyed by id
              look      SELECT count(*) FROM "materialize"."flights_next"."empty"
              state     nothing was promoted; green stays up
              next      find out why it is empty, or say allowingEmpty() where that is right\
            """);
  }

  /** What is held against nothing says nothing, whichever side is empty. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("besideNothing")
  void saysNothingBesideNothing(String name, String empty, Consumer<RelationAssert> assertion) {
    Relation filled = versions.green("filled");
    Throwable outcome =
        catchThrowable(() -> assertion.accept(VerdigrisAssertions.assertThat(filled)));
    assertThat(outcome)
        .isInstanceOf(InconclusiveError.class)
        .hasMessageStartingWith(
            "VG-3110 INCONCLUSIVE  "
                + empty.replace("NAME", versions.name())
                + " has no rows, so nothing can be said of "
                + versions.name()
                + ".filled\n");
    Throwable allowed =
        catchThrowable(
            () -> assertion.accept(VerdigrisAssertions.assertThat(filled).allowingEmpty()));
    assertThat(allowed instanceof InconclusiveError).isFalse();
  }

  List<Arguments> besideNothing() {
    Relation empty = versions.green("empty");
    String green = "green NAME_next.empty";
    String blue = "blue NAME.filled";
    return List.of(
        beside("hasReferencesIn", green, it -> it.hasReferencesIn(empty, "parent", "id")),
        beside("hasReferencesIn of nulls", green, it -> it.hasReferencesIn(empty, "gone", "id")),
        beside("isReferencedBy", green, it -> it.isReferencedBy(empty, "id", "parent")),
        beside("hasNoNewValues", blue, it -> it.hasNoNewValues("status", versions.blue())),
        beside("hasNoVanishedValues", blue, it -> it.hasNoVanishedValues("id", versions.blue())),
        beside(
            "hasSameAggregatesAs",
            blue,
            it -> it.hasSameAggregatesAs(versions.blue(), Aggregate.sum("whole"))));
  }

  private static Arguments beside(String name, String empty, Consumer<RelationAssert> assertion) {
    return Arguments.of(name, empty, assertion);
  }

  @Proves(aspects = Aspect.NULLS)
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void knowsWhatNullsAre(RelationCase tried) {
    assertOutcome(outcome(tried, "nulls"), tried.onNulls());
  }

  @Proves(aspects = Aspect.EMPTY)
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void saysNothingOfNothingUnlessThatIsAllowed(RelationCase tried) {
    assertOutcome(outcome(tried, "empty"), tried.onEmpty());
    if (tried.onEmpty().equals("VG-3110")) {
      assertOutcome(
          outcome(tried, "empty", UnaryOperator.identity(), RelationAssert::allowingEmpty), "");
    }
  }

  @Proves(aspects = Aspect.QUOTED)
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void takesNamesThatNeedQuotes(RelationCase tried) {
    assertOutcome(outcome(tried, ODD, RelationContractTests::oddly, UnaryOperator.identity()), "");
  }

  @Proves(aspects = Aspect.UNREADABLE)
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAnErrorWhereTheDataIsOne(RelationCase tried) {
    assertThat(outcome(tried, "erring"))
        .isInstanceOf(VerdigrisException.class)
        .hasMessageStartingWith(
            "VG-3108 GATE FAILED  " + versions.name() + ".erring cannot be read")
        .hasMessageContaining("division by zero");
  }

  @Proves(aspects = Aspect.UNREADABLE)
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
