package dev.verdigris.catalog;

import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads snapshots: the one place with catalog SQL. */
public final class CatalogReader {
  private CatalogReader() {}

  /** Reads the catalog with one statement, whatever the size of the deployment. */
  public static Snapshot read(Queries queries, Scope scope) throws SQLException {
    return queries.query(
        CatalogSql.snapshot(scope),
        rows -> {
          SnapshotBuilder builder = new SnapshotBuilder(scope.database());
          while (rows.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < CatalogSql.VALUES; i++) {
              String value = rows.getString(i + 2);
              values.add(value == null ? "" : value);
            }
            builder.add(rows.getString(1), values);
          }
          return builder.build();
        });
  }

  /** The columns of one relation, in order. */
  public static List<Column> columns(Queries queries, String relationId) throws SQLException {
    return queries.query(
        CatalogSql.columns(relationId),
        rows -> {
          List<Column> columns = new ArrayList<>();
          while (rows.next()) {
            columns.add(new Column(rows.getString(1), rows.getString(2), rows.getBoolean(3)));
          }
          return columns;
        });
  }

  /** The brokers of the Kafka connection that is among {@code ids}, as Materialize reaches them. */
  public static List<URI> brokers(Queries queries, Collection<String> ids) throws SQLException {
    return queries.query(
        CatalogSql.brokers(ids),
        rows -> {
          List<URI> brokers = new ArrayList<>();
          while (rows.next()) {
            brokers.add(URI.create("kafka://" + rows.getString(1)));
          }
          return brokers;
        });
  }
}
