package dev.verdigris.engine.sink;

import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.OrderBy;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.Query.Factor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the {@link ErringShape} of a relation in its definition and those of the views below. */
final class ErringShapes {

  /** What a row of a query stands for. */
  private enum Level {
    /** One combination of input rows. */
    ROW,
    /** Several of them. */
    GROUP
  }

  private final CatalogState state;
  private final Map<ItemId, Item> views = new LinkedHashMap<>();
  private final Map<ItemId, Integer> tables = new LinkedHashMap<>();
  private final FallibleExpressions expressions = new FallibleExpressions();

  /** What ORDER BY sees of the SELECT that was looked at last: DISTINCT comes after it. */
  private Level ordering = Level.ROW;

  private boolean rowsFail;
  private boolean groupsFail;
  private boolean filtersGroups;
  private @Nullable String refused;

  private ErringShapes(CatalogState state) {
    this.state = state;
  }

  static ErringShape of(Item relation, CatalogState state) {
    ErringShapes shapes = new ErringShapes(state);
    shapes.item(relation);
    return shapes.shape(relation);
  }

  private ErringShape shape(Item relation) {
    String reason = reason();
    return new ErringShape(
        relation,
        List.copyOf(views.values()),
        tables.keySet().stream().map(this::required).toList(),
        !reason.isEmpty() ? null : rowsFail ? ErringShape.Way.ROWS : ErringShape.Way.KEYS,
        filtersGroups,
        reason);
  }

  private String reason() {
    String other = refused != null ? refused : expressions.refused();
    if (other != null) {
      return other;
    }
    if (rowsFail && groupsFail) {
      return "expressions that can fail both below and above a grouping";
    }
    if (rowsFail && tables.values().stream().anyMatch(times -> times > 1)) {
      return "a table that is read more than once";
    }
    return "";
  }

  private Item required(ItemId id) {
    Item item = state.item(id);
    if (item == null) {
      throw new IllegalStateException("relation " + id + " is gone");
    }
    return item;
  }

  private Level item(Item item) {
    if (item.facts() instanceof ItemFacts.Defined defined && !item.isSystem()) {
      Level level = query(defined.query(), Map.of());
      views.putIfAbsent(item.id(), item);
      return level;
    }
    if (item.isSystem()) {
      refuse("a relation of the server's own");
    } else {
      tables.merge(item.id(), 1, Integer::sum);
    }
    return Level.ROW;
  }

  private Level query(Query query, Map<String, Query> outer) {
    Map<String, Query> ctes = new HashMap<>(outer);
    if (query.with() instanceof Query.With.Simple simple) {
      simple.ctes().forEach(cte -> ctes.put(cte.alias().name().value(), cte.query()));
    } else if (query.with() != null) {
      refuse("WITH MUTUALLY RECURSIVE");
    }
    Level level = body(query.body(), ctes);
    Level ordered = query.body() instanceof Query.Select ? ordering : level;
    for (OrderBy order : query.orderBy()) {
      evaluate(order.expr(), ordered);
    }
    if (query.offset() != null) {
      refuse("OFFSET");
    }
    return query.limit() != null ? Level.GROUP : level;
  }

  private Level body(Query.Body body, Map<String, Query> ctes) {
    if (body instanceof Query.Select select) {
      return select(select, ctes);
    } else if (body instanceof Query.SetOperation operation) {
      if (operation.operator() != Query.SetOperator.UNION) {
        refuse(operation.operator().name());
      }
      Level left = body(operation.left(), ctes);
      Level right = body(operation.right(), ctes);
      return operation.all() ? higher(left, right) : Level.GROUP;
    } else if (body instanceof Query.NestedQuery nested) {
      return query(nested.query(), ctes);
    } else if (body instanceof Query.Table table) {
      return named(table.name(), ctes);
    } else if (body instanceof Query.Values values) {
      if (values.rows().stream().flatMap(List::stream).anyMatch(expressions::canFail)) {
        refuse("VALUES that can fail");
      }
      return Level.ROW;
    }
    refuse("SHOW");
    return Level.ROW;
  }

