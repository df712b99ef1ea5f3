package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a sink's stored statement promises. */
class SinkContractTests {

  @Test
  void a_stored_statement_tells_topic_key_format_and_envelope() {
    assertThat(
            SinkContract.of(
                "CREATE SINK \"materialize\".\"sinks\".\"delays\" IN CLUSTER [u3] FROM [u12 AS"
                    + " \"materialize\".\"flights\".\"delay_by_airport\"] INTO KAFKA CONNECTION [u9"
                    + " AS \"materialize\".\"sinks\".\"kafka\"] (TOPIC = 'delays') KEY (\"iata\")"
                    + " FORMAT JSON ENVELOPE UPSERT WITH (VERSION = 1)"))
        .isEqualTo(
            new SinkContract(
                "delays",
                List.of("iata"),
                true,
                "JSON",
                "UPSERT",
                "\"materialize\".\"sinks\".\"kafka\""));
  }

  @Test
  void a_key_that_nobody_proves_and_words_within_parentheses_are_told_apart() {
    assertThat(
            SinkContract.of(
                "CREATE SINK s FROM t INTO KAFKA CONNECTION c (TOPIC 'x', TOPIC CONFIG MAP['FORMAT'"
                    + " => 'y']) KEY (a, \"B b\") NOT ENFORCED FORMAT AVRO USING CONFLUENT SCHEMA"
                    + " REGISTRY CONNECTION r ENVELOPE DEBEZIUM"))
        .isEqualTo(new SinkContract("x", List.of("a", "B b"), false, "AVRO", "DEBEZIUM", "\"c\""));
  }

  @Test
  void of_two_formats_it_is_the_values_that_decides() {
    for (String formats :
        List.of(
            "KEY FORMAT TEXT VALUE FORMAT JSON",
            "VALUE FORMAT JSON KEY FORMAT TEXT",
            "KEY FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION r VALUE FORMAT JSON")) {
      assertThat(withFormats(formats)).as(formats).isEqualTo("JSON");
    }
    assertThat(
            withFormats(
                "KEY FORMAT JSON VALUE FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION r"))
        .isEqualTo("AVRO");
  }

  private static String withFormats(String formats) {
    return SinkContract.of(
            "CREATE SINK s FROM t INTO KAFKA CONNECTION c (TOPIC 'x') KEY (a) "
                + formats
                + " ENVELOPE UPSERT")
        .format();
  }

  @Test
  void what_is_no_statement_promises_nothing() {
    assertThat(SinkContract.of("CREATE SINK 'unclosed"))
        .isEqualTo(new SinkContract("", List.of(), false, "", "", ""));
  }
}
