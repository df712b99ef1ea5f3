package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When two statements make the same sink. */
class SinkDefinitionTests {
  private static final String WRITTEN =
      "create sink sinks.delays -- by airport\n"
          + " in cluster sinks from flights.delay_by_airport"
          + " into kafka connection materialize.sinks.kafka (topic 'delays', PARTITION COUNT 2)"
          + " key (iata) format json envelope upsert";
  private static final String STORED =
      "CREATE SINK \"materialize\".\"sinks\".\"delays\" IN CLUSTER [u4]"
          + " FROM [u12 AS \"materialize\".\"flights\".\"delay_by_airport\"]"
          + " INTO KAFKA CONNECTION [u3 AS \"materialize\".\"sinks\".\"kafka\"]"
          + " (PARTITION COUNT = 2, TOPIC = 'delays') KEY (\"iata\") FORMAT JSON ENVELOPE UPSERT"
          + " WITH (VERSION = 1)";

  @Test
  void whatIsWrittenAndWhatIsStoredMeanTheSame() {
    assertThat(differences(WRITTEN, STORED)).isEmpty();
    assertThat(definition(WRITTEN).clauses())
        .isEqualTo(
            Map.of(
                "cluster", "sinks",
                "into",
                    "kafka connection materialize.sinks.kafka (partition count 2, topic 'delays')",
                "key", "(iata)",
                "format", "json",
                "envelope", "upsert"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          KEY ("iata")          | KEY ("iata", "day")   | key: the file has (iata), the server has (iata, day)
          KEY ("iata")          | KEY ("iata") NOT ENFORCED | key: the file has (iata), the server has (iata) not enforced
          ENVELOPE UPSERT       | ENVELOPE DEBEZIUM     | envelope: the file has upsert, the server has debezium
          IN CLUSTER [u4]       | IN CLUSTER [u5]       | cluster: the file has sinks, the server has u5
          WITH (VERSION = 1)    | WITH (VERSION = 3, SNAPSHOT = false) | with: the file has none, the server has (snapshot false)
          FORMAT JSON           | KEY FORMAT TEXT VALUE FORMAT JSON | format: the file has json, the server has none
          'delays'              | 'Delays'              | into: the file has kafka connection materialize.sinks.kafka (partition count 2, topic 'delays'), the server has kafka connection materialize.sinks.kafka (partition count 2, topic 'Delays')
          "sinks"."kafka"       | "Sinks"."kafka"       | into: the file has kafka connection materialize.sinks.kafka (partition count 2, topic 'delays'), the server has kafka connection materialize.Sinks.kafka (partition count 2, topic 'delays')
          """)
  void everyOtherClauseCounts(String from, String to, String difference) {
    assertThat(STORED).contains(from);
    assertThat(differences(WRITTEN, STORED.replace(from, to))).contains(difference);
  }

  @Test
  void relationAndVersionDoNotCount() {
    String moved =
        STORED.replace("[u12 AS \"materialize\".\"flights\"", "[u99 AS \"materialize\".\"other\"");
    assertThat(differences(WRITTEN, moved.replace("VERSION = 1", "VERSION = 7"))).isEmpty();
  }

  @Test
  void avroAndItsRegistryAreOneClause() {
    String written =
        "CREATE SINK d IN CLUSTER c FROM f.r INTO KAFKA CONNECTION s.k (TOPIC 't')"
            + " FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION s.csr ENVELOPE DEBEZIUM";
    assertThat(definition(written).clauses())
        .containsEntry("format", "avro using confluent schema registry connection s.csr");
  }

  private static List<String> differences(String file, String server) {
    return definition(file).differences(definition(server), "the file", "the server");
  }

  private static SinkDefinition definition(String sql) {
    return SinkDefinition.of(sql, id -> id.equals("u4") ? "sinks" : id);
  }
}
