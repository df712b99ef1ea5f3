package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType.Kind;
import java.util.List;

/** Lists and maps, which PostgreSQL holds as JSON whose leaves are the texts of the elements. */
final class Collections {
  private Collections() {}

  /** A value as an element of a list or map. */
  static String leaf(Expression value) {
    boolean nested = value.type().kind() == Kind.LIST || value.type().kind() == Kind.MAP;
    return nested
        ? value.sql()
        : "pg_catalog.to_jsonb(" + Casts.asText(value.sql(), value.type()) + ")";
  }

  /** An element of a list or map as a value. */
  static String element(String json, SqlType type) {
    if (type.kind() == Kind.LIST || type.kind() == Kind.MAP) {
      return json;
    }
    String text = "(" + json + " #>> '{}')";
    return type.is("text") ? text : "(" + text + ")::" + type.postgres();
  }

  /** A list or map with its elements cast. */
  static String recast(String json, SqlType from, SqlType to) {
    return recast(json, from, to, 1);
  }

  private static String recast(String json, SqlType from, SqlType to, int depth) {
    String e = "e" + depth;
    SqlType inner = to.elementType();
    String value =
        inner.kind() == Kind.LIST || inner.kind() == Kind.MAP
            ? "(CASE WHEN "
                + e
                + ".v <> 'null'::jsonb THEN "
                + recast(e + ".v", from.elementType(), inner, depth + 1)
                + " END)"
            : "pg_catalog.to_jsonb("
                + Casts.asText(
                    Casts.written(element(e + ".v", from.elementType()), from.elementType(), inner),
                    inner)
                + ")";
    String rows =
        to.kind() == Kind.LIST
            ? "coalesce(pg_catalog.jsonb_agg("
                + value
                + " ORDER BY "
                + e
                + ".n), '[]') FROM pg_catalog.jsonb_array_elements(l"
                + depth
                + ".j) WITH ORDINALITY AS "
                + e
                + "(v, n)"
            : "coalesce(pg_catalog.jsonb_object_agg("
                + e
                + ".k, "
                + value
                + "), '{}') FROM pg_catalog.jsonb_each(l"
                + depth
                + ".j) AS "
                + e
                + "(k, v)";
    return "(SELECT (SELECT "
        + rows
        + ") FROM (SELECT "
        + json
        + ") AS l"
        + depth
        + "(j) WHERE l"
        + depth
        + ".j IS NOT NULL)";
  }

  /** Lists put together, or a list and an element. */
  static Expression concatenated(Casts casts, Expression left, Expression right) {
    SqlType l = left.type();
    SqlType r = right.type();
    SqlType list;
    boolean bothLists = l.kind() == Kind.LIST && r.kind() == Kind.LIST && sameDepth(l, r);
    if (bothLists) {
      SqlType element = CommonType.ofTwo(l.elementType(), r.elementType());
      if (element == null) {
        throw QueryErrors.noOperator("||", List.of(l, r));
      }
      list = SqlType.list(element);
      return joined(
          left.sql(), right.sql(), list, left.nullable() && right.nullable(), left, right);
    }
    boolean append = l.kind() == Kind.LIST && (r.kind() != Kind.LIST || depth(l) > depth(r));
    list = append ? l : r;
    Expression element = casts.cast(append ? right : left, list.elementType(), Casts.When.IMPLICIT);
    String wrapped = "pg_catalog.jsonb_build_array(" + leaf(element) + ")";
    return append
        ? joined(left.sql(), wrapped, list, false, left, element)
        : joined(wrapped, right.sql(), list, false, element, right);
  }

  private static Expression joined(
      String a, String b, SqlType list, boolean nullable, Expression left, Expression right) {
    String sql = "(coalesce(" + a + ", '[]'::jsonb) || coalesce(" + b + ", '[]'::jsonb))";
    if (nullable) {
      throw SqlException.unsupported("|| of two lists that may be null");
    }
    return Expression.of(sql, list, false, left, right);
  }

  private static boolean sameDepth(SqlType left, SqlType right) {
    return depth(left) == depth(right);
  }

  private static int depth(SqlType type) {
    return type.kind() == Kind.LIST ? 1 + depth(type.elementType()) : 0;
  }
}
