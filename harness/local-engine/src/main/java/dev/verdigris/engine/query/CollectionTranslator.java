package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType.Kind;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Query;
import java.util.ArrayList;
import java.util.List;

/** Rows, arrays, lists, maps and their subscripts. */
final class CollectionTranslator {
  private final ExpressionTranslator translator;
  private final Planning planning;

  CollectionTranslator(ExpressionTranslator translator) {
    this.translator = translator;
    this.planning = translator.planning();
  }

  Expression translate(Expr expr) {
    if (expr instanceof Expr.Row row) {
      return row(translator.translate(row.fields()));
    }
    if (expr instanceof Expr.ArrayLiteral array) {
      return array(array.elements());
    }
    if (expr instanceof Expr.ListLiteral list) {
      return list(list.elements());
    }
    if (expr instanceof Expr.MapLiteral map) {
      return map(map.entries());
    }
    if (expr instanceof Expr.ArraySubquery subquery) {
      Relation relation = one(subquery.query());
      return Expression.of(
          "ARRAY(" + relation.sql() + ")", SqlType.array(relation.types().get(0)), false);
    }
    if (expr instanceof Expr.ListSubquery subquery) {
      Relation relation = one(subquery.query());
      SqlType type = relation.types().get(0);
      String leaf = Collections.leaf(Expression.of("o.c1", type, true));
      return Expression.of(
          "(SELECT coalesce(pg_catalog.jsonb_agg("
              + leaf
              + "), '[]'::jsonb) FROM ("
              + relation.sql()
              + ") AS o(c1))",
          SqlType.list(type),
          false);
    }
    if (expr instanceof Expr.MapSubquery subquery) {
      return map(subquery.query());
    }
    if (expr instanceof Expr.Subscript subscript) {
      return subscript(subscript);
    }
    if (expr instanceof Expr.QualifiedWildcard || expr instanceof Expr.WildcardAccess) {
      throw SqlException.internal("wildcards are only allowed in select lists");
    }
    throw SqlException.unsupported("an expression of kind " + expr.getClass().getSimpleName());
  }

  private Relation one(Query query) {
    Relation relation = new QueryTranslator(planning).query(query, translator.scope(), true);
    ComparisonTranslator.requireOne(relation);
    return relation;
  }

  private Expression row(List<Expression> fields) {
    List<Expression> typed = new ArrayList<>();
    List<SqlType.Field> types = new ArrayList<>();
    for (Expression field : fields) {
      Expression e =
          field.isUnknown() ? planning.casts.cast(field, SqlType.TEXT, Casts.When.IMPLICIT) : field;
      typed.add(e);
      types.add(new SqlType.Field("f" + typed.size(), e.type()));
    }
    String sql = String.join(", ", typed.stream().map(Rendering::shown).toList());
    // Untyped literals stay as they are among the fields: a comparison settles them.
    return Expression.of("ROW(" + sql + ")", SqlType.record(types), false, typed)
        .withOrigin(new Origin.Row(fields));
  }

  private Expression array(List<Expr> elements) {
    if (elements.isEmpty()) {
      throw SqlException.internal("cannot determine type of empty array")
          .withHint("Explicitly cast the array to the desired type, e.g. ARRAY[]::int[]");
    }
    List<Expression> values =
        new LogicTranslator(translator).common("ARRAY", translator.translate(elements));
    String sql = String.join(", ", values.stream().map(Expression::sql).toList());
    return Expression.of("ARRAY[" + sql + "]", SqlType.array(values.get(0).type()), false, values);
  }

  private Expression list(List<Expr> elements) {
    if (elements.isEmpty()) {
      throw SqlException.internal("cannot determine type of empty list")
          .withHint("Explicitly cast the list to the desired type, e.g. LIST[]::int list");
    }
    List<Expression> values =
        new LogicTranslator(translator).common("LIST", translator.translate(elements));
    String sql = String.join(", ", values.stream().map(Collections::leaf).toList());
    return Expression.of(
        "pg_catalog.jsonb_build_array(" + sql + ")",
        SqlType.list(values.get(0).type()),
        false,
        values);
  }

