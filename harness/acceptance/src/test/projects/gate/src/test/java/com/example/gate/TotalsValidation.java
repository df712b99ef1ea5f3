package com.example.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One of everything that Jupiter has; each can be made to go wrong. */
@Validation
class TotalsValidation {

  TotalsValidation() {
    Misbehaviour.at("constructor");
  }

  @BeforeAll
  static void beforeAll() {
    Misbehaviour.at("before all");
  }

  @AfterAll
  static void afterAll() {
    Misbehaviour.at("after all");
  }

  @AfterEach
  void afterEach() {
    Misbehaviour.at("after each");
  }

  @Test
  void everyCustomerHasATotal(Connection connection) throws SQLException {
    Misbehaviour.at("test");
    assertEquals("2", one(connection, "SELECT count(*) FROM totals"));
  }

  @Test
  @Tag("slow")
  void greenIsReadOnItsOwnCluster(
      DataSource source, Green green, Blue blue, DeploymentConfig config) throws SQLException {
    assertTrue(!green.relation("shop.totals").id().equals(blue.relation("shop.totals").id()));
    try (Connection connection = source.getConnection()) {
      assertEquals(green.cluster(config.clusters().get(0)), one(connection, "SHOW cluster"));
    }
  }

  @Test
  @DisabledIfSystemProperty(named = "gate.at", matches = "condition")
  void onlyUnderACondition() {}

  @ParameterizedTest
  @ValueSource(strings = {"ann", "bob"})
  void aCustomerIsThere(String customer, Connection connection) throws SQLException {
    if (customer.equals("bob")) {
      Misbehaviour.at("parameterized");
    }
    assertEquals(
        "1", one(connection, "SELECT count(*) FROM totals WHERE customer = '" + customer + "'"));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("names")
  void aNameIsNotEmpty(String name) {
    assertTrue(!name.isEmpty());
  }

  static Stream<String> names() {
    return Misbehaviour.is("empty template") ? Stream.of() : Stream.of("ann");
  }

  @RepeatedTest(2)
  void again() {
    Misbehaviour.at("repeated");
  }

  @TestFactory
  Stream<DynamicTest> made() {
    return Misbehaviour.is("empty factory")
        ? Stream.of()
        : Stream.of(
            dynamicTest("first", () -> {}),
            dynamicTest("second", () -> Misbehaviour.at("dynamic")));
  }

  @Nested
  class Inside {
    @Test
    void alsoCounts() {
      Misbehaviour.at("nested");
    }
  }

  private static String one(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertTrue(result.next());
      return result.getString(1);
    }
  }
}
