package dev.verdigris.catalog;

import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads snapshots: the one place with catalog SQL. */
public final class CatalogReader {
  /** An id in a list of ids as text, such as {@code {u1,u2}}. */
  private static final Pattern ID = Pattern.compile("[^{}\\[\\]\",\\s]+");

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

  /**
   * A relation of the whole catalog by its name.
   *
   * @param id its id
   * @param kind what it is
   * @param columns its columns, in order
   */
  public record Found(String id, ObjectKind kind, List<Column> columns) {
    /** Makes the list immutable. */
    public Found {
      columns = List.copyOf(columns);
    }
  }

  /** The relation of this name, wherever it is; empty where there is none. */
  public static Optional<Found> relation(
      Queries queries, String database, String schema, String name) throws SQLException {
    return queries.query(
        CatalogSql.relation(database, schema, name),
        rows -> {
          Found found = null;
          List<Column> columns = new ArrayList<>();
          while (rows.next()) {
            columns.add(new Column(rows.getString(3), rows.getString(4), rows.getBoolean(5)));
            found = new Found(rows.getString(1), ObjectKind.of(rows.getString(2)), columns);
          }
          return Optional.ofNullable(found);
        });
  }

  /**
   * Names by id of the schemas of the deployment's database, or of the clusters, that have exactly
   * this comment now.
   *
   * @param schemas whether schemas are meant, and not clusters
   */
  public static Map<String, String> commented(
      Queries queries, Scope scope, boolean schemas, String comment) throws SQLException {
    return queries.query(
        CatalogSql.commented(scope, schemas, comment),
        rows -> {
          Map<String, String> names = new TreeMap<>();
          while (rows.next()) {
            names.put(rows.getString(1), rows.getString(2));
          }
          return names;
        });
  }

  /** Which of these still stand, whatever their names are; one read. */
  public static Set<CatalogId> standing(Queries queries, Collection<CatalogId> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return Set.of();
    }
    return queries.query(
        CatalogSql.standing(ids),
        rows -> {
          Set<CatalogId> found = new HashSet<>();
          while (rows.next()) {
            CatalogId.Kind kind =
                CatalogId.Kind.valueOf(rows.getString(1).toUpperCase(Locale.ROOT));
            found.add(new CatalogId(kind, rows.getString(2)));
          }
          return found;
        });
  }

  /** Every open {@code SUBSCRIBE}. */
  public static List<Subscriber> subscribers(Queries queries) throws SQLException {
    return queries.query(
        CatalogSql.subscribers(),
        rows -> {
          List<Subscriber> found = new ArrayList<>();
          while (rows.next()) {
            Set<String> reads =
                ID.matcher(rows.getString(5))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());
            found.add(
                new Subscriber(rows.getString(2), rows.getString(3), rows.getString(4), reads));
          }
          return List.copyOf(found);
        });
  }

  /**
   * When a schema got the name that it has, by the audit log; empty where that does not tell.
   *
   * @param id the schema's id
   */
  public static Optional<Instant> renamed(Queries queries, String id, String name)
      throws SQLException {
    return queries.query(
        CatalogSql.renamed(id, name),
        rows -> rows.next() ? Times.parse(rows.getString(1)) : Optional.empty());
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

  /** The brokers of all Kafka connections by their ids, as Materialize reaches them. */
  public static Map<String, List<URI>> brokers(Queries queries) throws SQLException {
    return queries.query(
        CatalogSql.brokers(),
        rows -> {
          Map<String, List<URI>> brokers = new HashMap<>();
          while (rows.next()) {
            brokers
                .computeIfAbsent(rows.getString(1), id -> new ArrayList<>())
                .add(URI.create("kafka://" + rows.getString(2)));
          }
          return brokers;
        });
  }
}
