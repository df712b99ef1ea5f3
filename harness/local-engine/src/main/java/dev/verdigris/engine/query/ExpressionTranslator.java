package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType.Kind;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Ident;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Expressions of one scope. */
final class ExpressionTranslator {
  /** Functions that are called without parentheses. */
  private static final Set<String> BARE =
      Set.of(
          "current_catalog",
          "current_role",
          "current_schema",
          "current_timestamp",
          "current_user",
          "session_user",
          "user");

  private final Planning planning;
  private final Scope scope;
  private final boolean setReturning;
  private final boolean grouped;

  ExpressionTranslator(Planning planning, Scope scope) {
    this(planning, scope, false, false);
  }

  /** A translator whose aggregates are computed for groups, which have rows. */
  static ExpressionTranslator ofGroups(Planning planning, Scope scope) {
    return new ExpressionTranslator(planning, scope, false, true);
  }

  private ExpressionTranslator(
      Planning planning, Scope scope, boolean setReturning, boolean grouped) {
    this.planning = planning;
    this.scope = scope;
    this.setReturning = setReturning;
    this.grouped = grouped;
  }

  Planning planning() {
    return planning;
  }

  Scope scope() {
    return scope;
  }

  /** Whether functions that return rows may stand here: in a select list. */
  boolean allowsSetReturning() {
    return setReturning;
  }

  /** Whether aggregates are computed for groups, which have at least one row each. */
  boolean isGrouped() {
    return grouped;
  }

  /** A condition; {@code clause} is what errors call the place. */
  Expression condition(Expr expr, String clause) {
    Expression condition;
    try {
      condition = translate(expr);
    } catch (SqlException e) {
      boolean operator =
          e.message().startsWith("operator does not exist")
              || e.message().endsWith("is not unique");
      throw operator ? SqlException.internal(clause + " error: " + e.message()) : e;
    }
    if (!condition.type().is("bool") && !condition.isUnknown()) {
      throw QueryErrors.notBoolean(clause, condition.type());
    }
    if (condition.facts().window()) {
      throw SqlException.internal("window functions are not allowed in " + clause);
    }
    if (clause.equals("WHERE clause") && condition.facts().aggregate()) {
      throw SqlException.internal("aggregate functions are not allowed in WHERE clause");
    }
    return planning.casts.cast(condition, SqlType.BOOL, Casts.When.IMPLICIT);
  }

  /** An expression of a select list; a literal without a type stays without. */
  Expression selectItem(Expr expr) {
    Expression e = new ExpressionTranslator(planning, scope, true, grouped).translate(expr);
    return e.origin() instanceof Origin.Parameter
        ? planning.casts.cast(e, SqlType.TEXT, Casts.When.IMPLICIT)
        : e;
  }

  /** A row, or a call of a function that returns rows of several fields. */
  Expression translateRow(Expr expr) {
    return new ExpressionTranslator(planning, scope, true, grouped).translate(expr);
  }

  /** One field of a row. */
  Expression field(Expression row, int index) {
    SqlType.Field field = row.type().fields().get(index);
    if (row.origin() instanceof Origin.Row fields) {
      return fields.fields().get(index).withFacts(row.facts());
    }
    String sql = "(" + row.sql() + ").\"" + field.name().replace("\"", "\"\"") + "\"";
    return Expression.of(sql, field.type(), true, row);
  }

  List<Expression> translate(List<Expr> expressions) {
    List<Expression> result = new ArrayList<>();
    for (Expr expr : expressions) {
      result.add(translate(expr));
    }
    return result;
  }

