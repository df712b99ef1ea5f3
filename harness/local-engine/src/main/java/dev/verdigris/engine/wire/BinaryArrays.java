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

/** Arrays of one dimension in PostgreSQL's binary form. */
final class BinaryArrays {
  private BinaryArrays() {}

  static byte[] encode(SqlType element, String text) {
    List<@Nullable String> values = elements(text);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(values.isEmpty() ? 0 : 1);
      out.writeInt(values.contains(null) ? 1 : 0);
      out.writeInt(element.oid());
      if (!values.isEmpty()) {
        out.writeInt(values.size());
        out.writeInt(1);
      }
      for (String value : values) {
        if (value == null) {
          out.writeInt(-1);
        } else {
          byte[] encoded = BinaryFormat.encode(element, value.getBytes(StandardCharsets.UTF_8));
          out.writeInt(encoded.length);
          out.write(encoded);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The elements of {@code {a,"b c",NULL}}. */
  private static List<@Nullable String> elements(String text) {
    if (!text.startsWith("{") || text.startsWith("{{")) {
      throw SqlException.unsupported("the binary form of the array " + text);
    }
    List<@Nullable String> values = new ArrayList<>();
    int at = 1;
    while (at < text.length() - 1) {
      StringBuilder value = new StringBuilder();
      boolean quoted = text.charAt(at) == '"';
      at += quoted ? 1 : 0;
      while (quoted ? text.charAt(at) != '"' : text.charAt(at) != ',' && text.charAt(at) != '}') {
        at += text.charAt(at) == '\\' ? 1 : 0;
        value.append(text.charAt(at++));
      }
      at += quoted ? 2 : 1;
      values.add(!quoted && value.toString().equals("NULL") ? null : value.toString());
    }
    return values;
  }
}
