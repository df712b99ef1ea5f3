package dev.verdigris.cutover;

import dev.verdigris.catalog.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one statement that compares two relations by key. One statement reads both at one timestamp,
 * however their schemas are apart. Rows are compared with {@code EXCEPT ALL}, which knows every
 * type and takes NULL for a value; keys that differ are then sorted into classes by where they are.
 *
 * <p>It answers rows of six texts: the time, what the row is about, a count, or else an example's
 * key, former and new value.
 */
final class KeySetsSql {
  private KeySetsSql() {}

  static String of(ComparedRelations relations) {
    String none = "NULL::text";
    String key = text(relations.identity());
    String value = relations.values().isEmpty() ? none : text(relations.values());
    String positions =
        IntStream.range(0, relations.identity().size())
            .mapToObj(i -> "k" + i)
            .collect(Collectors.joining(", "));
    return "WITH old_rows AS (SELECT "
        + relations.oldList()
        + " FROM "
        + relations.oldRelation()
        + "), new_rows AS (SELECT "
        + relations.newList()
        + " FROM "
        + relations.newRelation()
        + "), gone AS (SELECT * FROM old_rows EXCEPT ALL SELECT * FROM new_rows)"
        + ", come AS (SELECT * FROM new_rows EXCEPT ALL SELECT * FROM old_rows)"
        + ", sides AS ("
        + side(relations, "1 AS in_old, 0 AS in_new, 0 AS differs", none, none, none, "old_rows")
        + " UNION ALL "
        + side(relations, "0, 1, 0", none, none, none, "new_rows")
        + " UNION ALL "
        + side(relations, "0, 0, 1", key, value, none, "gone")
        + " UNION ALL "
        + side(relations, "0, 0, 1", key, none, value, "come")
        + "), differing AS (SELECT CASE WHEN max(in_old) = 0 THEN 'missing'"
        + " WHEN max(in_new) = 0 THEN 'extra' ELSE 'stale' END AS kind,"
        + " max(key_text) AS key_text, max(was) AS was, max(is_now) AS is_now FROM sides GROUP BY "
        + positions
        + " HAVING max(differs) = 1)"
        + " SELECT mz_now()::text, kind, keys, key_text, was, is_now FROM ("
        + "SELECT 'old' AS kind, count(*)::text AS keys, NULL::text AS key_text,"
        + " NULL::text AS was, NULL::text AS is_now FROM old_rows"
        + " UNION ALL SELECT 'new', count(*)::text, NULL::text, NULL::text, NULL::text FROM new_rows"
        + " UNION ALL SELECT kind, count(*)::text, NULL::text, NULL::text, NULL::text"
        + " FROM differing GROUP BY kind"
        + " UNION ALL SELECT kind, NULL::text, key_text, was, is_now FROM ("
        + "SELECT kind, key_text, was, is_now,"
        + " row_number() OVER (PARTITION BY kind ORDER BY key_text) AS place FROM differing"
        + ") AS numbered WHERE place <= "
        + KeySets.EXAMPLES
        + ") AS told";
  }

  private static String side(
      ComparedRelations relations, String flags, String key, String was, String now, String from) {
    List<String> columns = new ArrayList<>();
    List<String> identity = relations.identity();
    for (int i = 0; i < identity.size(); i++) {
      columns.add(Identifiers.quote(identity.get(i)) + " AS k" + i);
    }
    columns.add(flags);
    columns.add(key + " AS key_text");
    columns.add(was + " AS was");
    columns.add(now + " AS is_now");
    return "SELECT " + String.join(", ", columns) + " FROM " + from;
  }

  /** {@code iata=SEA, delay=NULL}. */
  private static String text(List<String> columns) {
    return columns.stream()
        .map(
            column ->
                Identifiers.literal(column + "=")
                    + " || coalesce("
                    + Identifiers.quote(column)
                    + "::text, 'NULL')")
        .collect(Collectors.joining(" || ', ' || "));
  }
}
