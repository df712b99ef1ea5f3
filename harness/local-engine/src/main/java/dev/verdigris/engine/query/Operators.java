package dev.verdigris.engine.query;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prefix and infix operators: which one is meant, and how PostgreSQL is told to compute it. */
final class Operators {
  private static final Map<String, List<Signature>> SIGNATURES = load();
  private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");
  private static final Set<String> NULLABLE = Set.of("->", "->>", "#>", "#>>");
  private static final Set<String> REGEX = Set.of("~", "~*", "!~", "!~*");

  private static final Notice NULL_COMPARED =
      new Notice(
          "NOTICE",
          "00000",
          "Comparison with NULL using `=`, `<>`, or `!=` always evaluates to NULL.",
          null,
          "Use `IS NULL` or `IS NOT NULL` instead.");

  private final Casts casts;
  private final SessionContext session;
  private boolean noticed;

  Operators(Casts casts, SessionContext session) {
    this.casts = casts;
    this.session = session;
  }

  Expression prefix(String operator, Expression operand) {
    if (operator.equals("-") && operand.origin() instanceof Origin.Constant) {
      Expression negated = Expression.constant("(-" + operand.sql() + ")", operand.type());
      return operand.type().is("int8") || operand.type().is("numeric") || operand.type().is("int4")
          ? negated.withFacts(operand.facts())
          : Expression.of("(-" + operand.sql() + ")", operand.type(), operand.nullable(), operand);
    }
    Overloads.Match match = find(operator, List.of(operand));
    Expression cast = casts.cast(operand, match.arguments().get(0), Casts.When.IMPLICIT);
    if (Unsigned.isUnsigned(cast.type())) {
      throw SqlException.unsupported("operator " + operator + " " + cast.type().display());
    }
    return Expression.of(
        "(" + operator + " " + cast.sql() + ")", match.returns(), cast.nullable(), cast);
  }

  Expression infix(Expression left, String operator, Expression right) {
    if (operator.equals("^")) {
      throw SqlException.internal("[^] not yet supported");
    }
    if (left.type().kind() == Kind.RECORD || right.type().kind() == Kind.RECORD) {
      return rows(left, operator, right);
    }
    if (operator.equals("||")) {
      Expression joined = concatenated(left, right);
      if (joined != null) {
        return joined;
      }
    }
    boolean equality = operator.equals("=") || operator.equals("<>");
    boolean withNull =
        left.origin() instanceof Origin.Null || right.origin() instanceof Origin.Null;
    if (equality && withNull && !noticed) {
      noticed = true;
      session.notice(NULL_COMPARED);
    }
    SqlType mixed = Unsigned.mixed(left.type(), right.type());
    Expression l = mixed == null ? left : casts.cast(left, mixed, Casts.When.ASSIGNMENT);
    Expression r = mixed == null ? right : casts.cast(right, mixed, Casts.When.ASSIGNMENT);
    Overloads.Match match = find(operator, List.of(l, r));
    l = casts.cast(l, match.arguments().get(0), Casts.When.IMPLICIT);
    r = casts.cast(r, match.arguments().get(1), Casts.When.IMPLICIT);
    if (REGEX.contains(operator)) {
      r = RegularExpressions.check(r);
    }
    SqlType returns = match.returns().is("numeric") ? SqlType.NUMERIC : match.returns();
    boolean nullable = l.nullable() || r.nullable() || NULLABLE.contains(operator);
    Expression result =
        Expression.of(InfixSql.of(l, operator, r, returns), returns, nullable, l, r);
    if (operator.equals("=")) {
      return result.withOrigin(new Origin.Equal(l, r));
    }
    return COMPARISONS.contains(operator)
        ? result.withOrigin(new Origin.Strict(List.of(l, r)))
        : result;
  }

