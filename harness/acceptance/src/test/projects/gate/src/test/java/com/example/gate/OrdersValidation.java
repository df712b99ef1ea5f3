package com.example.gate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.verdigris.junit.Validation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@Validation
class OrdersValidation {

  @Test
  void ordersAreCounted(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (Misbehaviour.is("change of green")) {
        statement.execute("COMMENT ON MATERIALIZED VIEW totals IS 'changed'");
        statement.execute("CREATE VIEW extra AS SELECT 1 AS one");
      }
      assertTrue(statement.execute("SELECT sum(orders) FROM totals"));
    }
  }
}
