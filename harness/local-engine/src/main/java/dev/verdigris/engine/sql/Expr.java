package dev.verdigris.engine.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression. Parentheses are kept as {@link Nested}, as Materialize keeps them. */
public sealed interface Expr {

  /**
   * A column, as written: {@code a}, {@code t.a}, {@code schema.t.a}. Also the functions that SQL
   * calls without parentheses, such as {@code current_user}: which of the two it is, only name
   * resolution can tell.
   */
  record Column(List<Ident> parts) implements Expr {}

  /** {@code t.*}. */
  record QualifiedWildcard(List<Ident> qualifier) implements Expr {}

  /** {@code (expr).field}. */
  record FieldAccess(Expr expr, Ident field) implements Expr {}

  /** {@code (expr).*}. */
  record WildcardAccess(Expr expr) implements Expr {}

  /** {@code $1}. */
  record Parameter(int number) implements Expr {}

  /** {@code NULL}. */
  record NullLiteral() implements Expr {}

  /** {@code true} or {@code false}. */
  record BooleanLiteral(boolean value) implements Expr {}

  /** A number, as written but without {@code _}. */
  record NumberLiteral(String text) implements Expr {}

  /** A string. */
  record StringLiteral(String value) implements Expr {}

  /** {@code X'…'}; the digits. */
  record HexLiteral(String digits) implements Expr {}

  /**
   * {@code INTERVAL '…' from TO to}.
   *
   * @param value the string
   * @param from the leading unit, such as {@code YEAR}, if one is given
   * @param precision of the leading unit's seconds
   * @param to the trailing unit, if one is given
   */
  record IntervalLiteral(
      String value, @Nullable String from, @Nullable Long precision, @Nullable String to)
      implements Expr {}

  /** {@code (expr)}. */
  record Nested(Expr expr) implements Expr {}

  /** {@code ROW (…)}, or {@code (a, b)} of more than one. */
  record Row(List<Expr> fields) implements Expr {}

  /** {@code NOT expr}. */
  record Not(Expr expr) implements Expr {}

  /** {@code left AND right}. */
  record And(Expr left, Expr right) implements Expr {}

  /** {@code left OR right}. */
  record Or(Expr left, Expr right) implements Expr {}

  /**
   * A prefix operator.
   *
   * @param operator such as {@code -}
   */
  record Prefix(String operator, Expr operand) implements Expr {}

  /**
   * An infix operator.
   *
   * @param operator such as {@code +}; {@code !=} is {@code <>}
   */
  record Infix(Expr left, String operator, Expr right) implements Expr {}

  /** What {@code IS} asks for. */
  enum Test {
    NULL,
    TRUE,
    FALSE,
    UNKNOWN,
    DISTINCT_FROM
  }

  /**
   * {@code expr IS [NOT] …}.
   *
   * @param other the right side of {@code DISTINCT FROM}, null for all other tests
   */
  record Is(Expr expr, Test test, @Nullable Expr other, boolean negated) implements Expr {}

  /** {@code expr [NOT] IN (a, b)}. */
  record InList(Expr expr, List<Expr> list, boolean negated) implements Expr {}

  /** {@code expr [NOT] IN (query)}. */
  record InSubquery(Expr expr, Query query, boolean negated) implements Expr {}

  /** {@code expr [NOT] BETWEEN low AND high}. */
  record Between(Expr expr, Expr low, Expr high, boolean negated) implements Expr {}

  /** {@code expr [NOT] LIKE pattern [ESCAPE escape]}, or {@code ILIKE}. */
  record Like(Expr expr, Expr pattern, @Nullable Expr escape, boolean ignoreCase, boolean negated)
      implements Expr {}

  /** {@code expr::type}, {@code CAST (expr AS type)} and {@code type 'string'}. */
  record Cast(Expr expr, TypeName type) implements Expr {}

  /** {@code expr COLLATE name}. */
  record Collate(Expr expr, ObjectName collation) implements Expr {}

  /**
   * One of the functions that take any number of arguments of one type.
   *
   * @param name {@code COALESCE}, {@code GREATEST} or {@code LEAST}
   */
  record Homogenizing(String name, List<Expr> arguments) implements Expr {}

