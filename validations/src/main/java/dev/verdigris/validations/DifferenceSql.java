package dev.verdigris.validations;

import static java.util.stream.Collectors.joining;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Identifiers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The statements that compare two relations on the server. Columns are called {@code c0}, {@code
 * c1}, … in them, so that no name of a user's column is in the way.
 *
 * @param green green's rows, for a FROM
 * @param blue blue's rows, for a FROM
 * @param columns the compared columns, those of the key first
 * @param keyLength how many of them are the key; 0: rows are told apart by all of their columns
 * @param tolerances by how much a column may differ
 * @param rated indexes of columns that make no row a changed one: only their match rate counts
 */
record DifferenceSql(
    String green,
    String blue,
    List<Column> columns,
    int keyLength,
    Map<String, Tolerance> tolerances,
    Set<Integer> rated) {
  /** Buckets of keys whose hashes are compared. */
  static final int BUCKETS = 1024;

  private static final Set<String> SIGNED = Set.of("smallint", "integer", "bigint");
  private static final String NULL_KEY = "'\u2400'";
  private static final String SEPARATOR = " || '\u241f' || ";

  /** Timestamp and numbers of rows: the first query, which names both sides. */
  String counts() {
    return "SELECT mz_now()::text, (SELECT count(*) FROM "
        + green
        + " AS r)::text, (SELECT count(*) FROM "
        + blue
        + " AS r)::text";
  }

  /**
   * The buckets whose rows are not all equal. Equal rows have equal hashes, so none is missed.
   *
   * @param below only buckets with smaller numbers are looked at
   */
  String differingBuckets(int below) {
    return "SELECT coalesce(g.bucket, b.bucket)::text FROM ("
        + hashes(green, below)
        + ") AS g FULL JOIN ("
        + hashes(blue, below)
        + ") AS b ON g.bucket = b.bucket WHERE g.n IS DISTINCT FROM b.n OR g.h IS DISTINCT FROM b.h"
        + " OR g.m IS DISTINCT FROM b.m";
  }

  /**
   * Two hashes for each row, so that 64 bits would have to agree by chance. The OFFSET keeps a
   * planner from computing a row's digest once for each of them.
   */
  private String hashes(String from, int below) {
    return "SELECT bucket, count(*) AS n, sum(crc32(left(digest, 16))::bigint) AS h,"
        + " sum(crc32(substr(digest, 17))::bigint) AS m FROM (SELECT "
        + bucket()
        + " AS bucket, md5("
        + columns.stream().map(DifferenceSql::exact).collect(joining(" || "))
        + ") AS digest FROM "
        + from
        + " AS r"
        + (below < BUCKETS ? " WHERE " + bucket() + " < " + below : "")
        + " OFFSET 0) AS hashed GROUP BY bucket";
  }

  private String bucket() {
    if (distinguishing() == 1 && SIGNED.contains(columns.get(0).type())) {
      String key = "coalesce(" + Identifiers.quote(columns.get(0).name()) + "::bigint, 0)";
      return "((" + key + " % " + BUCKETS + " + " + BUCKETS + ") % " + BUCKETS + ")";
    }
    String key =
        columns.subList(0, distinguishing()).stream()
            .map(column -> Identifiers.quote(column.name()) + "::text")
            .map(text -> "coalesce(" + text + ", " + NULL_KEY + ")")
            .collect(joining(SEPARATOR));
    return "(crc32(" + key + ")::bigint % " + BUCKETS + ")";
  }

  private int distinguishing() {
    return keyLength == 0 ? columns.size() : keyLength;
  }

  /** A text from which the value can be told: no two rows have the same. */
  private static String exact(Column column) {
    String name = Identifiers.quote(column.name()) + "::text";
    return Columns.isNumber(column) || Columns.isTime(column) || column.type().equals("boolean")
        ? "coalesce(" + name + ", '-') || ','"
        : "coalesce(char_length(" + name + ")::text || ':' || " + name + ", '-')";
  }

  /**
   * Everything about the rows that differ, in one result: a row of counts, then the first of each
   * kind.
   *
   * @param buckets only rows of these are looked at; null: all
   * @param accepted differences that do not count
   * @param acceptedShown how many of the accepted ones are brought back; all that differ, if {@code
   *     everything}
   */
  String differences(
      @Nullable List<String> buckets,
      Collection<AcceptedDifferences.Entry> accepted,
      int acceptedShown,
      boolean everything) {
    return "WITH "
        + numbered("green_rows", green, blue, buckets)
        + ", "
        + numbered("blue_rows", blue, green, buckets)
        + ", paired AS (SELECT CASE WHEN g.nth IS NULL THEN 0 ELSE 1 END AS gd, CASE WHEN b.nth IS"
        + " NULL THEN 0 ELSE 1 END AS bd, "
        + list(i -> "g.c" + i + " AS g" + i + ", b.c" + i + " AS b" + i)
        + " FROM green_rows AS g FULL JOIN blue_rows AS b ON "
        + equalKeys()
        + " AND g.nth = b.nth), compared AS (SELECT paired.*, gd * bd AS pairs, "
        + (accepted.isEmpty() ? "''" : keyText())
        + " AS key_text"
        + closeness()
        + " FROM paired), judged AS (SELECT compared.*, CASE WHEN "
        + same()
        + " THEN 0 ELSE pairs END AS changed, gd - pairs AS only_green, bd - pairs AS only_blue FROM"
        + " compared), flagged AS (SELECT judged.*, "
        + acceptance(accepted)
        + " AS accepted FROM judged) "
        + counted()
        + sample("changed", "changed > 0 AND NOT accepted", Report.SHOWN)
        + sample("only green", "only_green > 0 AND NOT accepted", Report.SHOWN)
        + sample("only blue", "only_blue > 0 AND NOT accepted", Report.SHOWN)
        + (acceptedShown == 0
            ? ""
            : sample(
                "accepted",
                everything ? "changed + only_green + only_blue > 0" : "accepted",
                acceptedShown));
  }

  /** Rows that one side has more often than the other; those of one key are numbered. */
  private String numbered(String name, String from, String less, @Nullable List<String> buckets) {
    return name
        + " AS (SELECT rest.*, row_number() OVER (PARTITION BY "
        + IntStream.range(0, distinguishing()).mapToObj(i -> "c" + i).collect(joining(", "))
        + " ORDER BY "
        + list(i -> Columns.sortable(columns.get(i), "c" + i))
        + ") AS nth FROM ("
        + side(from, buckets)
        + " EXCEPT ALL "
        + side(less, buckets)
        + ") AS rest)";
  }

  private String side(String from, @Nullable List<String> buckets) {
    return "SELECT "
        + list(i -> Identifiers.quote(columns.get(i).name()) + " AS c" + i)
        + " FROM "
        + from
        + " AS r"
        + (buckets == null
            ? ""
            : " WHERE " + bucket() + " IN (" + String.join(", ", buckets) + ")");
  }

  private String list(IntFunction<String> column) {
    return IntStream.range(0, columns.size()).mapToObj(column).collect(joining(", "));
  }

  /** Joins by hash or by order; where a key may be null, by its text, so that nulls are equal. */
  private String equalKeys() {
    return IntStream.range(0, distinguishing())
        .mapToObj(
            i ->
                columns.get(i).nullable()
                    ? RelationAggregates.equalKeys("g", "b", List.of("c" + i))
                    : "g.c" + i + " = b.c" + i)
        .collect(joining(" AND "));
  }

  private String keyText() {
    return IntStream.range(0, distinguishing())
        .mapToObj(i -> "coalesce(coalesce(g" + i + ", b" + i + ")::text, " + NULL_KEY + ")")
        .collect(joining(SEPARATOR));
  }

  private String closeness() {
    StringBuilder sql = new StringBuilder();
    for (int i = keyLength; i < columns.size(); i++) {
      Tolerance tolerance = tolerances.get(columns.get(i).name());
      String equal =
          tolerance == null
              ? "g" + i + " IS NOT DISTINCT FROM b" + i
              : tolerance.closeness(columns.get(i), "g" + i, "b" + i);
      sql.append(", ").append(equal).append(" AS e").append(i);
    }
    return sql.toString();
  }

  private String same() {
    String all =
        IntStream.range(keyLength, columns.size())
            .filter(i -> !rated.contains(i))
            .mapToObj(i -> "e" + i)
            .collect(joining(" AND "));
    return all.isEmpty() ? "true" : all;
  }

  private static String acceptance(Collection<AcceptedDifferences.Entry> accepted) {
    if (accepted.isEmpty()) {
      return "false";
    }
    List<String> kinds = new ArrayList<>();
    for (String kind : List.of("changed", "only green", "only blue")) {
      String keys =
          accepted.stream()
              .filter(entry -> entry.kind().equals(kind))
              .map(entry -> Identifiers.literal(text(entry.key())))
              .collect(joining(", "));
      if (!keys.isEmpty()) {
        kinds.add("(" + kind.replace(' ', '_') + " > 0 AND key_text IN (" + keys + "))");
      }
    }
    return "(" + String.join(" OR ", kinds) + ")";
  }

  private static String text(List<@Nullable String> key) {
    return key.stream().map(value -> value == null ? "\u2400" : value).collect(joining("\u241f"));
  }

  private String counted() {
    List<String> values = new ArrayList<>();
    for (String count : List.of("changed", "only_green", "only_blue")) {
      values.add(sum("CASE WHEN accepted THEN 0 ELSE " + count + " END"));
    }
    values.add(sum("CASE WHEN accepted THEN changed + only_green + only_blue ELSE 0 END"));
    for (int i = keyLength; i < columns.size(); i++) {
      values.add(sum("CASE WHEN e" + i + " THEN 0 ELSE pairs END"));
    }
    while (values.size() < width()) {
      values.add("NULL::text");
    }
    return "SELECT 'counts' AS kind, " + String.join(", ", values) + " FROM flagged";
  }

  private static String sum(String what) {
    return "coalesce(sum(" + what + "), 0)::text";
  }

  /** Flags and both sides' values, or the counts: whichever is more. */
  private int width() {
    return Math.max(2 * columns.size() + 1, 4 + columns.size() - keyLength);
  }

  private String sample(String kind, String condition, int most) {
    List<String> values = new ArrayList<>();
    String flags =
        IntStream.range(keyLength, columns.size())
            .mapToObj(i -> "CASE WHEN e" + i + " THEN '=' ELSE '#' END")
            .collect(joining(" || "));
    String which =
        kind.equals("accepted")
            ? "CASE WHEN changed > 0 THEN 'changed' WHEN only_green > 0 THEN 'only green' ELSE 'only"
                + " blue' END"
            : flags;
    values.add(which.isEmpty() ? "''" : which);
    for (int i = 0; i < columns.size(); i++) {
      values.add("g" + i + "::text");
    }
    for (int i = 0; i < columns.size(); i++) {
      values.add("b" + i + "::text");
    }
    while (values.size() < width()) {
      values.add("NULL::text");
    }
    return " UNION ALL (SELECT '"
        + kind
        + "' AS kind, "
        + String.join(", ", values)
        + " FROM flagged WHERE "
        + condition
        + " ORDER BY "
        + IntStream.range(0, distinguishing())
            .mapToObj(i -> Columns.sortable(columns.get(i), "coalesce(g" + i + ", b" + i + ")"))
            .collect(joining(", "))
        + " LIMIT "
        + most
        + ")";
  }
}
