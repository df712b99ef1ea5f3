package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType.Kind;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Query;
import java.util.ArrayList;
import java.util.List;

/** IN, BETWEEN, LIKE, ANY, ALL, EXISTS, and subqueries as values. */
final class ComparisonTranslator {
  private final ExpressionTranslator translator;
  private final Planning planning;

  ComparisonTranslator(ExpressionTranslator translator) {
    this.translator = translator;
    this.planning = translator.planning();
  }

  Expression translate(Expr expr) {
    if (expr instanceof Expr.InList in) {
      return inList(in);
    }
    if (expr instanceof Expr.Between between) {
      return between(between);
    }
    if (expr instanceof Expr.Like like) {
      return like(like);
    }
    if (expr instanceof Expr.QuantifiedArray quantified) {
      return quantified(quantified);
    }
    if (expr instanceof Expr.InSubquery in) {
      return quantified(in.expr(), "=", in.negated() ? "NOT IN" : "IN", in.query());
    }
    if (expr instanceof Expr.QuantifiedSubquery q) {
      return quantified(
          q.left(), q.operator(), q.operator() + (q.all() ? " ALL" : " ANY"), q.query());
    }
    if (expr instanceof Expr.Exists exists) {
      Relation relation = subquery(exists.query());
      return Expression.of("EXISTS (" + relation.sql() + ")", SqlType.BOOL, false);
    }
    return scalar(((Expr.Subquery) expr).query());
  }

  private Relation subquery(Query query) {
    return new QueryTranslator(planning).query(query, translator.scope(), true);
  }

  private Expression scalar(Query query) {
    Relation relation = subquery(query);
    requireOne(relation);
    return Expression.of("(" + relation.sql() + ")", relation.types().get(0), true);
  }

  static void requireOne(Relation relation) {
    if (relation.columns().size() != 1) {
      throw SqlException.internal(
          "Expected subselect to return 1 column, got " + relation.columns().size() + " columns");
    }
  }

  private Expression inList(Expr.InList in) {
    Expression left = translator.translate(in.expr());
    List<Expression> equalities = new ArrayList<>();
    for (Expr item : in.list()) {
      equalities.add(planning.operators.infix(left, "=", translator.translate(item)));
    }
    boolean nullable = equalities.stream().anyMatch(Expression::nullable);
    String list = String.join(" OR ", equalities.stream().map(Expression::sql).toList());
    String sql = in.negated() ? "(NOT (" + list + "))" : "(" + list + ")";
    Expression result = Expression.of(sql, SqlType.BOOL, nullable, equalities);
    if (!in.negated() && equalities.size() == 1) {
      return result.withOrigin(equalities.get(0).origin());
    }
    return result.withOrigin(new Origin.Strict(List.of(left)));
  }

  private Expression between(Expr.Between between) {
    Expression operand = translator.translate(between.expr());
    Expression low = planning.operators.infix(operand, ">=", translator.translate(between.low()));
    Expression high = planning.operators.infix(operand, "<=", translator.translate(between.high()));
    String sql = "(" + low.sql() + " AND " + high.sql() + ")";
    boolean nullable = low.nullable() || high.nullable();
    return between.negated()
        ? Expression.of("(NOT " + sql + ")", SqlType.BOOL, nullable, low, high)
        : Expression.of(sql, SqlType.BOOL, nullable, low, high)
            .withOrigin(new Origin.And(List.of(low, high)));
  }

  private Expression like(Expr.Like like) {
    Expression operand = text(translator.translate(like.expr()));
    Expression pattern = text(translator.translate(like.pattern()));
    String literal = RegularExpressions.literal(pattern);
    if (literal != null && like.escape() == null && isUnterminated(literal)) {
      return Literals.failing("unterminated escape sequence in LIKE", SqlType.BOOL);
    }
    String word = (like.negated() ? " NOT " : " ") + (like.ignoreCase() ? "ILIKE " : "LIKE ");
    String sql = operand.sql() + word + pattern.sql();
    List<Expression> parts = new ArrayList<>(List.of(operand, pattern));
    if (like.escape() != null) {
      Expression escape = text(translator.translate(like.escape()));
      sql += " ESCAPE " + escape.sql();
      parts.add(escape);
    }
    boolean nullable = operand.nullable() || pattern.nullable();
    return Expression.of("(" + sql + ")", SqlType.BOOL, nullable, parts)
        .withOrigin(new Origin.Strict(List.of(operand, pattern)));
  }

