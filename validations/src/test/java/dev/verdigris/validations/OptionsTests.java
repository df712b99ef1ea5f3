package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static dev.verdigris.validations.VerdigrisAssertions.between;
import static dev.verdigris.validations.VerdigrisAssertions.snapshotOf;
import static dev.verdigris.validations.VerdigrisAssertions.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.Relation;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.Findings;
import dev.verdigris.gate.Severity;
import dev.verdigris.gate.Waiver;
import dev.verdigris.gate.WaiverExpiredError;
import dev.verdigris.validations.TwoVersions.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertionError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every option does what it says, and is refused where it cannot be meant. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptionsTests {
  private static final String MATCH =
      "SELECT * FROM RAW.rows UNION ALL SELECT 9, 'WA', 1.0, 1.0, '2026-01-01'";

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
                    MATCH,
                    """
                    SELECT id, state, amount + CASE WHEN id = 1 THEN 0.5 ELSE 0 END AS amount,
                      ratio + CASE WHEN id = 2 THEN 0.25 ELSE 0 END AS ratio,
                      seen + CASE WHEN id = 3 THEN INTERVAL '2 seconds' ELSE INTERVAL '0 seconds'
                      END AS seen
                    FROM (MATCH) AS m WHERE id <> 9"""
                        .replace("MATCH", MATCH)),
                Model.same("floats", "SELECT * FROM RAW.floats"),
                new Model(
                    "moved",
                    "SELECT *, 1.0 AS y FROM RAW.floats",
                    "SELECT *, 1.5 AS y FROM RAW.floats"),
                new Model(
                    "twice",
                    "SELECT id, state FROM RAW.rows",
                    "SELECT id, state FROM RAW.rows UNION ALL SELECT id, state FROM RAW.rows"),
                Model.same(
                    "moving", "SELECT id FROM RAW.rows WHERE mz_now() < '9999-01-01'::timestamp")),
            List.of(
                "CREATE TABLE RAW.rows (id int NOT NULL, state text, amount numeric, ratio double"
                    + " precision, seen timestamp)",
                "INSERT INTO RAW.rows VALUES (1, 'WA', 1, 1, '2026-01-01'), (2, NULL, 2, 2,"
                    + " '2026-01-02'), (3, 'WA', 3, 3, '2026-01-03')",
                "CREATE TABLE RAW.floats (id int NOT NULL, x double precision)",
                "INSERT INTO RAW.floats VALUES (1, 'NaN'), (2, 'Infinity'), (3, '-Infinity'),"
                    + " (4, 0.1), (5, NULL)"));
  }

  @AfterAll
  void leaveNothingBehind() throws Exception {
    versions.close();
  }

  private RelationAssert delays() {
    return assertThat(versions.green("delays"));
  }

  private static String failureOf(ThrowingCallable assertion) {
    Throwable failure = catchThrowable(assertion);
    assertThat(failure).isInstanceOf(AssertionError.class);
    return String.valueOf(failure.getMessage());
  }

  private static void refused(String message, ThrowingCallable option) {
    assertThat(catchThrowable(option))
        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
        .hasMessage(message);
  }

  @Test
  void aMessageTellsEverythingThatWasSaid() {
    String failure =
        failureOf(
            () ->
                delays()
                    .as("delays by day")
                    .because("finance reads it")
                    .ownedBy("anna")
                    .tagged("finance", "daily")
                    .keyedBy("id")
                    .ignoring("seen")
                    .within(0.1, "amount")
                    .where("id < 100")
                    .matches(versions.blue()));
    String name = versions.name();
    assertThat(failure.replaceAll("at [0-9]{13}", "at <time>"))
        .isEqualTo(
            """
            [delays by day]
            VG-3104 GATE FAILED  delays differs from production
              because   finance reads it
              compared  blue NAME.delays  with  green NAME_next.delays  at <time>, on cluster NAME_next
              rows      blue 4 · green 3 · only blue 1 · only green 0 · changed 2 (50.0 %, allowed 0)
              changed   id=1  amount  blue 1  green 1.5  (tolerance: 0.1)
                        id=2  ratio  blue 2  green 2.25  (tolerance: none)
              columns   amount 66.7 % match · ratio 66.7 % match
              blue has  id=9  state=WA  amount=1  ratio=1
              rules     keyed by id; ignoring seen; within 0.1 of amount; where id < 100
              look      SELECT "id", "state", "amount", "ratio" FROM (SELECT * FROM "materialize"."NAME_next"."delays" WHERE (id < 100)) AS r EXCEPT ALL SELECT "id", "state", "amount", "ratio" FROM (SELECT * FROM "materialize"."NAME"."delays" WHERE (id < 100)) AS r
              about     owner anna · #daily · #finance
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again"""
                .replace("NAME", name));
  }

  @Test
  void tolerancesForgiveExactlyWhatTheySay() {
    RelationAssert forgiving =
        delays()
            .where("id <> 9")
            .keyedBy("id")
            .within(0.5, "amount")
            .within(0.25, "ratio")
            .within(Duration.ofSeconds(2), "seen");
    forgiving.matches(versions.blue());

    assertThat(
            failureOf(
                () -> forgiving.within(Duration.ofMillis(1999), "seen").matches(versions.blue())))
        .contains("changed 1 (", "id=3  seen  blue ", "(tolerance: 1.999 s)");
  }

  @Test
  void notANumberAndTheInfinitiesEqualThemselves() {
    assertThat(versions.green("floats")).keyedBy("id").within(1000, "x").matches(versions.blue());
    assertThat(versions.green("floats")).hasSameRowsAs(versions.blue());
    assertThat(versions.green("moved"))
        .keyedBy("id")
        .within(1000, "x")
        .within(0.5, "y")
        .matches(versions.blue());
  }

  @Test
  void howOftenARowIsThereCounts() {
    assertThat(failureOf(() -> assertThat(versions.green("twice")).hasSameRowsAs(versions.blue())))
        .contains("blue 3 · green 6 · only blue 0 · only green 3\n");
    assertThat(
            failureOf(
                () -> assertThat(versions.green("twice")).keyedBy("id").matches(versions.blue())))
        .contains("only blue 0 · only green 3 · changed 0 (");
  }

  @Test
  void whatMayDifferCanBeCountedAndRated() {
    delays().keyedBy("id").differingInAtMost(4).matches(versions.blue());
    delays()
        .where("id <> 9")
        .keyedBy("id")
        .matchingAtLeast(66, "amount", "ratio", "seen")
        .matches(versions.blue());
    assertThat(
            failureOf(
                () ->
                    delays()
                        .where("id <> 9")
                        .keyedBy("id")
                        .matchingAtLeast(67, "amount", "ratio", "seen")
                        .matches(versions.blue())))
        .contains("amount 66.7 % match (at least 67 % is wanted)");
  }

  @Test
  void acceptedDifferencesPassAndTheirFileShrinks(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("accepted.csv");
    Files.writeString(
        file,
        "# the new rounding\ndifference,id\nchanged,1\nchanged,2\nchanged,3\nchanged,77\nonly"
            + " blue,9\n");
    accepting(file, "shrink").matches(versions.blue());
    assertThat(Files.readString(file))
        .isEqualTo(
            "# the new rounding\ndifference,id\nchanged,1\nchanged,2\nchanged,3\nonly blue,9\n");

    Files.writeString(file, "difference,id\nchanged,1\n");
    assertThat(failureOf(() -> accepting(file, "shrink").matches(versions.blue())))
        .contains("only blue 1 · only green 0 · changed 2 (50.0 %, allowed 0) · accepted 1");

    String stale = "difference,id\nchanged,1\nchanged,77\n";
    Files.writeString(file, stale);
    assertThat(failureOf(() -> accepting(file, "shrink").matches(versions.blue())))
        .contains("accepted 1");
    assertThat(Files.readString(file))
        .as("an assertion that fails writes nothing")
        .isEqualTo(stale);

    String longer = stale + "changed,2\nchanged,3\nonly blue,9\n";
    Files.writeString(file, longer);
    accepting(file, "keep").matches(versions.blue());
    assertThat(Files.readString(file)).as("kept").isEqualTo(longer);

    RelationAssert writing = accepting(file, "accept");
    assertThat(failureOf(() -> writing.matches(versions.blue()))).contains("changed 3");
    assertThat(Files.readString(file))
        .isEqualTo("difference,id\nchanged,1\nchanged,2\nchanged,3\nonly blue,9\n");
    refused(
        "accepting: "
            + directory.resolve("none")
            + " is not there; run once with"
            + " -Dverdigris.acceptedDifferences=accept to write what differs now",
        () -> delays().keyedBy("id").accepting(directory.resolve("none")).matches(versions.blue()));
  }

  /** As {@code accepting(file)} does, whatever the environment of the tests says. */
  private RelationAssert accepting(Path file, String mode) {
    RelationAssert keyed = delays().keyedBy("id");
    keyed.rows().accept(AcceptedDifferences.in(file, mode));
    return keyed;
  }

  @Test
  void saysWhatMovesWithTime() {
    assertThat(failureOf(() -> assertThat(versions.green("moving")).hasRowCount(between(7, 8))))
        .contains(
            "rules     green filters by mz_now(): its rows change as time passes, and all was read"
                + " at one time");
    assertThat(versions.green("moving")).hasSameRowsAs(versions.blue());
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    String delays = versions.delays();
    String has = "it has id, state, amount, ratio, seen";
    refused(
        delays + " has no column \"stat\"; did you mean \"state\"? " + has,
        () -> delays().keyedBy("stat"));
    refused(
        delays + " has no column \"colour\"; " + has,
        () -> delays().keyedBy("id").ignoring("colour").matches(versions.blue()));
    refused(
        "within: column \"state\" is text, and this needs a number",
        () -> delays().within(0.1, "state"));
    refused(
        "within: column \"state\" is text, and this needs a timestamp",
        () -> delays().within(Duration.ofSeconds(1), "state"));
    refused("within: -1.0 is not 0 or more", () -> delays().within(-1, "amount"));
    refused("within: NaN is not 0 or more", () -> delays().within(Double.NaN, "amount"));
    refused(
        "\"amount\" is in the key, which is compared exactly: it takes no tolerance",
        () -> delays().within(1, "amount").keyedBy("amount"));
    refused(
        "\"id\" is in the key and ignored: say one", () -> delays().keyedBy("id").ignoring("id"));
    refused(
        "say what tells rows apart: keyedBy(\"…\").matches(…)",
        () -> delays().matches(versions.blue()));
    refused(
        "say what tells rows apart: keyedBy(\"…\").matches(…)",
        () -> delays().within(1, "amount").hasSameRowsAs(versions.blue()));
    refused("keyedBy: \"id\" is named twice", () -> delays().keyedBy("id", "id"));
    refused("keyedBy: name at least one column", () -> delays().keyedBy());
    refused("because: the text is blank", () -> delays().because(" "));
    refused("deadline: 0 ms is not longer than 0 ms", () -> delays().deadline(Duration.ZERO));
    refused("between: 3 and 2 is not a range of numbers from 0 up", () -> between(3, 2));
    refused(
        "hasValuesMatching: column \"id\" is integer, and this needs text",
        () -> delays().hasValuesMatching("id", "x"));
    refused(
        "hasNoGaps: column \"amount\" is numeric, and this needs a whole number",
        () -> delays().hasNoGaps("amount"));
  }

  @Test
  void aWarningAndAWaiverLetTheTestGoOn() {
    List<String> heard = new ArrayList<>();
    Findings findings =
        new Findings() {
          @Override
          public void warn(String message) {
            heard.add("warn " + message.substring(0, 7));
          }

          @Override
          public void waived(Waiver waiver, String failure) {
            heard.add(waiver.owner() + " " + failure.substring(0, 7));
          }

          @Override
          public void readAt(String timestamp) {
            heard.add(timestamp.replaceAll("[0-9]{13}", "time"));
          }
        };
    Relation delays = versions.green().reportingTo(findings).relation(versions.delays());
    assertThat(delays)
        .onFailure(Severity.WARN)
        .hasRowCount(7)
        .waived("anna", "until the source is mended", "9999-12-31")
        .hasRowCount(8);

    assertThat(heard).containsExactly("time", "warn VG-3102", "time", "anna VG-3102");
    assertThatExceptionOfType(WaiverExpiredError.class)
        .isThrownBy(() -> assertThat(delays).waived("anna", "x", "2020-01-01").hasRowCount(8));
  }

  @Test
  void softAssertionsCollectFailuresAndWhatIsInconclusive() {
    VerdigrisSoftAssertions softly = new VerdigrisSoftAssertions();
    softly.assertThat(versions.green("delays")).as("one").hasRowCount(7);
    softly.assertThat(versions.green("delays")).where("id < 0").hasNoNulls("id");
    softly.assertThat(versions.green("delays")).isNotEmpty().hasRowCount(between(1, 9));
    softly.assertThat(versions.green()).returnsNoRows("SELECT id FROM delays");
    softly.assertThat(1).isEqualTo(2);

    assertThat(softly.errorsCollected()).hasSize(4);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(softly::assertAll)
        .withMessageContaining("[one]")
        .withMessageContaining("VG-3102")
        .withMessageContaining("VG-3110")
        .withMessageContaining("VG-3107");
    assertThat(SoftAssertionError.class).isNotNull();
  }

  @Test
  void behaviourDrivenWordsDoTheSame() {
    then(versions.green("delays")).hasUniqueKey("id");
    then(versions.green()).returnsNoRows("SELECT id FROM delays WHERE id < 0");
  }

  @Test
  void assertionsShareATimestampThatWasTakenForThem() {
    Relation green = versions.green("delays");
    Relation blue = versions.blue("delays");
    try (SharedSnapshot now = snapshotOf(green, blue)) {
      assertThat(green)
          .atTimestampOf(now)
          .hasRowCount(3)
          .where("id < 9")
          .hasSameRowCountAs(versions.blue());
      String failure = failureOf(() -> assertThat(green).atTimestampOf(now).hasRowCount(4));
      assertThat(failure).contains("at " + now.timestamp() + ", on cluster ");
      failure = failureOf(() -> assertThat(green).atTimestampOf(now).keyedBy("id").matches(blue));
      assertThat(failure).contains("at " + now.timestamp() + ", on cluster ");

      refused(
          "the shared timestamp was not taken for green "
              + versions.name()
              + ".floats: name it in snapshotOf(…), which has blue "
              + versions.delays()
              + ", green "
              + versions.delays(),
          () -> assertThat(versions.green("floats")).atTimestampOf(now).isNotEmpty());
      refused(
          "a shared timestamp stands still: eventually, always and stableFor cannot read at it",
          () -> assertThat(green).atTimestampOf(now).eventually(Duration.ofSeconds(1)));

      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> assertThat(green).atTimestampOf(now).satisfiesRows("nonsense > 0"));
      assertThat(catchThrowable(() -> assertThat(green).atTimestampOf(now).isNotEmpty()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "the shared timestamp " + now.timestamp() + " is over: a statement failed");
    }
  }
}
