package dev.verdigris.engine.sql;

import dev.verdigris.engine.sql.Query.Body;
import dev.verdigris.engine.sql.Query.Condition;
import dev.verdigris.engine.sql.Query.Factor;
import dev.verdigris.engine.sql.Query.With;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies queries with other names in them. */
final class QueryRewriter {
  private final NameMapping mapping;
  private final ExprRewriter exprs;

  QueryRewriter(NameMapping mapping) {
    this.mapping = mapping;
    this.exprs = new ExprRewriter(mapping, this);
  }

  ExprRewriter exprs() {
    return exprs;
  }

  Query query(Query query, Scope outer) {
    Scope scope = outer;
    With with = query.with();
    if (with instanceof With.Simple simple) {
      List<Query.Cte> ctes = new ArrayList<>();
      for (Query.Cte cte : simple.ctes()) {
        ctes.add(new Query.Cte(cte.alias(), query(cte.query(), scope)));
        scope = scope.hiding(List.of(cte.alias().name()));
      }
      with = new With.Simple(List.copyOf(ctes));
    } else if (with instanceof With.MutuallyRecursive recursive) {
      Scope within = scope.hiding(recursive.ctes().stream().map(Query.RecursiveCte::name).toList());
      scope = within;
      with =
          new With.MutuallyRecursive(
              recursive.options(),
              recursive.ctes().stream().map(cte -> recursiveCte(cte, within)).toList());
    }
    // An ORDER BY sees what its body reads.
    Scope ordering = scope.with(visible(query.body(), scope));
    return new Query(
        with,
        body(query.body(), scope),
        exprs.orderBy(query.orderBy(), ordering),
        optional(query.limit(), scope),
        optional(query.offset(), scope));
  }

  private @Nullable Expr optional(@Nullable Expr expr, Scope scope) {
    return expr == null ? null : exprs.expr(expr, scope);
  }

  private Query.RecursiveCte recursiveCte(Query.RecursiveCte cte, Scope scope) {
    List<Query.TypedColumn> columns =
        cte.columns().stream()
            .map(column -> new Query.TypedColumn(column.name(), exprs.type(column.type())))
            .toList();
    return new Query.RecursiveCte(cte.name(), columns, query(cte.query(), scope));
  }

  private Body body(Body body, Scope scope) {
    if (body instanceof Query.Select select) {
      return select(select, scope);
    }
    if (body instanceof Query.SetOperation operation) {
      return new Query.SetOperation(
          operation.operator(),
          operation.all(),
          body(operation.left(), scope),
          body(operation.right(), scope));
    }
    if (body instanceof Query.Values values) {
      return new Query.Values(values.rows().stream().map(row -> exprs.exprs(row, scope)).toList());
    }
    if (body instanceof Query.NestedQuery nested) {
      return new Query.NestedQuery(query(nested.query(), scope));
    }
    if (body instanceof Query.Table table) {
      return new Query.Table(relation(table.name(), scope));
    }
    return body;
  }

  private ObjectName relation(ObjectName name, Scope scope) {
    return scope.hides(name) ? name : mapping.relation(name);
  }

  private Body select(Query.Select select, Scope outer) {
    Scope scope = outer.with(visible(select, outer));
    Query.Distinct distinct = select.distinct();
    return new Query.Select(
        distinct == null ? null : new Query.Distinct(exprs.exprs(distinct.on(), scope)),
        select.items().stream().map(item -> item(item, scope)).toList(),
        select.from().stream().map(from -> from(from, scope)).toList(),
        optional(select.where(), scope),
        exprs.exprs(select.groupBy(), scope),
        optional(select.having(), scope),
        optional(select.qualify(), scope),
        select.options());
  }

  private Query.SelectItem item(Query.SelectItem item, Scope scope) {
    return item instanceof Query.SelectItem.Item expr
        ? new Query.SelectItem.Item(exprs.expr(expr.expr(), scope), expr.alias())
        : item;
  }

  /** What the columns of {@code body} can be qualified with. */
  private List<Scope.Visible> visible(Body body, Scope scope) {
    List<Scope.Visible> visible = new ArrayList<>();
    if (body instanceof Query.Select select) {
      select.from().forEach(from -> addVisible(from, scope, visible));
    }
    return visible;
  }

  private void addVisible(Query.From from, Scope scope, List<Scope.Visible> visible) {
    addVisible(from.factor(), scope, visible);
    from.joins().forEach(join -> addVisible(join.factor(), scope, visible));
  }

  private void addVisible(Factor factor, Scope scope, List<Scope.Visible> visible) {
    Query.Alias alias = factor.alias();
    if (alias != null) {
      List<Ident> name = List.of(alias.name());
      visible.add(new Scope.Visible(name, name));
    } else if (factor instanceof Factor.Relation relation) {
      visible.add(
          new Scope.Visible(relation.name().parts(), relation(relation.name(), scope).parts()));
    } else if (factor instanceof Factor.NestedJoin nested) {
      addVisible(nested.join(), scope, visible);
    }
  }

  private Query.From from(Query.From from, Scope scope) {
    return new Query.From(
        factor(from.factor(), scope),
        from.joins().stream()
            .map(
                join ->
                    new Query.Join(
                        join.kind(),
                        factor(join.factor(), scope),
                        condition(join.condition(), scope)))
            .toList());
  }

  private Condition condition(Condition condition, Scope scope) {
    return condition instanceof Condition.On on
        ? new Condition.On(exprs.expr(on.expr(), scope))
        : condition;
  }

  private Factor factor(Factor factor, Scope scope) {
    if (factor instanceof Factor.Relation relation) {
      return new Factor.Relation(relation(relation.name(), scope), relation.alias());
    }
    if (factor instanceof Factor.TableFunction function) {
      return new Factor.TableFunction(
          exprs.call(function.call(), scope), function.withOrdinality(), function.alias());
    }
    if (factor instanceof Factor.RowsFrom rows) {
      return new Factor.RowsFrom(
          rows.calls().stream().map(call -> exprs.call(call, scope)).toList(),
          rows.withOrdinality(),
          rows.alias());
    }
    if (factor instanceof Factor.Derived derived) {
      return new Factor.Derived(derived.lateral(), query(derived.query(), scope), derived.alias());
    }
    Factor.NestedJoin nested = (Factor.NestedJoin) factor;
    return new Factor.NestedJoin(from(nested.join(), scope), nested.alias());
  }
}
