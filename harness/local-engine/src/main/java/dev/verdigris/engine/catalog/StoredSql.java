package dev.verdigris.engine.catalog;

import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Parser;
import dev.verdigris.engine.sql.Printer;
import dev.verdigris.engine.sql.SqlStyle;
import dev.verdigris.engine.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Definitions as they are stored: every item is written {@code [u1 AS "db"."schema"."name"]}, every
 * other name is quoted. That makes it possible to give names that changed to a definition without
 * reading it as a whole.
 */
final class StoredSql {
  private static final String IDENTIFIER = "\"(?:[^\"]|\"\")*\"";
  private static final String CHAIN = IDENTIFIER + "(?:\\." + IDENTIFIER + ")*";

  /** A string, an item with its id, or a chain of names that no parenthesis makes a function. */
  private static final Pattern PART =
      Pattern.compile(
          "'(?:[^']|'')*'|\\[(?<id>[a-z]+\\d+) AS "
              + CHAIN
              + "\\]|(?<chain>"
              + CHAIN
              + ")(?<call>\\()?");

  private static final Pattern OWN_NAME = Pattern.compile("^(CREATE [A-Z ]+)(" + CHAIN + ")");

  /** What reads no relation's columns; an upstream reference of it looks like one. */
  private static final Pattern NO_COLUMNS = Pattern.compile("^CREATE (?:TABLE|SOURCE|SUBSOURCE) ");

  private static final Pattern SINK_FROM =
      Pattern.compile(
          "^(CREATE SINK " + CHAIN + " IN CLUSTER \\[[a-z]+\\d+\\] FROM )\\[[^\\]]*\\]");
  private static final String COLUMNS = "(?: \\(" + IDENTIFIER + "(?:, " + IDENTIFIER + ")*\\))?";
  private static final Pattern BEFORE_QUERY =
      Pattern.compile(
          "^CREATE [A-Z ]+"
              + CHAIN
              + COLUMNS
              + "(?: IN CLUSTER \\[[a-z]+\\d+\\])?(?: WITH \\((?:[^'\")]|"
              + IDENTIFIER
              + ")*\\))? AS ");
  private static final Pattern AS_OF = Pattern.compile(" AS OF \\d+$");
  private static final Pattern SINK_OPTIONS =
      Pattern.compile(" WITH \\((SNAPSHOT[^,)]*)?(?:, )?(?:VERSION = \\d+)?\\)$");

  private StoredSql() {}

  /** The stored form of a statement whose names are resolved. */
  static String of(Statement statement) {
    return Printer.print(statement, SqlStyle.STORED);
  }

  /**
   * Gives items other names.
   *
   * @param names the new name of an item; null where it stays
   */
  static String rewriteNames(String sql, Function<ItemId, @Nullable List<String>> names) {
    return replace(
        sql,
        match -> {
          String id = match.group(1);
          List<String> name = id == null ? null : names.apply(new ItemId(id));
          return name == null ? match.group() : "[" + id + " AS " + chain(name) + "]";
        });
  }

  /** Gives the defined item itself another name; an index is stored without its schema. */
  static String rename(String sql, ObjectType type, List<String> fullName) {
    Matcher matcher = OWN_NAME.matcher(sql);
    if (!matcher.find()) {
      return sql;
    }
    List<String> name =
        type == ObjectType.INDEX
            ? fullName.subList(fullName.size() - 1, fullName.size())
            : fullName;
    return matcher.group(1) + chain(name) + sql.substring(matcher.end());
  }

  /** The schemas with which columns are written: of {@code "schema"."relation"."column"}. */
  static Set<String> columnSchemas(String sql) {
    Set<String> schemas = new HashSet<>();
    eachColumn(
        sql,
        parts -> {
          if (parts.size() >= 3) {
            schemas.add(parts.get(parts.size() - 3));
          }
          return null;
        });
    return schemas;
  }

