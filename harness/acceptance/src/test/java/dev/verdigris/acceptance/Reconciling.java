package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** A production with two sinks that are to be reconciled, and what their consumers see. */
final class Reconciling {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final String SEA_NEW = "{\"iata\":\"SEA\",\"flights\":2,\"delay\":10}";
  static final String SEA_OLD = "{\"iata\":\"SEA\",\"flights\":2,\"delay\":6}";
  static final String LAX = "{\"iata\":\"LAX\",\"flights\":1,\"delay\":0}";
  static final String OAK = "{\"iata\":\"OAK\",\"flights\":1,\"delay\":7}";
  static final String SFO = "{\"iata\":\"SFO\",\"flights\":1,\"delay\":0}";

  private Reconciling() {}

  static Production production(TestServer server, Path directory) throws Exception {
    Production production = Production.create(server, directory).withSink();
    production.differing();
    server.execute(
        "CREATE SINK "
            + production.sinks
            + ".debezium IN CLUSTER "
            + production.sinkCluster
            + " FROM "
            + production.flights
            + ".delay_by_airport INTO KAFKA CONNECTION "
            + production.sinks
            + ".kafka (TOPIC '"
            + production.topic
            + "-debezium') KEY (iata) FORMAT JSON ENVELOPE DEBEZIUM");
    return production.decide("delays", "reconciled").decide("debezium", "{cutover: reconciled}");
  }

  static void snapshot(Topic topic) {
    await().atMost(PATIENCE).until(() -> topic.poll().size() >= 3);
    assertThat(new TreeSet<>(topic.compacted().keySet()))
        .containsExactly("{\"iata\":\"OAK\"}", "{\"iata\":\"SEA\"}", "{\"iata\":\"SFO\"}");
  }

  static List<List<String>> transitions(TestServer server, Production production) throws Exception {
    return server.query(
        "SELECT name FROM mz_schemas WHERE name = '" + production.flights + "_pr_17_transition'");
  }

  static void insert(TestServer server, Production production, String row) throws Exception {
    server.execute("INSERT INTO " + production.raw + ".flights VALUES " + row);
  }
}
