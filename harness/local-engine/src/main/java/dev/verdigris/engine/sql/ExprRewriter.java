package dev.verdigris.engine.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies expressions with other names in them. */
final class ExprRewriter {
  private final NameMapping mapping;
  private final QueryRewriter queries;

  ExprRewriter(NameMapping mapping, QueryRewriter queries) {
    this.mapping = mapping;
    this.queries = queries;
  }

  TypeName type(TypeName type) {
    if (type instanceof TypeName.ArrayOf array) {
      return new TypeName.ArrayOf(type(array.element()));
    }
    if (type instanceof TypeName.ListOf list) {
      return new TypeName.ListOf(type(list.element()));
    }
    if (type instanceof TypeName.MapOf map) {
      return new TypeName.MapOf(type(map.key()), type(map.value()));
    }
    TypeName.Named named = (TypeName.Named) type;
    return new TypeName.Named(mapping.type(named.name()), named.modifiers());
  }

  List<Expr> exprs(List<Expr> exprs, Scope scope) {
    return exprs.stream().map(expr -> expr(expr, scope)).toList();
  }

  List<OrderBy> orderBy(List<OrderBy> keys, Scope scope) {
    return keys.stream()
        .map(key -> new OrderBy(expr(key.expr(), scope), key.ascending(), key.nullsLast()))
        .toList();
  }

  private @Nullable Expr optional(@Nullable Expr expr, Scope scope) {
    return expr == null ? null : expr(expr, scope);
  }

  Expr expr(Expr expr, Scope scope) {
    if (expr instanceof Expr.Column column) {
      int last = column.parts().size() - 1;
      return last == 0
          ? column
          : new Expr.Column(
              joined(scope.qualifier(column.parts().subList(0, last)), column.parts().get(last)));
    }
    if (expr instanceof Expr.QualifiedWildcard wildcard) {
      return new Expr.QualifiedWildcard(List.copyOf(scope.qualifier(wildcard.qualifier())));
    }
    if (expr instanceof Expr.Call call) {
      return call(call, scope);
    }
    if (expr instanceof Expr.Cast cast) {
      return new Expr.Cast(expr(cast.expr(), scope), type(cast.type()));
    }
    Expr operation = operation(expr, scope);
    if (operation != null) {
      return operation;
    }
    Expr test = test(expr, scope);
    if (test != null) {
      return test;
    }
    Expr constructor = constructor(expr, scope);
    return constructor == null ? expr : constructor;
  }

  private static List<Ident> joined(List<Ident> qualifier, Ident column) {
    List<Ident> parts = new ArrayList<>(qualifier);
    parts.add(column);
    return List.copyOf(parts);
  }

  Expr.Call call(Expr.Call call, Scope scope) {
    Expr.Window over = call.over();
    return new Expr.Call(
        mapping.function(call.name()),
        exprs(call.arguments(), scope),
        call.star(),
        call.distinct(),
        orderBy(call.orderBy(), scope),
        optional(call.filter(), scope),
        over == null
            ? null
            : new Expr.Window(
                over.nulls(),
                exprs(over.partitionBy(), scope),
                orderBy(over.orderBy(), scope),
                over.frame()));
  }

  private @Nullable Expr operation(Expr expr, Scope scope) {
    if (expr instanceof Expr.Infix infix) {
      return new Expr.Infix(
          expr(infix.left(), scope), infix.operator(), expr(infix.right(), scope));
    }
    if (expr instanceof Expr.Prefix prefix) {
      return new Expr.Prefix(prefix.operator(), expr(prefix.operand(), scope));
    }
    if (expr instanceof Expr.And and) {
      return new Expr.And(expr(and.left(), scope), expr(and.right(), scope));
    }
    if (expr instanceof Expr.Or or) {
      return new Expr.Or(expr(or.left(), scope), expr(or.right(), scope));
    }
    if (expr instanceof Expr.Not not) {
      return new Expr.Not(expr(not.expr(), scope));
    }
    if (expr instanceof Expr.Nested nested) {
      return new Expr.Nested(expr(nested.expr(), scope));
    }
    if (expr instanceof Expr.FieldAccess access) {
      return new Expr.FieldAccess(expr(access.expr(), scope), access.field());
    }
    if (expr instanceof Expr.WildcardAccess access) {
      return new Expr.WildcardAccess(expr(access.expr(), scope));
    }
    return expr instanceof Expr.Collate collate
        ? new Expr.Collate(expr(collate.expr(), scope), collate.collation())
        : null;
  }

