package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * PostgreSQL's binary form of values, from and to their texts: what drivers ask for once they know
 * a statement well. A type that is not here is refused by name.
 */
final class BinaryFormat {
  private static final LocalDate EPOCH_DATE = LocalDate.of(2000, 1, 1);
  private static final LocalDateTime EPOCH = EPOCH_DATE.atStartOfDay();
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter(java.util.Locale.ROOT);
  private static final DateTimeFormatter TIMESTAMP_WITH_ZONE =
      new DateTimeFormatterBuilder()
          .append(TIMESTAMP)
          .appendOffset("+HH:mm", "+00")
          .toFormatter(java.util.Locale.ROOT);
  private static final byte JSONB_VERSION = 1;

  private BinaryFormat() {}

  /**
   * Fails if values of this type have no binary form, as Bind says it on the real server (its
   * source, {@code src/pgwire/src/protocol.rs}).
   */
  static void require(SqlType type) {
    if (type.kind() == SqlType.Kind.LIST || type.kind() == SqlType.Kind.MAP) {
      throw SqlException.of(
          "08P01", "binary encoding of " + type.name() + " types is not implemented");
    }
  }

  /** The binary form of a value's text. */
  static byte[] encode(SqlType type, byte[] bytes) {
    try {
      return switch (type.kind()) {
        case ARRAY -> BinaryArrays.encode(type.elementType(), text(bytes));
        case RECORD -> BinaryComposites.record(type.fields(), text(bytes));
        case SCALAR -> encodeScalar(type, bytes);
        case UNKNOWN -> bytes;
        case LIST, MAP -> throw refused(type);
      };
    } catch (java.time.DateTimeException | NumberFormatException e) {
      throw SqlException.unsupported("the binary form of " + type.display() + " " + text(bytes));
    }
  }

  private static byte[] encodeScalar(SqlType type, byte[] bytes) {
    return switch (type.name()) {
      // A timestamp of Materialize's own travels as text in both forms.
      case "text", "varchar", "bpchar", "char", "name", "json", "mz_timestamp" -> bytes;
      case "bool" -> new byte[] {(byte) (bytes[0] == 't' ? 1 : 0)};
      case "int2" -> ByteBuffer.allocate(2).putShort(Short.parseShort(text(bytes))).array();
      case "uint2" ->
          ByteBuffer.allocate(2).putShort((short) Integer.parseInt(text(bytes))).array();
      case "int4" -> ByteBuffer.allocate(4).putInt(Integer.parseInt(text(bytes))).array();
      case "uint4", "oid", "regclass", "regtype", "regproc" ->
          ByteBuffer.allocate(4).putInt(Integer.parseUnsignedInt(text(bytes))).array();
      case "int8" -> ByteBuffer.allocate(8).putLong(Long.parseLong(text(bytes))).array();
      case "uint8" -> ByteBuffer.allocate(8).putLong(Long.parseUnsignedLong(text(bytes))).array();
      case "float4" -> ByteBuffer.allocate(4).putFloat(Float.parseFloat(number(bytes))).array();
      case "float8" -> ByteBuffer.allocate(8).putDouble(Double.parseDouble(number(bytes))).array();
      case "numeric" -> BinaryNumeric.encode(text(bytes));
      case "bytea" -> HexFormat.of().parseHex(text(bytes).substring(2));
      case "uuid" -> {
        UUID uuid = UUID.fromString(text(bytes));
        yield ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
      }
      case "jsonb" -> ByteBuffer.allocate(bytes.length + 1).put(JSONB_VERSION).put(bytes).array();
      case "date" ->
          ByteBuffer.allocate(4)
              .putInt((int) ChronoUnit.DAYS.between(EPOCH_DATE, LocalDate.parse(text(bytes))))
              .array();
      case "time" ->
          ByteBuffer.allocate(8).putLong(LocalTime.parse(text(bytes)).toNanoOfDay() / 1000).array();
      case "timestamp" -> micros(LocalDateTime.parse(text(bytes), TIMESTAMP));
      case "timestamptz" ->
          micros(
              OffsetDateTime.parse(text(bytes), TIMESTAMP_WITH_ZONE)
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .toLocalDateTime());
      case "interval" -> BinaryInterval.encode(text(bytes));
      case "int4range" -> BinaryComposites.range(SqlType.INT4, text(bytes));
      case "int8range" -> BinaryComposites.range(SqlType.INT8, text(bytes));
      case "numrange" -> BinaryComposites.range(SqlType.NUMERIC, text(bytes));
      case "daterange" -> BinaryComposites.range(SqlType.DATE, text(bytes));
      case "tsrange" -> BinaryComposites.range(SqlType.TIMESTAMP, text(bytes));
      case "tstzrange" -> BinaryComposites.range(SqlType.TIMESTAMPTZ, text(bytes));
      default -> throw refused(type);
    };
  }

