package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.validations.TwoVersions.Model;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Relations so large that hashes of buckets are compared first: they must find the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyRowsTests {
  private static final String SAME = "SELECT id, name, x FROM RAW.numbers";

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
                Model.same("equal", SAME),
                new Model(
                    "few",
                    SAME,
                    "SELECT id, name, CASE WHEN id IN (7, -11, 2012) THEN x + 1 ELSE x END AS x FROM"
                        + " RAW.numbers WHERE id <> 20000"),
                new Model("many", SAME, "SELECT id, name, x + id % 2 AS x FROM RAW.numbers"),
                new Model(
                    "named",
                    "SELECT name, x FROM RAW.numbers",
                    "SELECT name, CASE WHEN id = 5 THEN NULL ELSE x END AS x FROM RAW.numbers")),
            List.of(
                "CREATE TABLE RAW.numbers (id int, name text, x int)",
                "INSERT INTO RAW.numbers SELECT n, 'n' || n::text, n % 9 FROM"
                    + " generate_series(-2000, 20000) AS n"));
  }

  @AfterAll
  void leaveNothingBehind() throws Exception {
    versions.close();
  }

  private String failureOf(String model, String key) {
    Throwable failure =
        catchThrowable(
            () -> assertThat(versions.green(model)).keyedBy(key).matches(versions.blue()));
    assertThat(failure).isInstanceOf(AssertionError.class);
    return String.valueOf(failure.getMessage());
  }

  @Test
  void equalRelationsMatchByTheirHashes() {
    assertThat(versions.green("equal")).keyedBy("id").matches(versions.blue());
    assertThat(versions.green("equal")).hasSameRowsAs(versions.blue());
  }

  @Test
  void theFewRowsThatDifferAreFound() {
    assertThat(failureOf("few", "id"))
        .contains("blue 22001 · green 22000 · only blue 1 · only green 0 · changed 3 (0.0 %")
        .contains("changed   id=-11  x  blue -2  green -1", "id=7  x", "id=2012  x")
        .contains("blue has  id=20000  name=n20000  x=2");
  }

  @Test
  void manyRowsThatDifferAreCountedAndAFewAreShown() {
    assertThat(failureOf("many", "id"))
        .contains("only blue 0 · only green 0 · changed 11000 (50.0 %", "and 10995 more");
  }

  @Test
  void keysOfTextAreHashedToo() {
    assertThat(failureOf("named", "name"))
        .contains("changed 1 (", "name=n5  x  blue 5  green null");
  }
}
