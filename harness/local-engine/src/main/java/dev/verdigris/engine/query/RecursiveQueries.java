package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.Relation.OutputColumn;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Option;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.Query.RecursiveCte;
import dev.verdigris.engine.sql.Query.With;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code WITH MUTUALLY RECURSIVE}, computed the way that it is defined: all relations begin empty;
 * each iteration computes them in the order in which they are written, each from the newest rows of
 * all; the iteration that changes nothing is the last one.
 *
 * <p>PostgreSQL's {@code WITH RECURSIVE} serves as the loop only. Its one row holds every relation
 * as an array of its rows in text, sorted, so that two equal arrays are two equal multisets; the
 * relations are read out of that row by lateral subqueries, where PostgreSQL's rules about
 * recursion (one reference, no aggregates, no outer joins) do not reach.
 */
final class RecursiveQueries {

  /**
   * When to stop before the end.
   *
   * @param iterations at most so many
   * @param returns whether the rows of that time are the result; else it is an error
   */
  private record Limit(long iterations, boolean returns) {}

  private final Planning planning;
  private final QueryTranslator queries;

  RecursiveQueries(Planning planning, QueryTranslator queries) {
    this.planning = planning;
    this.queries = queries;
  }

  /** What stands in front of the query, and the names that it can use from there on. */
  record Clause(String sql, Map<String, Scope.Cte> ctes) {}

  Clause clause(With.MutuallyRecursive with, Scope outer) {
    Limit limit = limit(with.options());
    planning.recurses();
    String loop = "w" + planning.nextRelation();
    List<List<OutputColumn>> columns = new ArrayList<>();
    Map<String, Scope.Cte> known = new HashMap<>(outer.ctes());
    Set<String> names = new HashSet<>();
    for (int i = 0; i < with.ctes().size(); i++) {
      RecursiveCte cte = with.ctes().get(i);
      if (!names.add(cte.name().value())) {
        throw SqlException.internal(
            "WITH query name \"" + cte.name().value() + "\" specified more than once");
      }
      columns.add(declared(cte));
      known.put(cte.name().value(), cte(loop + ".s" + (i + 1), columns.get(i)));
    }
    List<String> steps = new ArrayList<>();
    List<String> old = new ArrayList<>();
    List<String> next = new ArrayList<>();
    for (int i = 0; i < with.ctes().size(); i++) {
      RecursiveCte cte = with.ctes().get(i);
      String step = "b" + planning.nextRelation();
      steps.add(
          " CROSS JOIN LATERAL ("
              + encoded(cte, columns.get(i), outer.withCtes(Map.copyOf(known)))
              + ") AS "
              + step
              + "(s)");
      old.add("s" + (i + 1));
      next.add(step + ".s");
      known.put(cte.name().value(), cte(step + ".s", columns.get(i)));
    }
    Map<String, Scope.Cte> ctes = new HashMap<>(outer.ctes());
    List<String> results = new ArrayList<>();
    for (int i = 0; i < with.ctes().size(); i++) {
      String physical = "w" + planning.nextRelation();
      ctes.put(
          with.ctes().get(i).name().value(),
          new Scope.Cte(physical, new Relation("", columns.get(i), Keys.NONE)));
      results.add(result(physical, columns.get(i), loop, i + 1, limit));
    }
    String iterations = limit == null ? "" : " AND n < " + limit.iterations();
    String sql =
        "WITH RECURSIVE "
            + loop
            + "(n, done, "
            + String.join(", ", old)
            + ") AS (SELECT 0::pg_catalog.int8, false"
            + ", '{}'::pg_catalog.text[]".repeat(old.size())
            + " UNION ALL SELECT n + 1, ("
            + String.join(", ", next)
            + ") IS NOT DISTINCT FROM ("
            + String.join(", ", old.stream().map(s -> loop + "." + s).toList())
            + "), "
            + String.join(", ", next)
            + " FROM "
            + loop
            + String.join("", steps)
            + " WHERE NOT done"
            + iterations
            + "), "
            + String.join(", ", results)
            + " ";
    return new Clause(sql, Map.copyOf(ctes));
  }

  private List<OutputColumn> declared(RecursiveCte cte) {
    List<OutputColumn> columns = new ArrayList<>();
    for (Query.TypedColumn column : cte.columns()) {
      SqlType type = planning.types.resolve(column.type());
      if (type.kind() == SqlType.Kind.RECORD || type.is("interval")) {
        throw SqlException.unsupported("WITH MUTUALLY RECURSIVE of type " + type.display());
      }
      columns.add(new OutputColumn(column.name().value(), type, true));
    }
    return columns;
  }