  Expression translate(Expr expr) {
    if (expr instanceof Expr.Column column) {
      return column(column);
    }
    if (expr instanceof Expr.Nested nested) {
      return translate(nested.expr());
    }
    if (expr instanceof Expr.Infix infix) {
      return planning.operators.infix(
          translate(infix.left()), operator(infix.operator()), translate(infix.right()));
    }
    if (expr instanceof Expr.Call call) {
      return new Calls(this).call(call);
    }
    if (expr instanceof Expr.Cast cast) {
      return new CastTranslator(this).cast(cast);
    }
    if (expr instanceof Expr.And
        || expr instanceof Expr.Or
        || expr instanceof Expr.Not
        || expr instanceof Expr.Is
        || expr instanceof Expr.Case
        || expr instanceof Expr.Homogenizing
        || expr instanceof Expr.NullIf) {
      return new LogicTranslator(this).translate(expr);
    }
    if (expr instanceof Expr.InList
        || expr instanceof Expr.Between
        || expr instanceof Expr.Like
        || expr instanceof Expr.QuantifiedArray
        || expr instanceof Expr.InSubquery
        || expr instanceof Expr.QuantifiedSubquery
        || expr instanceof Expr.Exists
        || expr instanceof Expr.Subquery) {
      return new ComparisonTranslator(this).translate(expr);
    }
    Expression literal = literal(expr);
    return literal != null ? literal : new CollectionTranslator(this).translate(expr);
  }

  private @Nullable Expression literal(Expr expr) {
    if (expr instanceof Expr.StringLiteral string) {
      return Expression.text(string.value());
    }
    if (expr instanceof Expr.NumberLiteral number) {
      return Literals.number(number.text());
    }
    if (expr instanceof Expr.NullLiteral) {
      return Expression.nullLiteral();
    }
    if (expr instanceof Expr.BooleanLiteral bool) {
      return Expression.constant(Boolean.toString(bool.value()), SqlType.BOOL);
    }
    if (expr instanceof Expr.Parameter parameter) {
      return planning.parameters.use(parameter.number());
    }
    if (expr instanceof Expr.IntervalLiteral interval) {
      return interval(interval);
    }
    if (expr instanceof Expr.Prefix prefix) {
      return planning.operators.prefix(prefix.operator(), translate(prefix.operand()));
    }
    if (expr instanceof Expr.FieldAccess access) {
      return fieldAccess(access);
    }
    if (expr instanceof Expr.Collate) {
      throw SqlException.internal("COLLATE not yet supported");
    }
    if (expr instanceof Expr.HexLiteral) {
      throw SqlException.internal("X'…' not yet supported");
    }
    return null;
  }

  private static Expression interval(Expr.IntervalLiteral interval) {
    if (interval.precision() != null) {
      throw SqlException.unsupported("the precision of an interval");
    }
    String fields = interval.from() == null ? "" : " " + interval.from();
    fields += interval.to() == null ? "" : " TO " + interval.to();
    String sql = "INTERVAL " + Expression.quote(interval.value()) + fields.toUpperCase(Locale.ROOT);
    return Expression.constant("(" + sql + ")", SqlType.INTERVAL);
  }

  private Expression column(Expr.Column column) {
    List<String> parts = column.parts().stream().map(Ident::value).toList();
    Expression found = scope.find(parts);
    if (found != null) {
      return found;
    }
    String name = parts.get(parts.size() - 1);
    if (parts.size() == 1 && BARE.contains(name)) {
      return new FunctionCalls(planning).call(parts, List.of());
    }
    throw QueryErrors.noColumn(String.join(".", parts), scope.similar(parts));
  }

  private Expression fieldAccess(Expr.FieldAccess access) {
    Expression row = translateRow(access.expr());
    if (row.type().kind() != Kind.RECORD) {
      throw SqlException.internal(
          "column notation applied to type "
              + row.type().display()
              + ", which is not a composite type");
    }
    for (int i = 0; i < row.type().fields().size(); i++) {
      if (row.type().fields().get(i).name().equals(access.field().value())) {
        return field(row, i);
      }
    }
    throw SqlException.internal(
        "field " + access.field().value() + " not found in data type record");
  }

  /** {@code OPERATOR(pg_catalog.~)} is {@code ~}. */
  private static String operator(String written) {
    boolean qualified = written.startsWith("OPERATOR(") && written.endsWith(")");
    return qualified
        ? written.substring(written.lastIndexOf('.') + 1, written.length() - 1)
        : written;
  }
}
