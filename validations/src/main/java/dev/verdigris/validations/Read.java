package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads rows for assertions, each time in one statement and so at one timestamp. */
final class Read {
  /** As many rows as a message shows. */
  static final int SHOWN = 5;

  /** More rows than this that differ are not paired: the message says so. */
  private static final int MOST_DIFFERENCES = 100_000;

  private final Supplier<Connection> connections;
  private final String what;

  private Read(Supplier<Connection> connections, String what) {
    this.connections = connections;
    this.what = what;
  }

  /**
   * Reads on connections of the environment.
   *
   * @param what is read, for the message when that fails
   */
  static Read on(Supplier<Connection> connections, String what) {
    return new Read(connections, what);
  }

  /** What reads a result. */
  private interface Reader<T> {
    T read(ResultSet result, String cluster) throws SQLException;
  }

  private <T> T query(String sql, Reader<T> reader) {
    try (Connection connection = connections.get();
        Statement statement = connection.createStatement()) {
      String cluster;
      try (ResultSet result = statement.executeQuery("SHOW cluster")) {
        cluster = result.next() ? result.getString(1) : "";
      }
      try (ResultSet result = statement.executeQuery(sql)) {
        return reader.read(result, cluster);
      }
    } catch (SQLException failed) {
      throw RelationMessages.notReadable(what, sql, failed);
    }
  }

  /** The first rows of a query, and how many it has. */
  Rows offenders(String sql) {
    String query = "(" + sql + ")";
    return query(
        "SELECT mz_now()::text, (SELECT count(*) FROM "
            + query
            + " AS counted)::text, found.* FROM "
            + query
            + " AS found LIMIT "
            + SHOWN,
        (result, cluster) -> {
          int width = result.getMetaData().getColumnCount();
          List<String> columns = new ArrayList<>();
          for (int column = 3; column <= width; column++) {
            columns.add(result.getMetaData().getColumnName(column));
          }
          List<List<@Nullable String>> rows = new ArrayList<>();
          String at = "";
          long total = 0;
          while (result.next()) {
            at = result.getString(1);
            total = Long.parseLong(result.getString(2));
            rows.add(values(result, 3, width));
          }
          return new Rows(columns, rows, total, at, cluster);
        });
  }

  /** Compares two relations. */
  Difference difference(Relation green, Relation blue, Comparison comparison) {
    String list =
        comparison.columns().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    String texts =
        comparison.columns().stream()
            .map(column -> "found." + Identifiers.quote(column) + "::text")
            .collect(Collectors.joining(", "));
    int most = 2 * MOST_DIFFERENCES;
    String sql =
        "SELECT mz_now()::text, (SELECT count(*) FROM "
            + green
            + ")::text, (SELECT count(*) FROM "
            + blue
            + ")::text, found.side, "
            + texts
            + " FROM ("
            + minus(list, green, blue, "green")
            + " UNION ALL "
            + minus(list, blue, green, "blue")
            + ") AS found ORDER BY "
            + keyPositions(comparison)
            + " LIMIT "
            + (most + 1);
    return query(
        sql,
        (result, cluster) -> {
          Difference difference = new Difference(comparison);
          int count = 0;
          while (result.next()) {
            difference.readAt(
                result.getString(1),
                cluster,
                Long.parseLong(result.getString(2)),
                Long.parseLong(result.getString(3)));
            if (++count > most) {
              difference.cut();
            } else {
              boolean isGreen = result.getString(4).equals("green");
              difference.add(isGreen, values(result, 5, 4 + comparison.columns().size()));
            }
          }
          difference.pair();
          return difference;
        });
  }

  private static String minus(String list, Relation from, Relation less, String side) {
    return "(SELECT '"
        + side
        + "' AS side, "
        + list
        + " FROM "
        + from
        + " EXCEPT ALL SELECT '"
        + side
        + "' AS side, "
        + list
        + " FROM "
        + less
        + ")";
  }

  private static String keyPositions(Comparison comparison) {
    List<String> positions = new ArrayList<>();
    for (int column = 0; column < comparison.keyLength(); column++) {
      positions.add(String.valueOf(5 + column));
    }
    return String.join(", ", positions);
  }

  private static List<@Nullable String> values(ResultSet result, int first, int last)
      throws SQLException {
    List<@Nullable String> values = new ArrayList<>();
    for (int column = first; column <= last; column++) {
      values.add(result.getString(column));
    }
    return values;
  }
}