  /** Gives schemas other names where columns are written with them. */
  static String renameSchemasInColumns(String sql, Map<String, String> newNames) {
    return eachColumn(
        sql,
        parts -> {
          if (parts.size() < 3 || !newNames.containsKey(parts.get(parts.size() - 3))) {
            return null;
          }
          List<String> renamed = new ArrayList<>(parts);
          int schema = parts.size() - 3;
          renamed.set(schema, Objects.requireNonNull(newNames.get(parts.get(schema))));
          return renamed;
        });
  }

  /** Gives a relation another name where columns are written with it. */
  static String renameRelationInColumns(String sql, String from, String to) {
    if (sql.contains("] AS " + Physical.quote(from))) {
      return sql;
    }
    return eachColumn(
        sql,
        parts -> {
          if (parts.size() < 2 || !parts.get(parts.size() - 2).equals(from)) {
            return null;
          }
          List<String> renamed = new ArrayList<>(parts);
          renamed.set(parts.size() - 2, to);
          return renamed;
        });
  }

  /** A sink that reads another relation from now on, for the {@code version}th time. */
  static String sinkSetFrom(String sql, ObjectName from, int version) {
    Matcher matcher = SINK_FROM.matcher(sql);
    if (!matcher.find()) {
      throw new IllegalStateException("no sink: " + sql);
    }
    String moved =
        matcher.group(1)
            + "["
            + from.id()
            + " AS "
            + chain(from.names())
            + "]"
            + sql.substring(matcher.end());
    Matcher options = SINK_OPTIONS.matcher(moved);
    boolean some = options.find();
    String snapshot = some ? options.group(1) : null;
    return (some ? moved.substring(0, options.start()) : moved)
        + " WITH ("
        + (snapshot == null ? "" : snapshot + ", ")
        + "VERSION = "
        + version
        + ")";
  }

  /** A view's query alone, with its {@code ;}; null for all else. */
  static @Nullable String definition(@Nullable String sql, ObjectType type) {
    if (sql == null || (type != ObjectType.VIEW && type != ObjectType.MATERIALIZED_VIEW)) {
      return null;
    }
    Matcher matcher = BEFORE_QUERY.matcher(sql);
    if (!matcher.find()) {
      throw new IllegalStateException("no view: " + sql);
    }
    return AS_OF.matcher(sql.substring(matcher.end())).replaceFirst("") + ";";
  }

  /** A definition for those who must not see its literals. */
  static @Nullable String redact(@Nullable String sql) {
    return sql == null ? null : Printer.print(Parser.parse(sql).get(0), SqlStyle.REDACTED);
  }

  /** Offers every chain of names that may be a column, but the definition's own name. */
  private static String eachColumn(
      String sql, Function<List<String>, @Nullable List<String>> rename) {
    if (NO_COLUMNS.matcher(sql).find()) {
      return sql;
    }
    Matcher own = OWN_NAME.matcher(sql);
    int start = own.find() ? own.end() : 0;
    return sql.substring(0, start)
        + replace(
            sql.substring(start),
            match -> {
              String chain = match.group(2);
              if (chain == null || match.group(3) != null) {
                return match.group();
              }
              List<String> renamed = rename.apply(parts(chain));
              return renamed == null ? match.group() : chain(renamed);
            });
  }

  private static String replace(String sql, Function<MatchResult, String> replacement) {
    return PART.matcher(sql).replaceAll(m -> Matcher.quoteReplacement(replacement.apply(m)));
  }

  private static List<String> parts(String chain) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = Pattern.compile(IDENTIFIER).matcher(chain);
    while (matcher.find()) {
      String quoted = matcher.group();
      parts.add(quoted.substring(1, quoted.length() - 1).replace("\"\"", "\""));
    }
    return parts;
  }

  private static String chain(List<String> parts) {
    return parts.stream().map(Physical::quote).collect(Collectors.joining("."));
  }
}
