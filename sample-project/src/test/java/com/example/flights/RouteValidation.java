package com.example.flights;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import org.junit.jupiter.api.Test;

@Validation
class RouteValidation {

  @Test
  void routesAreAsInProduction(Green green, Blue blue) {
    assertThat(green.relation("flights.route_traffic"))
        .because("this deployment is not about routes")
        .keyedBy("origin", "destination")
        .matches(blue.relation("flights.route_traffic"));
  }

  @Test
  void bothEndsAreKnownAirports(Green green) {
    assertThat(green.relation("flights.route_traffic"))
        .hasReferencesIn(green.relation("raw.airports"), "origin", "iata")
        .hasReferencesIn(green.relation("raw.airports"), "destination", "iata");
  }
}
