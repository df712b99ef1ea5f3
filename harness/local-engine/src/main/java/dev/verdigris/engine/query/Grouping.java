package dev.verdigris.engine.query;

import dev.verdigris.engine.sql.Expr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a SELECT groups by, and the check that it shows nothing else outside of aggregates. */
record Grouping(List<Expression> expressions) {

  static Grouping of(
      List<Expr> groupBy,
      List<String> names,
      List<Expression> outputs,
      Scope scope,
      ExpressionTranslator translator) {
    List<Expression> expressions = new ArrayList<>();
    for (Expr expr : groupBy) {
      boolean input =
          expr instanceof Expr.Column column
              && (column.parts().size() > 1 || scope.hasColumn(column.parts().get(0).value()));
      int index = input ? -1 : Ordering.outputIndex(expr, names, "GROUP BY");
      Expression e = index >= 0 ? outputs.get(index) : translator.translate(expr);
      Ordering.requireExact(e.type(), "GROUP BY");
      expressions.add(e);
    }
    return new Grouping(expressions);
  }

  String sql() {
    return String.join(", ", texts());
  }

  /** How many different expressions there are. */
  int distinct() {
    return texts().size();
  }

  private Set<String> texts() {
    Set<String> texts = new LinkedHashSet<>();
    expressions.forEach(e -> texts.add(e.sql()));
    return texts;
  }

  /** The expression, if all its columns are grouped or inside of aggregates. */
  Expression check(Expression expression) {
    Set<String> free = new LinkedHashSet<>(expression.facts().columns());
    if (free.isEmpty() || isGrouped(expression)) {
      return expression;
    }
    String left = expression.sql();
    for (Expression group : expressions) {
      if (left.contains(group.sql())) {
        left = left.replace(group.sql(), "");
        free.removeAll(group.facts().columns());
      }
    }
    if (!free.isEmpty()) {
      throw QueryErrors.ungrouped(free.iterator().next());
    }
    return expression;
  }

  private boolean isGrouped(Expression expression) {
    return expressions.stream().anyMatch(group -> group.sql().equals(expression.sql()));
  }
}