  private Expression map(List<Expr.MapEntry> entries) {
    if (entries.isEmpty()) {
      throw SqlException.internal("cannot determine type of empty map")
          .withHint("Explicitly cast the map to the desired type, e.g. MAP[]::map[text=>int]");
    }
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    for (Expr.MapEntry entry : entries) {
      keys.add(
          planning.casts.cast(
              translator.translate(entry.key()), SqlType.TEXT, Casts.When.IMPLICIT));
      values.add(translator.translate(entry.value()));
    }
    values = new LogicTranslator(translator).common("MAP", values);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      parts.add(keys.get(i).sql() + ", " + Collections.leaf(values.get(i)));
    }
    List<Expression> all = new ArrayList<>(keys);
    all.addAll(values);
    return Expression.of(
        "pg_catalog.jsonb_build_object(" + String.join(", ", parts) + ")",
        SqlType.map(values.get(0).type()),
        false,
        all);
  }

  private Expression map(Query query) {
    Relation relation = new QueryTranslator(planning).query(query, translator.scope(), true);
    if (relation.columns().size() != 2 || !relation.types().get(0).is("text")) {
      throw SqlException.internal(
          "expected map subquery to return 2 columns, got " + relation.columns().size());
    }
    SqlType type = relation.types().get(1);
    String leaf = Collections.leaf(Expression.of("o.c2", type, true));
    return Expression.of(
        "(SELECT coalesce(pg_catalog.jsonb_object_agg(o.c1, "
            + leaf
            + "), '{}'::jsonb) FROM ("
            + relation.sql()
            + ") AS o(c1, c2))",
        SqlType.map(type),
        false);
  }

  private Expression subscript(Expr.Subscript subscript) {
    Expression base = translator.translate(subscript.expr());
    return switch (base.type().kind()) {
      case ARRAY -> arraySubscript(base, subscript.indexes());
      case LIST -> listSubscript(base, subscript.indexes());
      default -> {
        if (base.type().is("jsonb") || base.isUnknown()) {
          throw SqlException.unsupported("subscripts of type " + base.type().display());
        }
        throw SqlException.internal("cannot subscript type " + base.type().display());
      }
    };
  }

  private Expression arraySubscript(Expression base, List<Expr.Index> indexes) {
    StringBuilder sql = new StringBuilder("(" + base.sql() + ")");
    List<Expression> parts = new ArrayList<>(List.of(base));
    for (Expr.Index index : indexes) {
      if (index.slice() || index.start() == null) {
        throw SqlException.internal("array subscript does not support slices");
      }
      Expression at = position(index.start());
      parts.add(at);
      sql.append("[(").append(at.sql()).append(")::pg_catalog.int4]");
    }
    return Expression.of("(" + sql + ")", base.type().elementType(), true, parts);
  }

  private Expression position(Expr expr) {
    return planning.casts.cast(translator.translate(expr), SqlType.INT8, Casts.When.ASSIGNMENT);
  }

  private Expression listSubscript(Expression base, List<Expr.Index> indexes) {
    Expression value = base;
    for (Expr.Index index : indexes) {
      if (value.type().kind() != Kind.LIST) {
        throw SqlException.internal("cannot subscript type " + value.type().display());
      }
      if (index.slice()) {
        String start = index.start() == null ? "NULL" : position(index.start()).sql();
        String end = index.end() == null ? "NULL" : position(index.end()).sql();
        value =
            Expression.of(
                "mz.list_slice(" + value.sql() + ", " + start + ", " + end + ")",
                value.type(),
                true,
                value);
      } else if (index.start() != null) {
        SqlType element = value.type().elementType();
        String got = "mz.list_get(" + value.sql() + ", " + position(index.start()).sql() + ")";
        value = Expression.of(Collections.element(got, element), element, true, value);
      }
    }
    return value;
  }
}
