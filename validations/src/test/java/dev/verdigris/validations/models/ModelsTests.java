package dev.verdigris.validations.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Relation;
import dev.verdigris.junit.ConfigLocation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models on rows that a test gives them. */
@DisabledIfSystemProperty(
    named = "verdigris.test.url",
    matches = ".+",
    disabledReason = "it needs a production that only a local engine is seeded with")
@ModelTest(config = "models/verdigris.yaml")
class ModelsTests {

  @Test
  void modelSeesTheGivenRowsAndNotProductions(Models models) throws Exception {
    models.given(
        "raw.flights",
        """
        origin | delay_minutes
        SEA    | -5
        SEA    | 15
        SFO    |
        """);

    assertThat(rows(models.relation("flights.delay_by_airport")))
        .containsExactlyInAnyOrder("SEA 2 7.5", "SFO 1 0");
  }

  @Test
  void chainIsBuiltFromItsInputs(Models models) throws Exception {
    models
        .given("raw.flights", Map.of("origin", "SEA", "delay_minutes", 20))
        .given("raw.airports", Map.of("iata", "SEA", "name", "Seattle"), Map.of("iata", "SFO"));

    assertThat(rows(models.relation("flights.on_time_board"))).containsExactly("Seattle false");
    assertThat(rows(models.relation("flights.delay_by_airport"))).hasSize(1);
  }

  @Test
  void modelThatIsGivenIsNotBuilt(Models models) throws Exception {
    models
        .given("flights.delay_by_airport", "iata | avg_delay\nSEA | 3.25")
        .given("raw.airports", "iata | name\nSEA | Seattle");

    assertThat(rows(models.relation("flights.on_time_board"))).containsExactly("Seattle true");
  }

  @Test
  void relationThatTheServerHasNotSaysItsTypes(Models models) throws Exception {
    models
        .given("raw.airports", "iata | Opened On\nSEA | 1944-10-31")
        .given("elsewhere.notes", "note:text\nold");

    Relation strange = models.relation("flights.strange");
    assertThat(strange.columns()).extracting("name").containsExactly("Opened", "note");
    assertThat(rows(strange)).containsExactly("1944-10-31 old");
  }

  @Test
  void fileIsReadFromBesideTheConfiguration(Models models) throws Exception {
    models.givenCsv("raw.flights", "flights.csv");

    assertThat(rows(models.relation("flights.delay_by_airport"))).containsExactly("SEA 2 5");
  }

