package dev.verdigris.engine.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query: what stands between parentheses, behind {@code AS} in a view, or alone.
 *
 * @param with its common table expressions, if any
 * @param body what gives the rows
 * @param orderBy their order
 * @param limit how many of them
 * @param offset how many are passed over first
 */
public record Query(
    @Nullable With with,
    Body body,
    List<OrderBy> orderBy,
    @Nullable Expr limit,
    @Nullable Expr offset) {

  /** {@code WITH …}. */
  public sealed interface With {
    /** {@code WITH name (columns) AS (query), …}. */
    record Simple(List<Cte> ctes) implements With {}

    /** {@code WITH MUTUALLY RECURSIVE (options) name (column type) AS (query), …}. */
    record MutuallyRecursive(List<Option> options, List<RecursiveCte> ctes) implements With {}
  }

  /** One plain common table expression. */
  public record Cte(Alias alias, Query query) {}

  /** One recursive common table expression. */
  public record RecursiveCte(Ident name, List<TypedColumn> columns, Query query) {}

  /** A column with its type. */
  public record TypedColumn(Ident name, TypeName type) {}

  /** {@code AS name (columns)}. */
  public record Alias(Ident name, List<Ident> columns) {}

  /** What gives a query's rows. */
  public sealed interface Body {}

  /** {@code SELECT …}. */
  public record Select(
      @Nullable Distinct distinct,
      List<SelectItem> items,
      List<From> from,
      @Nullable Expr where,
      List<Expr> groupBy,
      @Nullable Expr having,
      @Nullable Expr qualify,
      List<Option> options)
      implements Body {}

  /** {@code left UNION right} and its kin. */
  public record SetOperation(SetOperator operator, boolean all, Body left, Body right)
      implements Body {}

  /** {@code VALUES (…), (…)}. */
  public record Values(List<List<Expr>> rows) implements Body {}

  /** {@code (query)}. */
  public record NestedQuery(Query query) implements Body {}

  /** {@code TABLE name}. */
  public record Table(ObjectName name) implements Body {}

  /** A {@code SHOW} that stands for the query that it asks. */
  public record Show(ShowStatement show) implements Body {}

  /** How two bodies are put together. */
  public enum SetOperator {
    UNION,
    EXCEPT,
    INTERSECT
  }

  /** {@code DISTINCT}, or {@code DISTINCT ON (…)} if it names expressions. */
  public record Distinct(List<Expr> on) {}

  /** One entry of a select list. */
  public sealed interface SelectItem {
    /** {@code *}. */
    record Wildcard() implements SelectItem {}

    /** An expression, with {@code t.*} and {@code (expr).*} among them. */
    record Item(Expr expr, @Nullable Ident alias) implements SelectItem {}
  }

  /** One comma-separated entry of {@code FROM}. */
  public record From(Factor factor, List<Join> joins) {}

  /** One thing that can be joined. */
  public sealed interface Factor {
    /** The name that it goes by, if one is given. */
    @Nullable Alias alias();

    /** A relation by name; a common table expression as well. */
    record Relation(ObjectName name, @Nullable Alias alias) implements Factor {}

    /** A function that returns rows; it may read what stands before it, LATERAL or not. */
    record TableFunction(Expr.Call call, boolean withOrdinality, @Nullable Alias alias)
        implements Factor {}

    /** {@code ROWS FROM (f(…), g(…))}. */
    record RowsFrom(List<Expr.Call> calls, boolean withOrdinality, @Nullable Alias alias)
        implements Factor {}

    /** {@code [LATERAL] (query)}. */
    record Derived(boolean lateral, Query query, @Nullable Alias alias) implements Factor {}

    /** A join in parentheses. */
    record NestedJoin(From join, @Nullable Alias alias) implements Factor {}
  }

  /** {@code JOIN factor …}. */
  public record Join(JoinKind kind, Factor factor, Condition condition) {}

  /** What happens to rows without a partner. */
  public enum JoinKind {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    CROSS
  }

  /** Which rows belong together. */
  public sealed interface Condition {
    /** {@code ON expr}. */
    record On(Expr expr) implements Condition {}

    /** {@code USING (columns) [AS alias]}. */
    record Using(List<Ident> columns, @Nullable Ident alias) implements Condition {}

    /** {@code NATURAL}. */
    record Natural() implements Condition {}

    /** All of them: {@code CROSS JOIN}. */
    record None() implements Condition {}
  }
}
