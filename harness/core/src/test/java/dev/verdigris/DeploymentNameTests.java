package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentNameTests {

  @ParameterizedTest
  @ValueSource(strings = {"a", "pr_17", "0", "abcdefghijabcdefghijabcdefghijabcdefghij"})
  void acceptsLowerCaseLettersDigitsAndUnderscores(String name) {
    assertThat(new DeploymentName(name).green("flights")).isEqualTo("flights_" + name);
  }

  @ParameterizedTest
  @CsvSource({"pr-17,pr_17", "Feature/Late Arrivals,feature_late_arrivals", "--x--,x"})
  void namesTheNearestGoodOne(String name, String nearest) {
    assertThatThrownBy(() -> new DeploymentName(name))
        .isInstanceOf(VerdigrisException.class)
        .hasMessageEndingWith("next      use the nearest good one: " + nearest);
  }

  @Test
  void saysTheRuleAndTheState() {
    assertThatThrownBy(() -> new DeploymentName("é"))
        .hasMessage(
            """
            VG-2001 CONFIGURATION  "é" cannot name a deployment
              rule      1 to 40 of a-z 0-9 _
              state     nothing was sent to the server
              next      choose a name, for example pr_17""");
  }
}
