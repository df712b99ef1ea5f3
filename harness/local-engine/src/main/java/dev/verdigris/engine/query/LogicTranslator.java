package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** AND, OR, NOT, IS, CASE, COALESCE and its kin. */
final class LogicTranslator {
  private final ExpressionTranslator translator;
  private final Planning planning;

  LogicTranslator(ExpressionTranslator translator) {
    this.translator = translator;
    this.planning = translator.planning();
  }

  Expression translate(Expr expr) {
    if (expr instanceof Expr.And and) {
      Expression left = bool(and.left(), "AND argument");
      Expression right = bool(and.right(), "AND argument");
      return both(left, "AND", right).withOrigin(new Origin.And(List.of(left, right)));
    }
    if (expr instanceof Expr.Or or) {
      return both(bool(or.left(), "OR argument"), "OR", bool(or.right(), "OR argument"));
    }
    if (expr instanceof Expr.Not not) {
      Expression operand = bool(not.expr(), "NOT argument");
      return Expression.of(
          "(NOT " + operand.sql() + ")", SqlType.BOOL, operand.nullable(), operand);
    }
    if (expr instanceof Expr.Is is) {
      return is(is);
    }
    if (expr instanceof Expr.Case conditional) {
      return conditional(conditional);
    }
    if (expr instanceof Expr.NullIf nullIf) {
      return nullIf(nullIf);
    }
    return homogenizing((Expr.Homogenizing) expr);
  }

  private Expression bool(Expr expr, String place) {
    Expression e = translator.translate(expr);
    if (!e.type().is("bool") && !e.isUnknown()) {
      throw QueryErrors.notBoolean(place, e.type());
    }
    return planning.casts.cast(e, SqlType.BOOL, Casts.When.IMPLICIT);
  }

  private static Expression both(Expression left, String word, Expression right) {
    return Expression.of(
        "(" + left.sql() + " " + word + " " + right.sql() + ")",
        SqlType.BOOL,
        left.nullable() || right.nullable(),
        left,
        right);
  }

  private Expression is(Expr.Is is) {
    String not = is.negated() ? " IS NOT " : " IS ";
    Expression operand = translator.translate(is.expr());
    if (is.test() == Expr.Test.DISTINCT_FROM && is.other() != null) {
      return distinct(operand, translator.translate(is.other()), not);
    }
    if (is.test() == Expr.Test.NULL) {
      Expression typed = typed(operand);
      Expression test =
          Expression.of("(" + typed.sql() + not + "NULL)", SqlType.BOOL, false, typed);
      return is.negated() ? test.withOrigin(new Origin.NotNull(typed)) : test;
    }
    Expression typed = planning.casts.cast(operand, SqlType.BOOL, Casts.When.IMPLICIT);
    return Expression.of(
        "(" + typed.sql() + not + is.test().name() + ")", SqlType.BOOL, false, typed);
  }

  private Expression typed(Expression e) {
    return e.isUnknown() ? planning.casts.cast(e, SqlType.TEXT, Casts.When.IMPLICIT) : e;
  }

  private Expression distinct(Expression left, Expression right, String not) {
    Expression equality = planning.operators.infix(left, "=", right);
    if (equality.origin() instanceof Origin.Equal sides && !sides.left().type().is("interval")) {
      return Expression.of(
          "(" + sides.left().sql() + not + "DISTINCT FROM " + sides.right().sql() + ")",
          SqlType.BOOL,
          false,
          left,
          right);
    }
    throw SqlException.unsupported("IS DISTINCT FROM of type " + left.type().display());
  }

  private Expression nullIf(Expr.NullIf nullIf) {
    Expression left = translator.translate(nullIf.left());
    Expression right = translator.translate(nullIf.right());
    Expression equality = planning.operators.infix(left, "=", right);
    Expression value = typed(left);
    return Expression.of(
        "(CASE WHEN " + equality.sql() + " THEN NULL ELSE " + value.sql() + " END)",
        value.type(),
        true,
        left,
        right);
  }

  private Expression homogenizing(Expr.Homogenizing expr) {
    List<Expression> arguments = common(expr.name(), translator.translate(expr.arguments()));
    SqlType type = arguments.get(0).type();
    if (type.is("interval") && !expr.name().equals("COALESCE")) {
      throw SqlException.unsupported(expr.name() + " of type interval");
    }
    boolean nullable = arguments.stream().allMatch(Expression::nullable);
    String list = String.join(", ", arguments.stream().map(Expression::sql).toList());
    return Expression.of(
        expr.name().toLowerCase(Locale.ROOT) + "(" + list + ")", type, nullable, arguments);
  }

  /** The expressions cast to the type that they have in common. */
  List<Expression> common(String what, List<Expression> expressions) {
    SqlType type = CommonType.of(expressions.stream().map(Expression::type).toList());
    if (type == null) {
      SqlType first = expressions.get(0).type();
      SqlType other =
          expressions.stream()
              .map(Expression::type)
              .filter(t -> CommonType.ofTwo(first, t) == null)
              .findFirst()
              .orElse(first);
      throw QueryErrors.mismatch(what, first, other);
    }
    List<Expression> cast = new ArrayList<>();
    for (Expression e : expressions) {
      cast.add(
          CommonType.of(List.of(e.type(), type)) != null
              ? planning.casts.cast(e, type, Casts.When.ASSIGNMENT)
              : e);
    }
    return cast;
  }

  private Expression conditional(Expr.Case expr) {
    Expression operand = expr.operand() == null ? null : translator.translate(expr.operand());
    List<Expression> conditions = new ArrayList<>();
    List<Expression> results = new ArrayList<>();
    for (Expr.When branch : expr.branches()) {
      conditions.add(
          operand == null
              ? bool(branch.condition(), "CASE condition")
              : planning.operators.infix(operand, "=", translator.translate(branch.condition())));
      results.add(translator.translate(branch.result()));
    }
    if (expr.otherwise() != null) {
      results.add(translator.translate(expr.otherwise()));
    }
    List<Expression> values = common("CASE", results);
    StringBuilder sql = new StringBuilder("(CASE");
    for (int i = 0; i < conditions.size(); i++) {
      sql.append(" WHEN ").append(conditions.get(i).sql());
      sql.append(" THEN ").append(values.get(i).sql());
    }
    if (expr.otherwise() != null) {
      sql.append(" ELSE ").append(values.get(values.size() - 1).sql());
    }
    boolean nullable = expr.otherwise() == null || values.stream().anyMatch(Expression::nullable);
    List<Expression> parts = new ArrayList<>(conditions);
    parts.addAll(values);
    return Expression.of(sql.append(" END)").toString(), values.get(0).type(), nullable, parts);
  }
}
