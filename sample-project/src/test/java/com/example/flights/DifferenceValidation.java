package com.example.flights;

import static dev.verdigris.validations.Aggregate.avg;
import static dev.verdigris.validations.Aggregate.quantile;
import static dev.verdigris.validations.VerdigrisAssertions.assertThat;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import org.junit.jupiter.api.Test;

/** Is the new version different only where it should be? */
@Validation
class DifferenceValidation {

  @Test
  void nothingButTheAverageChanged(Green green, Blue blue) {
    assertThat(green.relation("flights.delay_by_airport"))
        .because("the dashboards count flights")
        .keyedBy("iata")
        .ignoring("avg_delay")
        .matches(blue);
  }

  @Test
  void theAverageOfALargeAirportMovedByTenMinutesAtMost(Green green, Blue blue) {
    assertThat(green.relation("flights.delay_by_airport"))
        .because("early departures are early by minutes, not by hours")
        .where("flights >= 50")
        .keyedBy("iata")
        .ignoring("flights", "late_flights")
        .within(10, "avg_delay")
        .matches(blue);
  }

  @Test
  void theAverageChangedOnlyWhereFlightsLeftEarly(Green green, Blue blue) {
    assertThat(green)
        .because("that is what this deployment is about")
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
  void routesAreAsInProduction(Green green, Blue blue) {
    assertThat(green.relation("flights.route_traffic"))
        .because("this deployment is not about routes")
        .hasSameRowsAs(blue);
  }

  @Test
  void theAveragesAsAWholeMovedLittle(Green green, Blue blue) {
    assertThat(green.relation("flights.delay_by_airport"))
        .because("the monthly report shows nothing but these two")
        .hasSameAggregatesAs(
            blue, avg("avg_delay").within(6), quantile(0.9, "avg_delay").within(6));
  }
}