  private Overloads.Match find(String operator, List<Expression> operands) {
    List<SqlType> types = operands.stream().map(Expression::type).toList();
    List<Signature> signatures = SIGNATURES.getOrDefault(operator, List.of());
    Overloads.Match match = Overloads.find(signatures, types);
    boolean literals = types.stream().allMatch(type -> type.kind() == Kind.UNKNOWN);
    if (match == null && literals && COMPARISONS.contains(operator)) {
      match = Overloads.find(signatures, List.of(SqlType.TEXT, SqlType.TEXT));
    }
    if (match == null) {
      throw Overloads.isAmbiguous(signatures, types)
          ? QueryErrors.severalOperators(operator, types)
          : QueryErrors.noOperator(operator, types);
    }
    return match;
  }

  /** Text, arrays and lists are put together by {@code ||}; null if it is none of them. */
  private @Nullable Expression concatenated(Expression left, Expression right) {
    SqlType l = left.type();
    SqlType r = right.type();
    boolean bytes = l.is("bytea") || r.is("bytea");
    boolean json = l.is("jsonb") && (r.is("jsonb") || right.isUnknown());
    json |= r.is("jsonb") && left.isUnknown();
    if (bytes || json) {
      return null;
    }
    if (l.kind() == Kind.LIST || r.kind() == Kind.LIST) {
      return Collections.concatenated(casts, left, right);
    }
    if (l.kind() == Kind.ARRAY || r.kind() == Kind.ARRAY) {
      return null;
    }
    boolean text = isString(l) || isString(r) || left.isUnknown() || right.isUnknown();
    if (!text) {
      return null;
    }
    Expression a = casts.cast(left, SqlType.TEXT, Casts.When.EXPLICIT);
    Expression b = casts.cast(right, SqlType.TEXT, Casts.When.EXPLICIT);
    return Expression.of(
        "(" + a.sql() + " || " + b.sql() + ")", SqlType.TEXT, a.nullable() || b.nullable(), a, b);
  }

  private static boolean isString(SqlType type) {
    return TypeList.LOADED.category(type).equals("string") && !type.is("mz_timestamp");
  }

  /** {@code a < x OR (a = x AND …)}: the first fields that are not equal decide. */
  private Expression ordered(List<Expression> left, String operator, List<Expression> right) {
    if (left.size() == 1) {
      return infix(left.get(0), operator, right.get(0));
    }
    Expression first = infix(left.get(0), operator.substring(0, 1), right.get(0));
    Expression equal = infix(left.get(0), "=", right.get(0));
    Expression rest =
        ordered(left.subList(1, left.size()), operator, right.subList(1, right.size()));
    String sql = "(" + first.sql() + " OR (" + equal.sql() + " AND " + rest.sql() + "))";
    boolean nullable = first.nullable() || rest.nullable();
    return Expression.of(sql, SqlType.BOOL, nullable, first, equal, rest);
  }

  /** Rows are compared field by field. */
  private Expression rows(Expression left, String operator, Expression right) {
    if (!(left.origin() instanceof Origin.Row l) || !(right.origin() instanceof Origin.Row r)) {
      throw SqlException.unsupported("operator " + operator + " on records");
    }
    if (l.fields().size() != r.fields().size()) {
      throw SqlException.internal("unequal number of entries in row expressions");
    }
    if (List.of("<", "<=", ">", ">=").contains(operator)) {
      return ordered(l.fields(), operator, r.fields());
    }
    if (!operator.equals("=") && !operator.equals("<>")) {
      throw SqlException.unsupported("operator " + operator + " on records");
    }
    List<Expression> parts = new ArrayList<>();
    for (int i = 0; i < l.fields().size(); i++) {
      parts.add(infix(l.fields().get(i), "=", r.fields().get(i)));
    }
    String sql = String.join(" AND ", parts.stream().map(Expression::sql).toList());
    boolean nullable = parts.stream().anyMatch(Expression::nullable);
    return operator.equals("=")
        ? Expression.of("(" + sql + ")", SqlType.BOOL, nullable, parts)
            .withOrigin(new Origin.And(parts))
        : Expression.of("(NOT (" + sql + "))", SqlType.BOOL, nullable, parts);
  }

  private static Map<String, List<Signature>> load() {
    Map<String, List<Signature>> map = new HashMap<>();
    for (String[] row : Lists.rows("operators")) {
      map.computeIfAbsent(row[0], name -> new ArrayList<>()).add(Signature.operator(row));
    }
    return map;
  }
}
