package com.example.flights;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;

import dev.verdigris.validations.models.ModelTest;
import dev.verdigris.validations.models.Models;
import org.junit.jupiter.api.Test;

/** What the model makes of a few flights: needs no deployment, and runs in {@code mvn test}. */
@ModelTest
class DelayByAirportTests {

  @Test
  void anEarlyDepartureCountsAsPunctual(Models models) {
    models.given(
        "raw.flights",
        """
        origin | delay_minutes
        SEA    | -5
        SEA    | 15
        SEA    | 20
        """);

    assertThat(models.relation("flights.delay_by_airport"))
        .hasRowCount(1)
        .satisfiesRows("flights = 3 AND late_flights = 1 AND avg_delay = 11.67");
  }
}