  /** The rows of a relation that an expression holds as an array of texts. */
  private static Scope.Cte cte(String array, List<OutputColumn> columns) {
    return new Scope.Cte("(" + decoded(array, columns) + ")", new Relation("", columns, Keys.NONE));
  }

  private static String decoded(String array, List<OutputColumn> columns) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      items.add("(v ->> " + i + ")::" + columns.get(i).type().postgres() + " AS c" + (i + 1));
    }
    return "SELECT " + String.join(", ", items) + " FROM mz.row_values(" + array + ") AS l(v)";
  }

  /** One relation's query, its rows put into an array. */
  private String encoded(RecursiveCte cte, List<OutputColumn> columns, Scope scope) {
    Relation relation = queries.query(cte.query(), scope, false);
    List<SqlType> types = columns.stream().map(OutputColumn::type).toList();
    requireTypes(cte, relation, types);
    Relation cast = queries.cast(relation, types);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      SqlType type = types.get(i);
      String value = "o.c" + (i + 1);
      value = type.modifier() < 0 ? value : Casts.modifiedSql(value, type);
      value = type.is("numeric") ? "pg_catalog.trim_scale(" + value + ")" : value;
      values.add(value + "::pg_catalog.text");
    }
    String row = "pg_catalog.jsonb_build_array(" + String.join(", ", values) + ")::pg_catalog.text";
    return "SELECT coalesce(pg_catalog.array_agg(v ORDER BY v COLLATE \"C\"), '{}') FROM (SELECT "
        + row
        + " FROM ("
        + cast.sql()
        + ") AS o"
        + cast.columnList()
        + ") AS e(v)";
  }

  private static void requireTypes(RecursiveCte cte, Relation relation, List<SqlType> declared) {
    List<SqlType> given = relation.types();
    boolean fit = given.size() == declared.size();
    for (int i = 0; fit && i < given.size(); i++) {
      fit = Casts.when(given.get(i), declared.get(i)).compareTo(Casts.When.ASSIGNMENT) <= 0;
    }
    if (!fit) {
      throw SqlException.internal(
              "WITH MUTUALLY RECURSIVE query \""
                  + cte.name().value()
                  + "\" declared types ("
                  + list(declared)
                  + "), but query returns types ("
                  + list(given)
                  + ")")
          .withHint("You will need to rewrite or cast the query's expressions.");
    }
  }

  private static String list(List<SqlType> types) {
    return String.join(
        ", ",
        types.stream()
            .map(t -> t.kind() == SqlType.Kind.UNKNOWN ? SqlType.TEXT.display() : t.display())
            .toList());
  }

  /** A relation after the last iteration. */
  private static String result(
      String physical, List<OutputColumn> columns, String loop, int number, @Nullable Limit limit) {
    String last =
        "(SELECT s" + number + ", done, n FROM " + loop + " ORDER BY n DESC LIMIT 1) AS l(s, d, n)";
    boolean errs = limit != null && !limit.returns();
    String end = errs ? " WHERE mz.recursion_ended(NOT l.d, l.n)" : "";
    String relation = new Relation("", columns, Keys.NONE).columnList();
    return physical
        + relation
        + " AS (SELECT r.* FROM "
        + last
        + " CROSS JOIN LATERAL ("
        + decoded("l.s", columns)
        + ") AS r"
        + end
        + ")";
  }

  private static @Nullable Limit limit(List<Option> options) {
    if (options.isEmpty()) {
      return null;
    }
    if (options.size() > 1) {
      throw SqlException.internal(
          "Invalid WITH MUTUALLY RECURSIVE recursion limit. More than one recursion limit given."
              + " Please give at most one of RECURSION LIMIT, ERROR AT RECURSION LIMIT, RETURN AT"
              + " RECURSION LIMIT.");
    }
    Option option = options.get(0);
    if (!(option.value() instanceof Option.Value.Literal literal)
        || !(literal.expr() instanceof Expr.NumberLiteral number)
        || !number.text().matches("\\d{1,18}")) {
      throw SqlException.unsupported("this value of " + option.name());
    }
    long iterations = Long.parseLong(number.text());
    if (iterations == 0) {
      throw SqlException.internal(
          "Invalid WITH MUTUALLY RECURSIVE recursion limit. Recursion limit has to be greater than"
              + " 0.");
    }
    return new Limit(iterations, option.name().startsWith("RETURN"));
  }
}