  private @Nullable Expr test(Expr expr, Scope scope) {
    if (expr instanceof Expr.Is is) {
      return new Expr.Is(
          expr(is.expr(), scope), is.test(), optional(is.other(), scope), is.negated());
    }
    if (expr instanceof Expr.InList in) {
      return new Expr.InList(expr(in.expr(), scope), exprs(in.list(), scope), in.negated());
    }
    if (expr instanceof Expr.InSubquery in) {
      return new Expr.InSubquery(
          expr(in.expr(), scope), queries.query(in.query(), scope), in.negated());
    }
    if (expr instanceof Expr.Between between) {
      return new Expr.Between(
          expr(between.expr(), scope),
          expr(between.low(), scope),
          expr(between.high(), scope),
          between.negated());
    }
    if (expr instanceof Expr.Like like) {
      return new Expr.Like(
          expr(like.expr(), scope),
          expr(like.pattern(), scope),
          optional(like.escape(), scope),
          like.ignoreCase(),
          like.negated());
    }
    if (expr instanceof Expr.Exists exists) {
      return new Expr.Exists(queries.query(exists.query(), scope));
    }
    if (expr instanceof Expr.QuantifiedSubquery any) {
      return new Expr.QuantifiedSubquery(
          expr(any.left(), scope), any.operator(), any.all(), queries.query(any.query(), scope));
    }
    return expr instanceof Expr.QuantifiedArray any
        ? new Expr.QuantifiedArray(
            expr(any.left(), scope), any.operator(), any.all(), expr(any.array(), scope))
        : null;
  }

  private @Nullable Expr constructor(Expr expr, Scope scope) {
    if (expr instanceof Expr.Row row) {
      return new Expr.Row(exprs(row.fields(), scope));
    }
    if (expr instanceof Expr.Homogenizing call) {
      return new Expr.Homogenizing(call.name(), exprs(call.arguments(), scope));
    }
    if (expr instanceof Expr.NullIf nullIf) {
      return new Expr.NullIf(expr(nullIf.left(), scope), expr(nullIf.right(), scope));
    }
    if (expr instanceof Expr.Case caseExpr) {
      return new Expr.Case(
          optional(caseExpr.operand(), scope),
          caseExpr.branches().stream()
              .map(w -> new Expr.When(expr(w.condition(), scope), expr(w.result(), scope)))
              .toList(),
          optional(caseExpr.otherwise(), scope));
    }
    if (expr instanceof Expr.ArrayLiteral array) {
      return new Expr.ArrayLiteral(exprs(array.elements(), scope));
    }
    if (expr instanceof Expr.ListLiteral list) {
      return new Expr.ListLiteral(exprs(list.elements(), scope));
    }
    if (expr instanceof Expr.MapLiteral map) {
      return new Expr.MapLiteral(
          map.entries().stream()
              .map(e -> new Expr.MapEntry(expr(e.key(), scope), expr(e.value(), scope)))
              .toList());
    }
    if (expr instanceof Expr.Subscript subscript) {
      return new Expr.Subscript(
          expr(subscript.expr(), scope),
          subscript.indexes().stream()
              .map(
                  i ->
                      new Expr.Index(
                          optional(i.start(), scope), optional(i.end(), scope), i.slice()))
              .toList());
    }
    return subquery(expr, scope);
  }

  private @Nullable Expr subquery(Expr expr, Scope scope) {
    if (expr instanceof Expr.Subquery subquery) {
      return new Expr.Subquery(queries.query(subquery.query(), scope));
    }
    if (expr instanceof Expr.ArraySubquery array) {
      return new Expr.ArraySubquery(queries.query(array.query(), scope));
    }
    if (expr instanceof Expr.ListSubquery list) {
      return new Expr.ListSubquery(queries.query(list.query(), scope));
    }
    return expr instanceof Expr.MapSubquery map
        ? new Expr.MapSubquery(queries.query(map.query(), scope))
        : null;
  }
}
