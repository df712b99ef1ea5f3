package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranges and records in PostgreSQL's binary form, from their texts. */
final class BinaryComposites {
  private static final int EMPTY = 0x01;
  private static final int LOWER_INCLUSIVE = 0x02;
  private static final int UPPER_INCLUSIVE = 0x04;
  private static final int NO_LOWER = 0x08;
  private static final int NO_UPPER = 0x10;

  private BinaryComposites() {}

  /** {@code [1,10)}: a byte of flags, then the bounds that there are, each with its length. */
  static byte[] range(SqlType element, String text) {
    if (text.equals("empty")) {
      return new byte[] {EMPTY};
    }
    List<@Nullable String> bounds = parts(text);
    String lower = bounds.get(0);
    String upper = bounds.get(1);
    int flags =
        (text.startsWith("[") ? LOWER_INCLUSIVE : 0)
            | (text.endsWith("]") ? UPPER_INCLUSIVE : 0)
            | (lower == null ? NO_LOWER : 0)
            | (upper == null ? NO_UPPER : 0);
    return bytes(
        out -> {
          out.writeByte(flags);
          for (String bound : bounds) {
            if (bound != null) {
              value(out, element, bound);
            }
          }
        });
  }

  /** {@code (1,"a b",)}: the number of fields, then each one's type, length and value. */
  static byte[] record(List<SqlType.Field> fields, String text) {
    List<@Nullable String> values = fields.isEmpty() ? List.of() : parts(text);
    if (values.size() != fields.size()) {
      throw SqlException.unsupported("the binary form of the record " + text);
    }
    return bytes(
        out -> {
          out.writeInt(fields.size());
          for (int i = 0; i < fields.size(); i++) {
            SqlType type = fields.get(i).type();
            String value = values.get(i);
            out.writeInt(type.oid());
            if (value == null) {
              out.writeInt(-1);
            } else {
              value(out, type, value);
            }
          }
        });
  }

  private static void value(DataOutputStream out, SqlType type, String text) throws IOException {
    byte[] encoded = BinaryFormat.encode(type, text.getBytes(StandardCharsets.UTF_8));
    out.writeInt(encoded.length);
    out.write(encoded);
  }

  @FunctionalInterface
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * What stands between the brackets, split at commas and unquoted; null where there is nothing.
   */
  private static List<@Nullable String> parts(String text) {
    List<@Nullable String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean something = false;
    boolean quoted = false;
    for (int at = 1; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean last = at == text.length() - 1;
      if (!quoted && (last || c == ',')) {
        parts.add(something ? part.toString() : null);
        part.setLength(0);
        something = false;
      } else if (c == '"') {
        // Inside quotes a quote is written twice.
        boolean twice = quoted && text.charAt(at + 1) == '"';
        something = true;
        if (twice) {
          part.append(c);
          at++;
        } else {
          quoted = !quoted;
        }
      } else {
        at += c == '\\' ? 1 : 0;
        part.append(text.charAt(at));
        something = true;
      }
    }
    return parts;
  }
}
