package dev.verdigris.engine.wire;

import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.query.SqlType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends rows that the engine made itself. */
final class RowSender {
  private final Client client;

  RowSender(Client client) {
    this.client = client;
  }

  /** One row of texts: the form of a text is the same in binary. */
  void send(List<@Nullable String> values, Formats formats) throws IOException {
    send(values, List.of(), formats);
  }

  /** One row of values whose texts these are. */
  void send(List<@Nullable String> values, List<ResultColumn> columns, Formats formats)
      throws IOException {
    List<byte @Nullable []> row = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      byte[] text = value == null ? null : Backend.text(value);
      SqlType type = columns.isEmpty() ? SqlType.TEXT : columns.get(i).type();
      row.add(text == null || !formats.isBinary(i) ? text : BinaryFormat.encode(type, text));
    }
    Formats.send(row, client.out());
  }
}
