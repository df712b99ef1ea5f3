package com.example.flights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Shows what happens to models that are wrong, those in {@code models-wrong}: each is refused, with
 * words that tell what is wrong with it, and production stays as it is.
 */
@TestInstance(Lifecycle.PER_CLASS)
class WrongModelIT {
  private final DeploymentConfig config =
      DeploymentConfig.load(
          Path.of(DeploymentConfig.FILE_NAME),
          Settings.system().withOverrides(WrongDeployment.SETTINGS));
  private final Server server = Servers.open(config);

  @AfterAll
  void stop() {
    try (server;
        DeploymentRun run = DeploymentRun.open(config, server, DeploymentListener.NONE)) {
      run.cleanup();
    }
  }

  @Test
  void flightsLeftOutAreMissed() throws Exception {
    List<String> before = production();

    Map<String, String> failures = WrongDeployment.deploy("flights-left-out");

    assertEquals(
        """
        VG-3104 GATE FAILED  delay_by_airport differs from production
          because   the dashboards count flights
          compared  blue flights.delay_by_airport  with  green flights_wrong.delay_by_airport  \
        at <time>, on cluster compute_wrong
          rows      blue 220 · green 200 · only blue 20 · only green 0 · changed 198 (90.0 %, allowed 0)
          changed   iata=ABE  flights  blue 8  green 2  (tolerance: none)
                    iata=ABI  flights  blue 5  green 2  (tolerance: none)
                    iata=ABQ  flights  blue 123  green 59  (tolerance: none)
                    iata=ACT  flights  blue 6  green 3  (tolerance: none)
                    iata=ALB  flights  blue 54  green 20  (tolerance: none)
                    and 193 more
          columns   flights 1.0 % match
          blue has  iata=APF  flights=1  late_flights=0
                    iata=AVP  flights=4  late_flights=0
                    iata=BET  flights=2  late_flights=0
                    iata=BGM  flights=1  late_flights=0
                    iata=BRW  flights=2  late_flights=0
                    and 15 more
          rules     keyed by iata; ignoring avg_delay
          look      SELECT "iata", "flights", "late_flights" \
        FROM "materialize"."flights_wrong"."delay_by_airport" AS r \
        EXCEPT ALL SELECT "iata", "flights", "late_flights" \
        FROM "materialize"."flights"."delay_by_airport" AS r
          state     nothing was promoted; green stays up
          next      mend the model and run mvn verify again""",
        failures
            .getOrDefault("nothingButTheAverageChanged", "not refused")
            .replaceAll("at [0-9]+,", "at <time>,"));
    assertTold(
        failures,
        "noAirportIsLost",
        "VG-3102 GATE FAILED  delay_by_airport has another number of rows than production",
        "  because   an airport without a row looks as if nothing departed there",
        "  rows      blue 220 · green 200 · difference -20, -9.1 % (allowed 0)");
    assertTold(
        failures,
        "everyFlightIsCountedAtItsAirport",
        "VG-3106 GATE FAILED  raw.flights.origin has values that flights.delay_by_airport.iata has"
            + " not",
        "  because   a flight of an airport without a row is counted nowhere",
        "  rows      20000 · found 20",
        "  found     origin=APF  rows=1");
    assertTold(
        failures,
        "theTopicGetsNewAveragesAndNoOtherAirports",
        "VG-3821 GATE FAILED  the cutover of a sink would change more keys than allowed",
        "  because   readers of the topic make an account for each new key",
        "  extra     20 keys, allowed 0");
    assertTold(
        failures, "promote", "VG-3621 NOT PROMOTED  promotion was asked for, but validate failed");
    assertEquals(before, production());
  }

  @Test
  void rowsThatMultiplyAreFoundByTheKey() throws Exception {
    Map<String, String> failures = WrongDeployment.deploy("row-for-each-month");

    assertTold(
        failures,
        "eachAirportHasOneRow",
        "VG-3101 GATE FAILED  flights.delay_by_airport has more than one row for the same iata",
        "  because   the sink's key is iata",
        "  rows      598 · found 204",
        "  found     iata=ABE  rows=2",
        "            iata=ABI  rows=3");
    assertTold(
        failures,
        "theTopicStaysWhatItIs",
        "VG-3820 GATE FAILED  a sink would not keep its contract",
        "  because   three teams read the topic delays",
        "  key       sink sinks.delays, key iata; provable keys: none");
  }

