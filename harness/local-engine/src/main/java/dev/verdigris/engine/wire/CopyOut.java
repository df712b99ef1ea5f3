package dev.verdigris.engine.wire;

import dev.verdigris.engine.query.ResultColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as lines of COPY. */
final class CopyOut {
  private CopyOut() {}

  static void begin(MessageWriter out, int columns) throws IOException {
    out.begin('H').int8(0).int16(columns);
    for (int i = 0; i < columns; i++) {
      out.int16(0);
    }
    out.end();
  }

  static void header(List<ResultColumn> columns, CopyFormat format, MessageWriter out)
      throws IOException {
    out.begin('d');
    for (int i = 0; i < columns.size(); i++) {
      separate(i, format, out);
      value(columns.get(i).name().getBytes(StandardCharsets.UTF_8), format, out);
    }
    out.int8('\n').end();
  }

  static void row(Message row, CopyFormat format, MessageWriter out) throws IOException {
    int count = row.int16();
    out.begin('d');
    for (int i = 0; i < count; i++) {
      separate(i, format, out);
      value(row.value(), format, out);
    }
    out.int8('\n').end();
  }

  /** A row of texts. */
  static void row(List<@Nullable String> row, CopyFormat format, MessageWriter out)
      throws IOException {
    out.begin('d');
    for (int i = 0; i < row.size(); i++) {
      separate(i, format, out);
      String value = row.get(i);
      value(value == null ? null : value.getBytes(StandardCharsets.UTF_8), format, out);
    }
    out.int8('\n').end();
  }

  private static void separate(int column, CopyFormat format, MessageWriter out) {
    if (column > 0) {
      out.int8(format.delimiter());
    }
  }

  static void value(byte @Nullable [] text, CopyFormat format, MessageWriter out) {
    if (text == null) {
      out.bytes(format.nullText().getBytes(StandardCharsets.UTF_8));
    } else if (format.csv()) {
      csv(text, format, out);
    } else {
      escaped(text, format, out);
    }
  }

  private static void escaped(byte[] text, CopyFormat format, MessageWriter out) {
    for (byte b : text) {
      switch (b) {
        case '\\' -> out.int8('\\').int8('\\');
        case '\b' -> out.int8('\\').int8('b');
        case '\f' -> out.int8('\\').int8('f');
        case '\n' -> out.int8('\\').int8('n');
        case '\r' -> out.int8('\\').int8('r');
        case '\t' -> out.int8('\\').int8('t');
        case 0x0b -> out.int8('\\').int8('v');
        default -> {
          if (b == format.delimiter()) {
            out.int8('\\');
          }
          out.int8(b);
        }
      }
    }
  }

  private static void csv(byte[] text, CopyFormat format, MessageWriter out) {
    boolean quoted = new String(text, StandardCharsets.UTF_8).equals(format.nullText());
    for (byte b : text) {
      quoted |= b == format.delimiter() || b == format.quote() || b == '\n' || b == '\r';
    }
    if (!quoted) {
      out.bytes(text);
      return;
    }
    out.int8(format.quote());
    for (byte b : text) {
      if (b == format.quote() || b == format.escape()) {
        out.int8(format.escape());
      }
      out.int8(b);
    }
    out.int8(format.quote());
  }
}
