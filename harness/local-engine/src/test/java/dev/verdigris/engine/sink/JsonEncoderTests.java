package dev.verdigris.engine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Column;
import dev.verdigris.engine.query.SqlType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are those of sinks.jsonl, group types, unless said otherwise. */
class JsonEncoderTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int2 | 2 | 2",
        "int8 | 9223372036854775807 | 9223372036854775807",
        "uint8 | 8 | 8",
        "oid | 5 | 5",
        "numeric | 1.50 | \"1.5\"",
        "numeric | 0 | \"0\"",
        "numeric | 0.00 | \"0\"",
        "numeric | NaN | \"NaN\"",
        "numeric | 123456789012345678901234567890.123 | \"123456789012345678901234567890.123\"",
        "numeric | 100000000000000000000 | \"100000000000000000000\"",
        "float4 | 1.5 | 1.5",
        "float4 | -Infinity | null",
        "float8 | 2.25 | 2.25",
        "float8 | NaN | null",
        "float8 | 1e+21 | 1e+21",
        "bool | t | true",
        "text | tê\"x | \"tê\\\"x\"",
        "bpchar | `c   ` | `\"c   \"`",
        "timestamp | 2024-02-29 01:02:03.456789 | \"1709168523456.789\"",
        "timestamp | 1969-12-31 23:59:59 | \"-1000.000\"",
        "timestamptz | 2024-02-28 23:02:03+00 | \"1709161323000.000\"",
        "timestamptz | 2024-02-29 01:02:03+02 | \"1709161323000.000\"",
        "date | 2024-02-29 | \"2024-02-29\"",
        "time | 01:02:03.5 | \"01:02:03.500\"",
        "interval | 1 day 02:03:04 | \"1 day 02:03:04\"",
        "interval | -1 mons +3 days -00:00:01 | \"-1 months +3 days -00:00:01\"",
        "jsonb | {\"b\": 1.0, \"a\": [null, \"x\"]} | {\"a\":[null,\"x\"],\"b\":1}",
        "bytea | \\x00ff | [0,255]",
        "uuid | 00000000-0000-0000-0000-0000000000ab | \"00000000-0000-0000-0000-0000000000ab\"",
      })
  void aValueIsWrittenAsRecorded(String type, String text, String json) {
    assertThat(encode(SqlType.scalar(type), text)).isEqualTo("{\"c\":" + json + "}");
  }

  @Test
  void arraysListsAndMapsAreWrittenAsRecorded() {
    assertThat(encode(SqlType.array(SqlType.INT4), "{1,NULL,3}")).isEqualTo("{\"c\":[1,null,3]}");
    assertThat(encode(SqlType.array(SqlType.INT4), "{}")).isEqualTo("{\"c\":[]}");
    assertThat(encode(SqlType.array(SqlType.TEXT), "{x}")).isEqualTo("{\"c\":[\"x\"]}");
    assertThat(encode(SqlType.list(SqlType.INT4), "[\"1\", \"2\"]")).isEqualTo("{\"c\":[1,2]}");
    assertThat(encode(SqlType.map(SqlType.INT4), "{\"a\": \"1\"}")).isEqualTo("{\"c\":{\"a\":1}}");
  }

  @Test
  void nestedArraysQuotesAndEscapesAreReadFromPostgres() {
    assertThat(encode(SqlType.array(SqlType.TEXT), "{{\"a,b\",NULL},{\"q\\\"\\\\\",\"NULL\"}}"))
        .isEqualTo("{\"c\":[[\"a,b\",null],[\"q\\\"\\\\\",\"NULL\"]]}");
    assertThat(encode(SqlType.array(SqlType.INT4), "[0:1]={1,2}")).isEqualTo("{\"c\":[1,2]}");
  }

  @Test
  void nullIsNull() {
    assertThat(encode(SqlType.INT4, null)).isEqualTo("{\"c\":null}");
  }

  @Test
  void fieldsAreInTheOrderOfTheColumnsAndAKeyHasSomeOfThem() {
    JsonEncoder encoder =
        new JsonEncoder(
            List.of(
                new Column("id", SqlType.INT4, false, null),
                new Column("a", SqlType.TEXT, true, null),
                new Column("na\"me", SqlType.TEXT, true, null)));
    List<@Nullable String> row = Arrays.asList("7", null, "x");

    assertThat(encoder.row(row)).isEqualTo("{\"id\":7,\"a\":null,\"na\\\"me\":\"x\"}");
    assertThat(encoder.key(row, List.of(2, 0))).isEqualTo("{\"na\\\"me\":\"x\",\"id\":7}");
  }

  @Test
  void aTypeThatIsNotModelledIsRefused() {
    assertThatThrownBy(() -> encode(SqlType.scalar("int4range"), "[1,2)"))
        .isInstanceOf(SqlException.class)
        .hasMessage("local engine: type int4range in a sink is not modelled");
  }

  private static String encode(SqlType type, @Nullable String text) {
    return new JsonEncoder(List.of(new Column("c", type, true, null)))
        .row(Arrays.asList(new @Nullable String[] {text}));
  }
}
