package com.example.flights;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static java.time.Duration.ofSeconds;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Will those who read production notice? */
@Validation
class ConsumerValidation {

  @Test
  void theDepartureHallFindsItsColumns(Green green) {
    assertThat(green)
        .because("the screens in the hall are updated once a year")
        .keepsContract(Path.of("contracts/departure_hall.yaml"));
  }

  @Test
  void dashboardsMayReadWhatTheyReadNow(Green green, Blue blue) {
    assertThat(green).because("a dashboard without a grant is an empty page").hasRightsOf(blue);
  }

  @Test
  void theTopicStaysWhatItIs(Green green, Blue blue) {
    assertThat(green.sink("sinks.delays"))
        .because("three teams read the topic delays")
        .keepsContractOf(blue);
  }

  @Test
  void theTopicGetsNewAveragesAndNoOtherAirports(Green green) {
    assertThat(green.sink("sinks.delays"))
        .because("readers of the topic make an account for each new key")
        .changesAtMost(keys -> keys.stale(220).missing(0).extra(0));
  }

  @Test
  void delaysArriveWithinSeconds(Green green) {
    assertThat(green)
        .because("the board is looked at, not printed")
        .eventually(ofSeconds(20))
        .hasLagAtMost(ofSeconds(2));
  }
}
