package dev.verdigris.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sinks that do not send, or do not go over. */
class SinkSteeringTests extends SteeringTestCase {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @BeforeAll
  void connectToTheBroker() throws SQLException {
    try (Connection client = connect()) {
      run(
          client,
          "CREATE CONNECTION kafka TO KAFKA (BROKER '"
              + engine.kafkaAddress()
              + "', SECURITY PROTOCOL PLAINTEXT)",
          "CREATE TABLE a (id int, v text)",
          "CREATE TABLE b (id int, v text)");
    }
  }

  private void create(Connection client, String sink) throws SQLException {
    run(
        client,
        "CREATE SINK "
            + sink
            + " FROM a INTO KAFKA CONNECTION kafka (TOPIC '"
            + sink
            + "') KEY (id) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");
    awaitStatus(client, sink, "[[running, null]]");
  }

  private static void awaitStatus(Connection client, String sink, String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        rows(
                            client,
                            "SELECT status, error FROM mz_internal.mz_sink_statuses WHERE name = '"
                                + sink
                                + "'"))
                    .hasToString(status));
  }

  private static String cutOver(Connection client, String sink) throws Throwable {
    try (Statement statement = client.createStatement()) {
      statement.setQueryTimeout(1);
      return sqlstate(() -> statement.execute("ALTER SINK " + sink + " SET FROM b"));
    }
  }

  private void recovers(Way way, Connection client, String sink) throws Throwable {
    way.steer(engine, "reset", "materialize.public." + sink);
    awaitStatus(client, sink, "[[running, null]]");
    run(client, "ALTER SINK " + sink + " SET FROM b");
  }

  @ParameterizedTest
  @EnumSource
  @Tag("sink_stalls")
  void aSinkStallsAndItsCutoverHangs(Way way) throws Throwable {
    String sink = name("stalls");
    try (Connection client = connect()) {
      create(client, sink);
      way.steer(engine, "sink_stalls", "materialize.public." + sink);
      awaitStatus(client, sink, "[[stalled, null]]");
      assertThat(cutOver(client, sink)).isEqualTo("57014");
      recovers(way, client, sink);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("sink_fails")
  void aSinkFailsWithAMessage(Way way) throws Throwable {
    String sink = name("fails");
    try (Connection client = connect()) {
      create(client, sink);
      way.steer(engine, "sink_fails", "materialize.public." + sink, "kafka: no space left");
      awaitStatus(client, sink, "[[stalled, kafka: no space left]]");
      recovers(way, client, sink);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("sink_cutover_hangs")
  void theCutoverOfARunningSinkHangs(Way way) throws Throwable {
    String sink = name("hangs");
    try (Connection client = connect()) {
      create(client, sink);
      way.steer(engine, "sink_cutover_hangs", "materialize.public." + sink);
      assertThat(cutOver(client, sink)).isEqualTo("57014");
      awaitStatus(client, sink, "[[running, null]]");
      assertThat(engine.faults().list())
          .filteredOn(steering -> steering.target().endsWith(sink))
          .allMatch(steering -> steering.fired() > 0);
      recovers(way, client, sink);
    }
  }
}