  /** Three mistakes in three models, in one deployment. */
  @Test
  void mistakesInSeveralModelsAreToldApart() throws Exception {
    Map<String, String> failures =
        WrongDeployment.deploy("small-airports-left-out", "routes-merged", "share-in-percent");

    assertTold(
        failures,
        "theStatesAddUpToAllFlights",
        "VG-3107 GATE FAILED  a query that should find nothing finds rows",
        "  because   the regional managers compare their states with the whole",
        "  found     flights=20000  of_states=19868");
    assertTold(
        failures,
        "routesAreAsInProduction",
        "VG-3104 GATE FAILED  route_traffic differs from production",
        "  because   this deployment is not about routes",
        "  rows      blue 2977 · green 1598 · only blue 2866 · only green 1487",
        "  green has origin=ABE  destination=ATL  flights=2  distance_miles=692",
        "  blue has  origin=ABE  destination=ATL  flights=1  distance_miles=692");
    assertTold(
        failures,
        "theOnTimeShareIsAShare",
        "VG-3113 GATE FAILED  flights.on_time_board.on_time_share has values that are not between"
            + " 0 AND 1",
        "  because   the board itself makes a percentage of it",
        "  rows      220 · found 96",
        "  found     on_time_share=25  rows=1");
  }

  @Test
  void farValuesAndALostColumnAreTold() throws Exception {
    Map<String, String> failures =
        WrongDeployment.deploy("early-counted-as-late", "board-in-other-words");

    assertTold(
        failures,
        "theAverageOfALargeAirportMovedByTenMinutesAtMost",
        "VG-3104 GATE FAILED  delay_by_airport differs from production",
        "  because   early departures are early by minutes, not by hours",
        "  rows      blue 76 · green 76 · only blue 0 · only green 0 · changed 27 (35.5 %, allowed"
            + " 0)",
        "  changed   iata=ALB  avg_delay  blue 2.7  green 16.33  (tolerance: 10)");
    assertTold(
        failures,
        "theAveragesAsAWholeMovedLittle",
        "VG-3117 GATE FAILED  delay_by_airport has other aggregates than production",
        "  because   the monthly report shows nothing but these two",
        "            aggregate=quantile(0.9, avg_delay)  blue=13.34  green=21.58",
        "  allowed   avg(avg_delay) within 6, quantile(0.9, avg_delay) within 6");
    assertTold(
        failures,
        "theDepartureHallFindsItsColumns",
        "VG-3803 GATE FAILED  green does not keep the contract of a consumer",
        "  because   the screens in the hall are updated once a year",
        "  compared  contracts/departure_hall.yaml of departure hall, owner screens@example.com  with"
            + "  green flights_wrong",
        "  lost      flights.on_time_board.city, text");
  }

  /** Such a model is hydrated like any other: the read at the end of await finds it. */
  @Test
  void dataThatCannotBeReadIsToldBeforeAnythingIsValidated() throws Exception {
    Map<String, String> failures = WrongDeployment.deploy("division-by-zero");

    assertTold(
        failures,
        "await",
        "VG-4103 NOT READY  green is hydrated, and 1 relation cannot be read",
        "  errors    \"materialize\".\"flights_wrong\".\"delay_by_state\": Evaluation error: division by"
            + " zero",
        "  state     deployment wrong is built (every model was created in green)");
    assertTold(
        failures, "promote", "VG-3621 NOT PROMOTED  promotion was asked for, but await failed");
  }

  /** The message of a failed test begins with the first of the lines and has the others. */
  private static void assertTold(Map<String, String> failures, String test, String... lines) {
    List<String> message = failures.getOrDefault(test, "not refused").lines().toList();
    assertEquals(lines[0], message.get(0));
    List<String> rest = new ArrayList<>(message);
    rest.retainAll(List.of(lines));
    assertEquals(List.of(lines), rest, String.join("\n", message));
  }

  /** Ids and definitions of production, and what the sinks read. */
  private List<String> production() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(server.url(), server.properties());
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                """
                SELECT s.name, o.name, o.id, o.type
                FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id
                WHERE s.name IN ('flights', 'sinks', 'raw')
                ORDER BY 1, 2""")) {
      while (result.next()) {
        rows.add(
            String.join(
                " ",
                result.getString(1),
                result.getString(2),
                result.getString(3),
                result.getString(4)));
      }
    }
    return rows;
  }
}
