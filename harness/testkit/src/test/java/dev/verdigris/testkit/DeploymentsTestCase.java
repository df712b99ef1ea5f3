package dev.verdigris.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import dev.verdigris.Relation;
import dev.verdigris.junit.Deployment;
import dev.verdigris.junit.DeploymentPhase;
import dev.verdigris.junit.Phases;
import dev.verdigris.junit.Validation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deployments that the tests run. */
final class DeploymentsTestCase {
  private DeploymentsTestCase() {}

  static List<String> rows(Relation relation) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = relation.connection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT iata, delay FROM " + relation + " ORDER BY iata")) {
      while (result.next()) {
        rows.add(result.getString(1) + " " + result.getInt(2));
      }
    }
    return rows;
  }

  @Validation
  static class Delays {
    @Test
    void noneIsNegative(Green green) throws SQLException {
      assertThat(rows(green.relations().get(0))).containsExactly("SEA 3", "SFO 0");
    }

    @Test
    void blueIsAsItWas(Blue blue) throws SQLException {
      assertThat(rows(blue.relations().get(0))).containsExactly("SEA 3", "SFO -2");
    }
  }

  @Deployment(validations = Delays.class)
  static class Whole {}

  @Validation
  static class Few {
    @Test
    void one() {}
  }

  @Deployment(validations = Few.class)
  static class OneTest {}

  @Validation
  static class Wrong {
    @Test
    void isWrong(Green green) throws SQLException {
      assertThat(rows(green.relations().get(0))).containsExactly("SEA 3");
    }
  }

  @Deployment(validations = {Delays.class, Wrong.class})
  static class OneFails {}

  @Deployment(validations = Delays.class, smoke = Wrong.class)
  static class FailsOnProduction {}

  @Deployment(validations = Delays.class, smoke = Delays.class)
  static class HoldsOnProduction {}

  /** A phase of a user's that looks at green. */
  @Deployment(validations = Delays.class)
  static class WithOwnPhase {
    @RegisterExtension
    @Order(Phases.AWAIT + 50)
    static final DeploymentPhase WARM_CACHES =
        environment -> assertThat(rows(environment.green().relations().get(0))).hasSize(2);
  }
}
