package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.validations.TwoVersions.Model;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegressionAgainstBlueTests {

  /** What a user writes. */
  private static final class AsBefore extends RegressionAgainstBlue {
    private final boolean ignoring;

    AsBefore(TwoVersions versions, String model, boolean ignoring) {
      super(versions.name() + "." + model, "id");
      this.ignoring = ignoring;
    }

    @Override
    protected RelationAssert options(RelationAssert assertion) {
      return ignoring ? assertion.ignoring("n") : assertion;
    }
  }

  @Test
  void passesWhereNothingChangedAndTellsWhatDid(@TempDir Path directory) throws Exception {
    try (TwoVersions versions =
        new TwoVersions(
            directory,
            List.of(
                Model.same("same", "SELECT id, n FROM RAW.rows"),
                new Model(
                    "other",
                    "SELECT id, n FROM RAW.rows",
                    "SELECT CASE WHEN id = 3 THEN NULL ELSE id END AS id, n + 1 AS n FROM"
                        + " RAW.rows")),
            List.of(
                "CREATE TABLE RAW.rows (id int, n int)",
                "INSERT INTO RAW.rows VALUES (1, 1), (2, 2), (3, 3)"))) {
      AsBefore same = new AsBefore(versions, "same", false);
      same.theKeyIsAKey(versions.green());
      same.everyRowIsAsInProduction(versions.green(), versions.blue());

      AsBefore other = new AsBefore(versions, "other", false);
      assertThat(catchThrowable(() -> other.theKeyIsAKey(versions.green())))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("VG-3101 GATE FAILED  the key id of ")
          .hasMessageContaining("because   nothing but what is said in AsBefore may change\n");
      assertThat(
              catchThrowable(
                  () -> other.everyRowIsAsInProduction(versions.green(), versions.blue())))
          .hasMessageContaining("only blue 1 · only green 1 · changed 2 (");
      assertThat(
              catchThrowable(
                  () ->
                      new AsBefore(versions, "other", true)
                          .everyRowIsAsInProduction(versions.green(), versions.blue())))
          .hasMessageContaining("only blue 1 · only green 1 · changed 0 (");
    }
  }
}
