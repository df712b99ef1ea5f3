package dev.verdigris.validations;

import static dev.verdigris.validations.Environments.texts;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonParser;
import dev.verdigris.catalog.Column;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a compacted topic holds, beside rows. */
class TopicContentTests {
  private static final Column IATA = new Column("iata", "text", false);
  private static final Column DELAY = new Column("De \"lay", "numeric", true);
  private static final List<Column> COLUMNS = List.of(IATA, DELAY);

  private static TopicRecord record(long at, String key, @Nullable String value) {
    return new TopicRecord("{\"iata\":\"" + key + "\"}", value, at);
  }

  private static String row(String iata, String delay) {
    return "{\"iata\":\"" + iata + "\",\"De \\\"lay\":" + delay + "}";
  }

  private static TopicContent upsert(TopicRecord... records) {
    return new TopicContent(List.of(IATA), COLUMNS, List.of(records), false, 10);
  }

  @Test
  void the_last_value_of_each_key_counts_and_nulls_are_values() {
    TopicContent topic =
        upsert(
            record(1, "SEA", row("SEA", "\"1\"")),
            record(2, "SFO", row("SFO", "null")),
            record(3, "LAX", row("LAX", "\"3\"")),
            record(4, "SEA", row("SEA", "\"2.50\"")),
            record(5, "LAX", null));
    assertThat(topic.differences(List.of(asList("SEA", "2.5"), asList("SFO", null)))).isEmpty();
    assertThat(
            texts(
                topic.differences(
                    List.of(asList("SEA", null), asList("SFO", "0"), asList("JFK", "7")))))
        .containsExactly(
            "stale topic iata=\"SEA\"  De \"lay=2.5  relation iata=\"SEA\"  De \"lay=null",
            "stale topic iata=\"SFO\"  De \"lay=null  relation iata=\"SFO\"  De \"lay=0",
            "missing iata=\"JFK\"  De \"lay=7");
    assertThat(texts(topic.differences(List.of(asList("SEA", "2.5")))))
        .containsExactly("extra iata=\"SFO\"  De \"lay=null");
  }

  @Test
  void an_empty_topic_and_an_empty_relation_are_equal() {
    assertThat(upsert().differences(List.of())).isEmpty();
    assertThat(upsert(record(1, "SEA", null)).differences(List.of())).isEmpty();
  }

  @Test
  void what_changed_later_is_not_held_against_it() {
    TopicContent topic =
        upsert(record(9, "SEA", row("SEA", "\"1\"")), record(11, "SEA", row("SEA", "\"2\"")));
    assertThat(topic.differences(List.of(asList("SEA", "1")))).isEmpty();
    assertThat(upsert(record(11, "SEA", null)).differences(List.of(asList("SEA", "1")))).isEmpty();
  }

  @Test
  void debezium_tells_what_was_and_what_is() {
    TopicContent topic =
        new TopicContent(
            List.of(IATA),
            COLUMNS,
            List.of(
                record(1, "SEA", "{\"before\":null,\"after\":" + row("SEA", "\"1\"") + "}"),
                record(1, "SFO", "{\"before\":null,\"after\":" + row("SFO", "\"1\"") + "}"),
                record(2, "SFO", "{\"before\":" + row("SFO", "\"1\"") + ",\"after\":null}")),
            true,
            10);
    assertThat(topic.differences(List.of(asList("SEA", "1")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          boolean                     | true                   | true
          bigint                      | -9007199254740993      | -9007199254740993
          numeric                     | 1.500                  | "1.5"
          numeric                     | 0.00                   | "0"
          numeric                     | 1e20                   | "100000000000000000000"
          numeric                     | NaN                    | null
          double precision            | 0.1                    | 0.1
          double precision            | 2                      | 2.0
          double precision            | -0                     | 0
          double precision            | Infinity               | null
          real                        | -Infinity              | null
          text                        | null                   | "null"
          text                        | a "b"                  | "a \\"b\\""
          uuid                        | 7d9c7b0e-0000-4000-8000-000000000001 | "7d9c7b0e-0000-4000-8000-000000000001"
          date                        | 2026-11-25             | "2026-11-25"
          timestamp with time zone    | 1764075600123.456000   | "1764075600123.456"
          timestamp without time zone | 1764075600000          | "1764075600000.000"
          jsonb                       | {"b": 1.0, "a": [null]} | {"a":[null],"b":1}
          jsonb                       | "x"                    | "x"
          """)
  void a_value_has_one_form_whoever_tells_it(String type, String text, String json) {
    SinkValues values = SinkValues.of(type).orElseThrow();
    assertThat(values.ofText(text)).isEqualTo(values.ofJson(JsonParser.parseString(json)));
    assertThat(values.ofText(null)).isEqualTo(values.ofJson(JsonParser.parseString("null")));
  }

  @Test
  void types_whose_form_is_not_known_are_not_compared() {
    assertThat(SinkValues.of("interval")).isEmpty();
    assertThat(SinkValues.of("bytea")).isEmpty();
    assertThat(SinkValues.of("text list")).isEmpty();
    assertThat(SinkValues.sql(new Column("a\"b", "timestamp with time zone", true)))
        .isEqualTo("(EXTRACT(EPOCH FROM \"a\"\"b\") * 1000)::text");
  }

  @Test
  void a_broker_that_does_not_answer_is_told() {
    assertThat(TopicReader.isPossible()).isTrue();
    assertThatExceptionOfType(TopicReader.NotReadable.class)
        .isThrownBy(
            () ->
                TopicReader.read(
                    List.of(URI.create("kafka://127.0.0.1:1")), "delays", Duration.ofMillis(300)))
        .withMessageStartingWith("the brokers 127.0.0.1:1 do not let topic delays be read: ")
        .satisfies(
            failure ->
                assertThat(String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT))
                    .contains("timeout"));
  }

  @Test
  void aTopicThatDropsItsOldestRecordsMayHaveHadWhatItLacks() {
    List<Observation> differences =
        List.of(
            Observation.fail("missing", "iata=SEA"),
            Observation.fail("stale", "topic 1  relation 2"),
            Observation.fail("missing", "iata=LAX"));
    assertThat(TopicLook.certain(differences, false)).isEqualTo(differences);
    assertThat(TopicLook.certain(differences, true))
        .containsExactly(
            Observation.fail("stale", "topic 1  relation 2"),
            Observation.unknown(
                "2 keys are not in the topic, which has dropped its oldest records: they may have"
                    + " been sent"));
    assertThat(TopicLook.certain(differences.subList(1, 2), true))
        .isEqualTo(differences.subList(1, 2));
  }

  @Test
  void whatAComparisonTellsBehindAPromotionEndsWithTheEvidence() {
    assertThat(
            SinkTopicComparison.evidence(
                new AssertionError("VG-3827 …\n  stale     a\n  state     b\n  next      c\nd")))
        .isEqualTo("VG-3827 …\n  stale     a");
  }
}