  /** Whether a pattern ends with an escape of nothing. */
  private static boolean isUnterminated(String pattern) {
    int end = pattern.length();
    while (end > 0 && pattern.charAt(end - 1) == '\\') {
      end--;
    }
    return (pattern.length() - end) % 2 == 1;
  }

  private Expression text(Expression e) {
    return planning.casts.cast(e, SqlType.TEXT, Casts.When.IMPLICIT);
  }

  /** {@code left op ANY (array)}. */
  private Expression quantified(Expr.QuantifiedArray q) {
    Expression left = translator.translate(q.left());
    Expression array = translator.translate(q.array());
    if (array.isUnknown()) {
      throw SqlException.internal("function unnest(unknown) is not unique");
    }
    if (array.type().kind() == Kind.LIST) {
      SqlType element = array.type().elementType();
      String values =
          "ARRAY(SELECT "
              + Collections.element("l.e", element)
              + " FROM mz.list_unnest("
              + array.sql()
              + ") AS l(e))";
      array = Expression.of(values, SqlType.array(element), array.nullable(), array);
    }
    SqlType element;
    if (array.type().is("int2vector")) {
      element = SqlType.INT2;
    } else if (array.type().kind() == Kind.ARRAY) {
      element = array.type().elementType();
    } else {
      throw SqlException.unsupported("ANY and ALL of type " + array.type().display());
    }
    Expression one = Expression.of("NULL::" + element.postgres(), element, true);
    Expression compared = planning.operators.infix(left, q.operator(), one);
    if (!(compared.origin() instanceof Origin.Equal)
        && !(compared.origin() instanceof Origin.Strict)) {
      throw SqlException.unsupported(q.operator() + " ANY");
    }
    SqlType common = operandType(compared);
    if (common.is("interval")) {
      throw SqlException.unsupported("ANY and ALL of type interval");
    }
    Expression cast = planning.casts.cast(left, common, Casts.When.IMPLICIT);
    String list = array.sql();
    if (!common.sameAs(element)) {
      list = "(" + list + ")::" + common.postgres() + "[]";
    }
    String word = q.all() ? " ALL (" : " ANY (";
    return Expression.of(
            "(" + cast.sql() + " " + q.operator() + word + list + "))",
            SqlType.BOOL,
            true,
            cast,
            array)
        .withOrigin(new Origin.Strict(List.of(left)));
  }

  private static SqlType operandType(Expression compared) {
    if (compared.origin() instanceof Origin.Equal equality) {
      return equality.left().type().withModifier(-1);
    }
    return ((Origin.Strict) compared.origin()).operands().get(0).type().withModifier(-1);
  }

  /** {@code left IN (query)}, {@code left op ANY (query)}. */
  private Expression quantified(Expr left, String operator, String word, Query query) {
    Expression operand = translator.translate(left);
    Relation relation = subquery(query);
    List<Expression> fields =
        operand.origin() instanceof Origin.Row row ? row.fields() : List.of(operand);
    if (fields.size() != relation.columns().size()) {
      throw SqlException.internal(
          "Expected subselect to return "
              + fields.size()
              + " column, got "
              + relation.columns().size()
              + " columns");
    }
    List<SqlType> types = new ArrayList<>();
    List<Expression> cast = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      SqlType l = fields.get(i).type();
      SqlType r = relation.types().get(i);
      SqlType common = CommonType.ofTwo(l, r);
      if (common == null) {
        throw QueryErrors.noOperator(operator, List.of(l, r));
      }
      if (common.is("interval")) {
        throw SqlException.unsupported("a subquery compared by type interval");
      }
      types.add(common.withModifier(-1));
      cast.add(planning.casts.cast(fields.get(i), types.get(i), Casts.When.ASSIGNMENT));
    }
    String list = String.join(", ", cast.stream().map(Expression::sql).toList());
    String sql = new QueryTranslator(planning).cast(relation, types).sql();
    return Expression.of("((" + list + ") " + word + " (" + sql + "))", SqlType.BOOL, true, cast);
  }
}
