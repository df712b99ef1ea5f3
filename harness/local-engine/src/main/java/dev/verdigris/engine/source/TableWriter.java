package dev.verdigris.engine.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Writes what happens to one output, in the connection's open transaction. What comes and goes
 * again within one transaction is never written.
 */
final class TableWriter implements Generator.Rows {
  private static final int PORTION = 1 << 20;

  private final Connection connection;
  private final String table;
  private final Set<Long> deleted = new LinkedHashSet<>();
  private final Map<Object, List<byte[]>> inserted = new LinkedHashMap<>();
  private final boolean streaming;
  private final ByteArrayOutputStream portion = new ByteArrayOutputStream();
  private long updates;
  private long bytes;

  /**
   * A writer.
   *
   * @param table its name in PostgreSQL
   * @param streaming whether rows only come, so that none needs to be remembered
   */
  TableWriter(Connection connection, String table, boolean streaming) {
    this.connection = connection;
    this.table = table;
    this.streaming = streaming;
  }

  /** How many rows came and went, so far. */
  long updates() {
    return updates;
  }

  /** How much text they are. */
  long bytes() {
    return bytes;
  }

  @Override
  public void insert(Object... values) {
    StringBuilder line = new StringBuilder();
    for (Object value : values) {
      line.append(line.length() == 0 ? "" : "\t").append(escaped(value.toString()));
    }
    byte[] row = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    updates++;
    bytes += row.length;
    if (!streaming) {
      long first = ((Number) values[0]).longValue();
      inserted.computeIfAbsent(first, key -> new ArrayList<>()).add(row);
      return;
    }
    portion.writeBytes(row);
    if (portion.size() >= PORTION) {
      copy();
    }
  }

  @Override
  public void delete(long first) {
    updates++;
    inserted.remove(first);
    deleted.add(first);
  }

  /** Writes what is not written yet. */
  void finish() throws SQLException {
    try {
      if (!deleted.isEmpty()) {
        try (PreparedStatement delete =
            connection.prepareStatement("DELETE FROM " + table + " WHERE c1 = ANY (?)")) {
          delete.setArray(1, connection.createArrayOf("int8", deleted.toArray()));
          delete.executeUpdate();
        }
      }
      inserted.values().forEach(rows -> rows.forEach(portion::writeBytes));
      copy();
    } catch (WriteFailed e) {
      throw e.failure();
    }
  }

  private void copy() {
    if (portion.size() == 0) {
      return;
    }
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + table + " FROM STDIN", new ByteArrayInputStream(portion.toByteArray()));
      portion.reset();
    } catch (IOException e) {
      throw new WriteFailed(new SQLException(e));
    } catch (SQLException e) {
      throw new WriteFailed(e);
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  /** Carries a failure through the generator, which knows nothing of SQL. */
  static final class WriteFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException failure;

    WriteFailed(SQLException failure) {
      super(failure);
      this.failure = failure;
    }

    SQLException failure() {
      return failure;
    }
  }
}
