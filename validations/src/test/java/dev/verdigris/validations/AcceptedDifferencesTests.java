package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of the file of accepted differences. */
class AcceptedDifferencesTests {
  @Test
  void itIsSaidByPropertyByVariableOrByBeingOnABuildServer() {
    Map<String, String> server = Map.of("CI", "true");
    assertThat(AcceptedDifferences.mode(null, Map.of())).isEqualTo("shrink");
    assertThat(AcceptedDifferences.mode(null, Map.of("CI", "false"))).isEqualTo("shrink");
    assertThat(AcceptedDifferences.mode(null, server)).isEqualTo("keep");
    assertThat(AcceptedDifferences.mode("accept", server)).isEqualTo("accept");
    assertThat(
            AcceptedDifferences.mode(
                null, Map.of("CI", "true", "VERDIGRIS_ACCEPTED_DIFFERENCES", "shrink")))
        .isEqualTo("shrink");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AcceptedDifferences.in(Path.of("x.csv"), "no"))
        .withMessage("verdigris.acceptedDifferences is shrink, keep or accept, not no");
  }
}