  private Level select(Query.Select select, Map<String, Query> ctes) {
    Level input = Level.ROW;
    for (Query.From from : select.from()) {
      input = higher(input, from(from, ctes, input));
    }
    if (select.qualify() != null) {
      refuse("QUALIFY");
    }
    if (select.where() != null) {
      evaluate(select.where(), input);
      filtersGroups |= input == Level.GROUP;
    }
    List<Expr> outputs = new ArrayList<>();
    for (Query.SelectItem item : select.items()) {
      if (item instanceof Query.SelectItem.Item output) {
        outputs.add(output.expr());
      }
    }
    if (select.distinct() != null) {
      Level below = input;
      select.distinct().on().forEach(expr -> evaluate(expr, below));
    }
    boolean groups =
        !select.groupBy().isEmpty()
            || select.having() != null
            || outputs.stream().anyMatch(expressions::aggregates);
    if (groups) {
      grouped(select, outputs, input);
      ordering = Level.GROUP;
      return Level.GROUP;
    }
    for (Expr output : outputs) {
      evaluate(output, input);
    }
    ordering = input;
    return select.distinct() != null ? Level.GROUP : input;
  }

  /** Inputs of aggregates and what is grouped by belong to the rows, the rest to the groups. */
  private void grouped(Query.Select select, List<Expr> outputs, Level input) {
    List<Expr> keys = new ArrayList<>();
    for (Expr key : select.groupBy()) {
      keys.add(key instanceof Expr.NumberLiteral number ? ordinal(number, outputs, key) : key);
    }
    keys.forEach(key -> evaluate(key, input));
    List<Expr> above = new ArrayList<>(outputs);
    if (select.having() != null) {
      above.add(select.having());
      filtersGroups = true;
    }
    for (Expr expr : above) {
      if (!keys.contains(expr)) {
        expressions.aggregateInputs(expr).forEach(inner -> evaluate(inner, input));
        groupsFail |= expressions.canFailAbove(expr);
      }
    }
  }

  private static Expr ordinal(Expr.NumberLiteral number, List<Expr> outputs, Expr otherwise) {
    int position = number.text().matches("\\d{1,4}") ? Integer.parseInt(number.text()) : 0;
    return position >= 1 && position <= outputs.size() ? outputs.get(position - 1) : otherwise;
  }

  private Level from(Query.From from, Map<String, Query> ctes, Level before) {
    Level level = factor(from.factor(), ctes, before);
    for (Query.Join join : from.joins()) {
      if (join.kind() != Query.JoinKind.INNER && join.kind() != Query.JoinKind.CROSS) {
        refuse("an outer join");
      }
      level = higher(level, factor(join.factor(), ctes, level));
      if (join.condition() instanceof Query.Condition.On on) {
        evaluate(on.expr(), level);
      }
      filtersGroups |= level == Level.GROUP && !(join.condition() instanceof Query.Condition.None);
    }
    return level;
  }

  private Level factor(Factor factor, Map<String, Query> ctes, Level before) {
    if (factor instanceof Factor.Relation relation) {
      return named(relation.name(), ctes);
    } else if (factor instanceof Factor.Derived derived) {
      Level level = query(derived.query(), ctes);
      if (derived.lateral() && level == Level.GROUP) {
        refuse("LATERAL with a grouping or a limit");
      }
      return level;
    } else if (factor instanceof Factor.NestedJoin nested) {
      return from(nested.join(), ctes, before);
    } else if (factor instanceof Factor.TableFunction function) {
      evaluate(function.call(), before);
    } else if (factor instanceof Factor.RowsFrom functions) {
      functions.calls().forEach(call -> evaluate(call, before));
    }
    return Level.ROW;
  }

  private Level named(ObjectName name, Map<String, Query> ctes) {
    String id = name.id();
    if (id != null) {
      return item(required(new ItemId(id)));
    }
    Query cte = ctes.get(name.last().value());
    if (cte == null) {
      refuse("the relation " + name);
      return Level.ROW;
    }
    Map<String, Query> others = new HashMap<>(ctes);
    others.remove(name.last().value());
    return query(cte, others);
  }

  private void evaluate(Expr expr, Level level) {
    if (expressions.canFail(expr)) {
      rowsFail |= level == Level.ROW;
      groupsFail |= level == Level.GROUP;
    }
  }

  private void refuse(String what) {
    if (refused == null) {
      refused = what;
    }
  }

  private static Level higher(Level left, Level right) {
    return left == Level.GROUP ? left : right;
  }
}
