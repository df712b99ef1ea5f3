package com.example.flights;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Is the new version right? */
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
  void anEarlyDepartureIsNoNegativeDelay(Green green) {
    assertThat(green.relation("flights.delay_by_airport"))
        .because("early departures no longer make up for late ones")
        .satisfiesRows("avg_delay >= 0 AND late_flights BETWEEN 0 AND flights");
  }

  @Test
  void theOnTimeShareIsAShare(Green green) {
    assertThat(green.relation("flights.on_time_board"))
        .because("the board itself makes a percentage of it")
        .hasValuesBetween("on_time_share", 0, 1);
  }

  @Test
  void theLargestAirportsAreCountedRight(Green green) {
    assertThat(green)
        .because("these were counted by hand from the raw flights")
        .returnsTable(
            """
            SELECT iata, flights, late_flights
            FROM delay_by_airport
            WHERE flights > 800
            ORDER BY iata""",
            """
            | iata | flights | late_flights |
            |------|---------|--------------|
            | ATL  | 846     | 174          |
            | DFW  | 1103    | 269          |
            | ORD  | 1095    | 254          |
            """);
  }

  /** Plain JDBC does as well: the connection finds green's objects and reads on green's cluster. */
  @Test
  void threeOfFourFlightsAreOnTime(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT sum(on_time_share * flights) / sum(flights) FROM on_time_board")) {
      assertTrue(result.next());
      double share = result.getDouble(1);
      assertTrue(share > 0.75 && share < 0.85, "the share of flights on time is " + share);
    }
  }
}
