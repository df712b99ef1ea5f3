package com.example.flights;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Is the new version complete? */
@Validation
class CompletenessValidation {

  @Test
  void noAirportIsLost(Green green, Blue blue) {
    assertThat(green.relation("flights.delay_by_airport"))
        .because("an airport without a row looks as if nothing departed there")
        .hasSameRowCountAs(blue)
        .hasNoVanishedValues("iata", blue);
  }

  @Test
  void everyFlightIsCountedAtItsAirport(Green green) {
    assertThat(green.relation("raw.flights"))
        .because("a flight of an airport without a row is counted nowhere")
        .hasReferencesIn(green.relation("flights.delay_by_airport"), "origin", "iata");
  }

  @Test
  void theStatesAddUpToAllFlights(Green green) {
    assertThat(green)
        .because("the regional managers compare their states with the whole")
        .returnsNoRows(
            """
            SELECT counted.flights, states.flights AS of_states
            FROM (SELECT count(*) AS flights FROM raw.flights) AS counted,
              (SELECT sum(flights) AS flights FROM delay_by_state) AS states
            WHERE states.flights IS DISTINCT FROM counted.flights""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"origin", "destination"})
  void bothEndsOfARouteAreKnownAirports(String end, Green green) {
    assertThat(green.relation("flights.route_traffic"))
        .because("a route is drawn between two airports on the map")
        .hasReferencesIn(green.relation("raw.airports"), end, "iata");
  }
}
