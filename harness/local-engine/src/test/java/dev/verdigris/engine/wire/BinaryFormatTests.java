package dev.verdigris.engine.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Binary forms, byte by byte, as PostgreSQL's own functions ending in {@code send} give them. */
class BinaryFormatTests {
  private static final SqlType RECORD =
      SqlType.record(
          List.of(
              new SqlType.Field("a", SqlType.INT4),
              new SqlType.Field("b", SqlType.TEXT),
              new SqlType.Field("c", SqlType.BOOL)));

  @Test
  void anIntervalKeepsMicrosecondsDaysAndMonthsApart() {
    assertThat(encoded(SqlType.INTERVAL, "1 year 2 mons -3 days 00:00:01.5"))
        .isEqualTo("000000000016e360" + "fffffffd" + "0000000e");
    assertThat(encoded(SqlType.INTERVAL, "-00:00:01"))
        .isEqualTo("fffffffffff0bdc0" + "0".repeat(16));
    assertThat(encoded(SqlType.INTERVAL, "00:00:00")).isEqualTo("0".repeat(32));
    byte[] binary = HexFormat.of().parseHex("000000000016e360" + "fffffffd" + "0000000e");
    assertThat(new String(BinaryFormat.decode(SqlType.INTERVAL, binary), UTF_8))
        .isEqualTo("14 mons -3 days 1500000 microseconds");
  }

  @Test
  void aRangeHasItsFlagsAndOnlyTheBoundsThatThereAre() {
    assertThat(encoded(SqlType.scalar("int4range"), "[1,10)"))
        .isEqualTo("02" + "00000004" + "00000001" + "00000004" + "0000000a");
    assertThat(encoded(SqlType.scalar("int4range"), "(,10)"))
        .isEqualTo("08" + "00000004" + "0000000a");
    assertThat(encoded(SqlType.scalar("int4range"), "empty")).isEqualTo("01");
    assertThat(encoded(SqlType.scalar("tsrange"), "[\"2000-01-01 00:00:00\",)"))
        .isEqualTo("12" + "00000008" + "0000000000000000");
  }

  @Test
  void aRecordNamesTheTypeOfEachField() {
    assertThat(encoded(RECORD, "(1,\"a\"\"b, c\",)"))
        .isEqualTo(
            "00000003"
                + "00000017"
                + "00000004"
                + "00000001"
                + "00000019"
                + "00000006"
                + HexFormat.of().formatHex("a\"b, c".getBytes(UTF_8))
                + "00000010"
                + "ffffffff");
    assertThat(encoded(RECORD, "(1,\"\",t)")).contains("00000019" + "00000000" + "00000010");
  }

  @Test
  void aNumericSaysThatItHasThirtyNineDecimals() {
    assertThat(encoded(SqlType.NUMERIC, "1.5"))
        .isEqualTo("0002" + "0000" + "0000" + "0027" + "0001" + "1388");
  }

  @Test
  void whatHasNoBinaryFormIsRefusedAsTheServerDoes() {
    assertThatThrownBy(() -> BinaryFormat.require(SqlType.list(SqlType.INT4)))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("binary encoding of list types is not implemented");
    assertThatThrownBy(() -> BinaryFormat.decode(SqlType.array(SqlType.INT4), new byte[12]))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("input of array types is not implemented");
    BinaryFormat.require(SqlType.array(SqlType.INT4));
  }

  private static String encoded(SqlType type, String text) {
    return HexFormat.of().formatHex(BinaryFormat.encode(type, text.getBytes(UTF_8)));
  }
}
