package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static dev.verdigris.validations.VerdigrisAssertions.between;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.validations.TwoVersions.Model;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Assertions that time decides, on rows that change meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimingTests {
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
                    "events",
                    "SELECT id, n FROM RAW.events WHERE side <> 'green'",
                    "SELECT id, n FROM RAW.events WHERE side <> 'blue'"),
                Model.idle("waiting", "SELECT id FROM RAW.events")),
            List.of("CREATE TABLE RAW.events (id int NOT NULL, n int, side text)"));
    versions.stopIdle();
  }

  @AfterAll
  void leaveNothingBehind() throws Exception {
    versions.close();
  }

  @BeforeEach
  void oneRow() throws SQLException {
    versions.execute("DELETE FROM RAW.events");
    versions.execute("INSERT INTO RAW.events VALUES (1, 1, 'both')");
  }

  private RelationAssert events() {
    return assertThat(versions.green("events"));
  }

  /** Sends statements a moment later, one after the other. */
  private CompletableFuture<Void> later(String... statements) {
    return CompletableFuture.runAsync(
        () -> {
          for (String statement : statements) {
            try {
              versions.execute(statement);
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          }
        },
        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
  }

  @Test
  void eventuallyWaitsForTheChangeAndNoLonger() {
    CompletableFuture<Void> change = later("INSERT INTO RAW.events VALUES (2, 2, 'both')");
    long start = System.nanoTime();
    events().eventually(ofSeconds(60)).hasRowCount(between(2, 3));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ofSeconds(30));
    change.join();
  }

  @Test
  void eventuallyUnderstandsThatRowsGo() {
    CompletableFuture<Void> change = later("DELETE FROM RAW.events WHERE id = 1");
    events().eventually(ofSeconds(60)).hasRowCount(0);
    change.join();
  }

  @Test
  void eventuallySeesARowThatChangesInPlace() {
    CompletableFuture<Void> change = later("UPDATE RAW.events SET n = 5");
    events().eventually(ofSeconds(60)).satisfiesRows("n = 5");
    change.join();
  }

  @Test
  void eventuallyComparesAgainAndAgain() throws SQLException {
    versions.execute("INSERT INTO RAW.events VALUES (2, 2, 'green')");
    CompletableFuture<Void> change = later("INSERT INTO RAW.events VALUES (2, 2, 'blue')");
    events().eventually(ofSeconds(60)).keyedBy("id").matches(versions.blue());
    change.join();
  }

  @Test
  void eventuallyTellsHowLongItWaited() {
    assertThat(catchThrowable(() -> events().eventually(ofMillis(300)).hasRowCount(7)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("has 1 rows, expected 7\n")
        .hasMessageContaining("rules     within 300 ms\n");
  }

  @Test
  void alwaysEndsWithTheFirstBreakEvenIfItIsOverAtOnce() {
    CompletableFuture<Void> change =
        later(
            "INSERT INTO RAW.events VALUES (2, 2, 'both')", "DELETE FROM RAW.events WHERE id = 2");
    assertThat(catchThrowable(() -> events().always(ofSeconds(60)).hasRowCount(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(?s)VG-3102 .*|VG-3122 GATE FAILED .* did not hold without a break.*");
    change.join();
  }

  @Test
  void alwaysTellsOfABreakThatIsOver() {
    String message =
        Stream.generate(this::broken)
            .limit(50)
            .filter(text -> text.startsWith("VG-3122"))
            .findFirst()
            .orElseThrow();
    assertThat(message.replaceAll("at [0-9]{13}", "at <time>").replace(versions.name(), "flights"))
        .isEqualTo(
            """
            VG-3122 GATE FAILED  flights.events did not hold without a break
              broke     at <time>; at <time> it holds again
              rules     always for 60 s
              look      SELECT count(*)::text AS rows FROM "materialize"."flights_next"."events" AS r
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again\
            """);
  }

  /** What is said of a row that comes and goes; it may be there when somebody looks again. */
  private String broken() {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> change =
        CompletableFuture.runAsync(
            () -> {
              try (Connection connection = versions.connect();
                  Statement statement = connection.createStatement()) {
                while (!over.get()) {
                  statement.execute(versions.named("INSERT INTO RAW.events VALUES (2, 2, 'both')"));
                  statement.execute(versions.named("DELETE FROM RAW.events WHERE id = 2"));
                }
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    Throwable broken = catchThrowable(() -> events().always(ofSeconds(60)).hasRowCount(1));
    over.set(true);
    change.join();
    return String.valueOf(broken.getMessage());
  }

  @Test
  void alwaysHoldsWhereNothingBreaksIt() {
    long start = System.nanoTime();
    events().always(ofMillis(400)).hasRowCount(1).hasUniqueKey("id");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(ofMillis(800));
  }

  @Test
  void whatFlashesByIsNotStable() throws SQLException {
    CompletableFuture<Void> change =
        later(
            "INSERT INTO RAW.events VALUES (2, 2, 'both')", "DELETE FROM RAW.events WHERE id = 2");
    assertThat(
            catchThrowable(
                () -> events().eventually(ofSeconds(2)).stableFor(ofSeconds(20)).hasRowCount(2)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("within 2 s, then for 20 s");
    change.join();
    events().eventually(ofSeconds(2)).stableFor(ofMillis(200)).hasRowCount(1);
  }

  @Test
  void growthIsWaitedFor() {
    CompletableFuture<Void> change = later("INSERT INTO RAW.events VALUES (2, 2, 'both')");
    events().isGrowing(ofSeconds(60));
    change.join();
    Throwable failure = catchThrowable(() -> events().isGrowing(ofMillis(300)));
    assertThat(failure).isInstanceOf(AssertionError.class);
    assertThat(versions.told(failure))
        .isEqualTo(
            """
            VG-3119 GATE FAILED  flights.events does not grow
              read      green flights_next.events  at 1764000123456, on cluster flights_next
              rows      2 at first · 2 at the end
              rules     within 300 ms
              look      SELECT count(*)::text AS rows FROM "materialize"."flights_next"."events" AS r
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again\
            """);
  }

  @Test
  void whatIsNotHydratedIsNotWaitedForWithoutEnd() {
    Throwable waited =
        catchThrowable(
            () ->
                assertThat(versions.green("waiting"))
                    .deadline(ofMillis(300))
                    .eventually(ofSeconds(59))
                    .isNotEmpty());
    assertThat(waited).isInstanceOf(InconclusiveError.class);
    assertThat(String.valueOf(waited.getMessage()).replace(versions.name(), "flights"))
        .isEqualTo(
            """
            VG-3109 INCONCLUSIVE  flights.waiting did not answer within 300 ms
              hydrated  0 of 1 replicas
              state     the read was cancelled; nothing was promoted; green stays up
              next      wait until it is hydrated, or give it longer: deadline(…), timeouts.statement\
            """);
  }
}
