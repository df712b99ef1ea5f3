package dev.verdigris.engine.wire;

import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.query.SqlType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which form each column of a result is sent: as text, which is how PostgreSQL hands it to us,
 * or in binary, which is made of the text here.
 */
final class Formats {
  static final Formats TEXT = new Formats(List.of());

  private final List<Integer> codes;

  /**
   * The client's wish.
   *
   * @param codes none: text; one: for all columns; else one a column
   */
  Formats(List<Integer> codes) {
    this.codes = List.copyOf(codes);
  }

  boolean isBinary(int column) {
    if (codes.isEmpty()) {
      return false;
    }
    return codes.get(codes.size() == 1 ? 0 : column) == 1;
  }

  /** Fails if a column is wanted in binary that has no such form. */
  void requireBinaryForms(List<ResultColumn> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (isBinary(i)) {
        BinaryFormat.require(columns.get(i).type());
      }
    }
  }

  /** Materialize's "char" is always one byte: of nothing it makes zero (recorded: psql.jsonl). */
  private static boolean isSingle(SqlType type) {
    return type.kind() == SqlType.Kind.SCALAR && type.name().equals("char");
  }

  private boolean allText() {
    return codes.stream().allMatch(code -> code == 0);
  }

  /** Sends one row of texts in these forms. */
  void send(Message row, List<ResultColumn> columns, MessageWriter out) throws IOException {
    boolean singles = columns.stream().anyMatch(column -> isSingle(column.type()));
    if (allText() && !singles) {
      out.forward(row);
      return;
    }
    int count = row.int16();
    List<byte @Nullable []> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] text = row.value();
      if (text != null && text.length == 0 && isSingle(columns.get(i).type())) {
        text = new byte[1];
      }
      values.add(
          text == null || !isBinary(i) ? text : BinaryFormat.encode(columns.get(i).type(), text));
    }
    send(values, out);
  }

  /** One row. All its values are made before: a refusal must not leave half a message behind. */
  static void send(List<byte @Nullable []> values, MessageWriter out) throws IOException {
    out.begin('D').int16(values.size());
    for (byte[] value : values) {
      out.value(value);
    }
    out.end();
  }

  /** The number of bytes of a value in binary, -1 where it varies. */
  static int size(SqlType type) {
    if (type.kind() != SqlType.Kind.SCALAR) {
      return -1;
    }
    return switch (type.name()) {
      case "bool", "char" -> 1;
      case "int2", "uint2" -> 2;
      case "int4", "uint4", "float4", "date", "oid", "regproc", "regtype", "regclass" -> 4;
      case "int8", "uint8", "float8", "time", "timestamp", "timestamptz", "mz_timestamp" -> 8;
      case "interval", "uuid" -> 16;
      default -> -1;
    };
  }
}
