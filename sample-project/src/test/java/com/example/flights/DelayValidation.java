package com.example.flights;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Validation
class DelayValidation {

  @Test
  void eachAirportHasOneRow(Green green) {
    assertThat(green.relation("flights.delay_by_airport"))
        .because("the sink's key is iata")
        .hasUniqueKey("iata")
        .hasNoNulls();
  }

  @Test
  void everyAirportIsKnown(Green green) {
    assertThat(green.relation("flights.delay_by_airport"))
        .hasReferencesIn(green.relation("raw.airports"), "iata", "iata");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ATL", "ORD", "SFO"})
  void aLargeAirportIsThere(String iata, Green green) {
    assertThat(green)
        .returnsNoRows(
            "SELECT '%1$s' AS missing WHERE '%1$s' NOT IN (SELECT iata FROM delay_by_airport)"
                .formatted(iata));
  }

  @Test
  void anEarlyDepartureIsNoNegativeDelay(Green green) {
    assertThat(green.relation("flights.delay_by_airport"))
        .satisfiesRows("avg_delay >= 0 AND late_flights BETWEEN 0 AND flights");
  }

  @Test
  void nothingButTheAverageChanged(Green green, Blue blue) {
    assertThat(green.relation("flights.delay_by_airport"))
        .because("the dashboards count flights")
        .keyedBy("iata")
        .ignoring("avg_delay")
        .matches(blue.relation("flights.delay_by_airport"));
  }

  @Test
  void theAverageChangedOnlyWhereFlightsLeftEarly(Green green, Blue blue) {
    assertThat(green)
        .returnsNoRows(
            """
            SELECT new.iata, old.avg_delay AS blue, new.avg_delay AS green
            FROM %s AS new
            JOIN %s AS old ON old.iata = new.iata
            WHERE new.avg_delay <> old.avg_delay
            AND new.iata NOT IN (SELECT origin FROM raw.flights WHERE delay_minutes < 0)"""
                .formatted(
                    green.relation("flights.delay_by_airport"),
                    blue.relation("flights.delay_by_airport")));
  }

  @Test
  void theStatesAddUpToAllFlights(Green green) {
    assertThat(green)
        .returnsNoRows(
            """
            SELECT counted.flights, states.flights AS of_states
            FROM (SELECT count(*) AS flights FROM raw.flights) AS counted,
              (SELECT sum(flights) AS flights FROM delay_by_state) AS states
            WHERE states.flights IS DISTINCT FROM counted.flights""");
  }
}