  /** {@code NULLIF (left, right)}. */
  record NullIf(Expr left, Expr right) implements Expr {}

  /** {@code CASE [operand] WHEN … THEN … ELSE … END}. */
  record Case(@Nullable Expr operand, List<When> branches, @Nullable Expr otherwise)
      implements Expr {}

  /** One branch of a {@link Case}. */
  record When(Expr condition, Expr result) {}

  /** {@code EXISTS (query)}. */
  record Exists(Query query) implements Expr {}

  /** {@code (query)} as a value. */
  record Subquery(Query query) implements Expr {}

  /** {@code left op ANY (query)}, or {@code ALL}; {@code SOME} is {@code ANY}. */
  record QuantifiedSubquery(Expr left, String operator, boolean all, Query query) implements Expr {}

  /** {@code left op ANY (array)}, or {@code ALL}. */
  record QuantifiedArray(Expr left, String operator, boolean all, Expr array) implements Expr {}

  /** {@code ARRAY[…]}; a nested {@code [1, 2]} in it is one as well. */
  record ArrayLiteral(List<Expr> elements) implements Expr {}

  /** {@code ARRAY(query)}. */
  record ArraySubquery(Query query) implements Expr {}

  /** {@code LIST[…]}; a nested {@code [1, 2]} in it is one as well. */
  record ListLiteral(List<Expr> elements) implements Expr {}

  /** {@code LIST(query)}. */
  record ListSubquery(Query query) implements Expr {}

  /** {@code MAP[key => value, …]}; a nested {@code [a => b]} in it is one as well. */
  record MapLiteral(List<MapEntry> entries) implements Expr {}

  /** One entry of a {@link MapLiteral}. */
  record MapEntry(Expr key, Expr value) {}

  /** {@code MAP(query)}. */
  record MapSubquery(Query query) implements Expr {}

  /** {@code expr[…][…]}. */
  record Subscript(Expr expr, List<Index> indexes) implements Expr {}

  /** One {@code [start:end]} of a {@link Subscript}; with {@code slice} false only the start. */
  record Index(@Nullable Expr start, @Nullable Expr end, boolean slice) {}

  /**
   * A function call, aggregates and window functions included. SQL's own call forms are the
   * functions that they stand for: {@code extract(year FROM x)} is {@code extract('year', x)},
   * {@code position(a IN b)} is {@code position(a, b)}, {@code trim(BOTH a FROM b)} is {@code
   * btrim(b, a)}, {@code a AT TIME ZONE b} is {@code timezone(b, a)}.
   *
   * @param name the function
   * @param arguments its arguments; none for {@code f(*)}
   * @param star whether it is {@code f(*)}
   * @param distinct whether equal inputs count once
   * @param orderBy the order in which an aggregate takes its inputs
   * @param filter which inputs an aggregate takes
   * @param over the window, for a window function
   */
  record Call(
      ObjectName name,
      List<Expr> arguments,
      boolean star,
      boolean distinct,
      List<OrderBy> orderBy,
      @Nullable Expr filter,
      @Nullable Window over)
      implements Expr {

    /** A plain call. */
    public static Call of(ObjectName name, List<Expr> arguments) {
      return new Call(name, arguments, false, false, List.of(), null, null);
    }
  }

  /** {@code OVER (PARTITION BY … ORDER BY … frame)}. */
  record Window(
      @Nullable NullTreatment nulls,
      List<Expr> partitionBy,
      List<OrderBy> orderBy,
      @Nullable Frame frame) {}

  /** Whether a window function counts nulls, where the text says so. */
  enum NullTreatment {
    IGNORE,
    RESPECT
  }

  /** {@code ROWS BETWEEN start AND end}; no end if the text has none. */
  record Frame(FrameUnit unit, FrameBound start, @Nullable FrameBound end) {}

  /** What a frame counts. */
  enum FrameUnit {
    ROWS,
    RANGE,
    GROUPS
  }

  /**
   * One end of a frame.
   *
   * @param offset how far, null for {@code UNBOUNDED} and for the current row
   */
  record FrameBound(BoundKind kind, @Nullable Expr offset) {}

  /** Which way a frame's end lies. */
  enum BoundKind {
    PRECEDING,
    CURRENT_ROW,
    FOLLOWING
  }
}