  @Test
  void inputWithoutRowsIsGivenAsSuch(Models models) throws Exception {
    models.givenNothing("raw.flights");

    assertThat(rows(models.relation("flights.delay_by_airport"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2001-01-01T00:59:00Z, 1", "2001-01-01T01:30:00Z, 0"})
  void timeCanBeSet(String now, int rows, Models models) throws Exception {
    models
        .at(Instant.parse(now))
        .given("raw.flights", "flight_id | departed_at\n7 | 2001-01-01 00:00:00");

    assertThat(rows(models.relation("flights.recent"))).hasSize(rows);
  }

  @Test
  void inputThatIsNotGivenIsAnErrorWithItsName(Models models) {
    models.given("raw.flights", "origin\nSEA");

    assertThatThrownBy(() -> models.relation("flights.on_time_board"))
        .hasMessage(
            """
            VG-2850 MODEL TEST  flights.on_time_board reads raw.airports, which was not given
              because   a test of a model never reads what production has
              state     only scratch schemas were touched, and they are dropped
              next      models.given("raw.airports", …), or models.givenNothing("raw.airports")""");
  }

  @Test
  void nameThatNobodyReadsIsRefusedWithTheNearest(Models models) {
    models.given("raw.flight", "origin:text\nSEA");

    assertThatThrownBy(() -> models.relation("flights.delay_by_airport"))
        .hasMessage(
            """
            VG-2851 MODEL TEST  no model reads raw.flight, and it is none
              models    and what they read: elsewhere.notes, flights.delay_by_airport, flights.on_time_board, flights.recent, flights.strange, raw.airports, raw.flights
              state     only scratch schemas were touched, and they are dropped
              next      did you mean raw.flights?""");
  }

  @Test
  void columnThatIsNotThereIsRefusedWithTheNearest(Models models) {
    models.given("raw.flights", "orign\nSEA");

    assertThatThrownBy(() -> models.relation("flights.delay_by_airport"))
        .hasMessage(
            """
            VG-2852 MODEL TEST  raw.flights has no column "orign"
              columns   delay_minutes, departed_at, destination, flight_id, origin
              state     only scratch schemas were touched, and they are dropped
              next      did you mean "origin"?""");
  }

  @Test
  void typeThatNobodyKnowsIsAskedFor(Models models) {
    models.givenNothing("raw.airports").given("elsewhere.notes", "note\nold");

    assertThatThrownBy(() -> models.relation("flights.strange"))
        .hasMessage(
            """
            VG-2853 MODEL TEST  the type of elsewhere.notes.note is not known
              because   the server has no relation elsewhere.notes
              state     only scratch schemas were touched, and they are dropped
              next      say the type of each column in the first line: note:text""");
  }

  @Test
  void valueThatIsNoneOfItsTypeIsTold(Models models) {
    models.given("raw.flights", "delay_minutes\nlate");

    assertThatThrownBy(() -> models.relation("flights.delay_by_airport"))
        .hasMessage(
            """
            VG-2855 MODEL TEST  the rows of raw.flights do not fit: ERROR: invalid input syntax for type integer: invalid digit found in string: "late"
              state     only scratch schemas were touched, and they are dropped
              next      correct the values; each is read as its column's type""");
  }

  @Test
  void misuseIsTold(Models models) {
    models.given("raw.flights", "origin\nSEA");
    assertThatThrownBy(() -> models.given("raw.flights", "origin\nSFO"))
        .hasMessage(
            """
            VG-2854 MODEL TEST  raw.flights was given twice
              state     only scratch schemas were touched, and they are dropped
              next      give it all its rows at once""");
    assertThatThrownBy(() -> models.given("flights", "origin\nSFO"))
        .hasMessage(
            """
            VG-2857 MODEL TEST  "flights" is no relation's name
              state     only scratch schemas were touched, and they are dropped
              next      write schema and name: flights.delay_by_airport""");
    assertThatThrownBy(() -> models.given("raw.airports", Map.of()))
        .hasMessageStartingWith("VG-2854 MODEL TEST  the rows of raw.airports have no columns");
    assertThatThrownBy(() -> models.relation("flights.delay_by_airprt"))
        .hasMessage(
            """
            VG-2856 MODEL TEST  there is no model flights.delay_by_airprt
              models    flights.delay_by_airport, flights.on_time_board, flights.recent, flights.strange
              state     only scratch schemas were touched, and they are dropped
              next      did you mean flights.delay_by_airport?""");
    models.relation("flights.delay_by_airport");
    assertThatThrownBy(() -> models.given("raw.airports", "iata\nSFO"))
        .hasMessageStartingWith(
            "VG-2854 MODEL TEST  raw.airports was given after a model was read");
  }

  @AfterAll
  static void nothingIsLeftBehind() throws Exception {
    ModelServer server =
        ModelServer.open(
            DeploymentConfig.load(ConfigLocation.of("models/verdigris.yaml", ModelsTests.class)));
    try (server;
        Connection connection = server.sessions().connection("look");
        Statement statement = connection.createStatement();
        ResultSet left =
            statement.executeQuery("SELECT name FROM mz_schemas WHERE name LIKE 'unit\\_%'")) {
      assertThat(left.next()).isFalse();
    }
  }

  private static List<String> rows(Relation relation) throws SQLException {
    try (Connection connection = relation.connection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT * FROM " + relation)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          values.add(
              switch (String.valueOf(found.getString(i))) {
                case "t" -> "true";
                case "f" -> "false";
                default -> String.valueOf(found.getString(i));
              });
        }
        rows.add(String.join(" ", values));
      }
      return rows;
    }
  }
}
