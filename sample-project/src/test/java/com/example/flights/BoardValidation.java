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

@Validation
class BoardValidation {

  @Test
  void theOnTimeShareIsAShare(Green green) {
    assertThat(green.relation("flights.on_time_board"))
        .isNotEmpty()
        .satisfiesRows("on_time_share BETWEEN 0 AND 1");
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