  /** The text of a parameter that came in binary. */
  static byte[] decode(SqlType type, byte[] bytes) {
    switch (type.kind()) {
      case ARRAY -> throw undecodable("input of array types is not implemented");
      case LIST, MAP ->
          throw undecodable("binary decoding of " + type.name() + " types is not implemented");
      case RECORD -> throw undecodable("input of anonymous composite types is not implemented");
      default -> {
        // Decoded below.
      }
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return switch (type.name()) {
        case "text", "varchar", "bpchar", "char", "name", "json", "mz_timestamp", "unknown" ->
            bytes;
        case "bool" -> text(bytes[0] == 0 ? "f" : "t");
        case "int2" -> text(Short.toString(in.getShort()));
        case "uint2" -> text(Integer.toString(in.getShort() & 0xffff));
        case "int4" -> text(Integer.toString(in.getInt()));
        case "uint4", "oid", "regclass", "regtype", "regproc" ->
            text(Integer.toUnsignedString(in.getInt()));
        case "int8" -> text(Long.toString(in.getLong()));
        case "uint8" -> text(Long.toUnsignedString(in.getLong()));
        case "float4" -> text(Float.toString(in.getFloat()));
        case "float8" -> text(Double.toString(in.getDouble()));
        case "numeric" -> text(BinaryNumeric.decode(in));
        case "bytea" -> text("\\x" + HexFormat.of().formatHex(bytes));
        case "uuid" -> text(new UUID(in.getLong(), in.getLong()).toString());
        case "jsonb" -> java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
        case "date" -> text(EPOCH_DATE.plusDays(in.getInt()).toString());
        case "time" -> text(LocalTime.ofNanoOfDay(in.getLong() * 1000).toString());
        case "timestamp" -> text(TIMESTAMP.format(EPOCH.plus(in.getLong(), ChronoUnit.MICROS)));
        case "timestamptz" ->
            text(TIMESTAMP.format(EPOCH.plus(in.getLong(), ChronoUnit.MICROS)) + "+00");
        case "interval" -> text(BinaryInterval.decode(in));
        default -> throw refused(type);
      };
    } catch (java.nio.BufferUnderflowException e) {
      throw SqlException.of("08P01", "insufficient data left in message");
    }
  }

  private static byte[] micros(LocalDateTime time) {
    return ByteBuffer.allocate(8).putLong(ChronoUnit.MICROS.between(EPOCH, time)).array();
  }

  /** Java has another word for infinity. */
  private static String number(byte[] bytes) {
    String text = text(bytes);
    return text.endsWith("inf") ? text.replace("inf", "Infinity") : text;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static SqlException undecodable(String why) {
    return SqlException.of("22023", "unable to decode parameter: " + why);
  }

  private static SqlException refused(SqlType type) {
    return SqlException.unsupported("the binary form of " + type.display());
  }

  /** Numerics: digits of base 10,000. */
  static final class BinaryNumeric {
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int POSITIVE_INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;
    private static final int DIGITS = 4;

    /** How many decimals the real server says a numeric has, whatever it has. */
    private static final int DECIMALS = 39;

    private static final Map<String, Integer> SPECIAL =
        Map.of("NaN", NAN, "Infinity", POSITIVE_INFINITY, "-Infinity", NEGATIVE_INFINITY);

    private BinaryNumeric() {}

    static byte[] encode(String text) {
      Integer special = SPECIAL.get(text);
      if (special != null) {
        return special(special);
      }
      BigDecimal value = new BigDecimal(text);
      int scale = Math.max(0, value.scale());
      int groups = (scale + DIGITS - 1) / DIGITS;
      BigInteger unscaled = value.setScale(groups * DIGITS).unscaledValue().abs();
      StringBuilder digits = new StringBuilder(unscaled.signum() == 0 ? "" : unscaled.toString());
      while (digits.length() % DIGITS != 0) {
        digits.insert(0, '0');
      }
      int count = digits.length() / DIGITS;
      int weight = count - groups - 1;
      while (count > 0 && digits.substring((count - 1) * DIGITS, count * DIGITS).equals("0000")) {
        count--;
      }
      ByteBuffer out = ByteBuffer.allocate(8 + 2 * count);
      out.putShort((short) count)
          .putShort((short) (count == 0 ? 0 : weight))
          .putShort((short) (value.signum() < 0 ? NEGATIVE : 0))
          .putShort((short) DECIMALS);
      for (int i = 0; i < count; i++) {
        out.putShort(Short.parseShort(digits.substring(i * DIGITS, (i + 1) * DIGITS)));
      }
      return out.array();
    }

    static String decode(ByteBuffer in) {
      int count = in.getShort();
      int weight = in.getShort();
      int sign = in.getShort() & 0xffff;
      int scale = in.getShort();
      if (sign == NAN) {
        return "NaN";
      }
      if (sign == POSITIVE_INFINITY || sign == NEGATIVE_INFINITY) {
        return sign == POSITIVE_INFINITY ? "Infinity" : "-Infinity";
      }
      BigDecimal value = BigDecimal.ZERO;
      for (int i = 0; i < count; i++) {
        BigDecimal digit = BigDecimal.valueOf(in.getShort());
        value = value.add(digit.scaleByPowerOfTen((weight - i) * DIGITS));
      }
      value = value.setScale(scale, java.math.RoundingMode.HALF_UP);
      return (sign == NEGATIVE ? value.negate() : value).toPlainString();
    }

    private static byte[] special(int sign) {
      return ByteBuffer.allocate(8)
          .putShort((short) 0)
          .putShort((short) 0)
          .putShort((short) sign)
          .putShort((short) 0)
          .array();
    }
  }
}
