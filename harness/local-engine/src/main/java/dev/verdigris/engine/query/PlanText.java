package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.sql.DataStatement.SelectStatement;
import dev.verdigris.engine.sql.ExplainStatement.ExplainPlan;
import dev.verdigris.engine.sql.ExplainStatement.Explainee;
import dev.verdigris.engine.sql.ExplainStatement.Format;
import dev.verdigris.engine.sql.ExplainStatement.Stage;
import dev.verdigris.engine.sql.Query;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one plan that the engine knows: that of {@code SELECT * FROM relation}, which tells the keys
 * of the relation.
 */
final class PlanText {
  private final Planning planning;

  PlanText(Planning planning) {
    this.planning = planning;
  }

  PlannedQuery explain(ExplainPlan explain) {
    Query.Factor.Relation relation = wholeRelation(explain);
    boolean text = explain.format() == null || explain.format() == Format.TEXT;
    if (explain.stage() != Stage.OPTIMIZED || !text || relation == null) {
      throw SqlException.unsupported(
          "EXPLAIN other than of the optimized plan, as text, of SELECT * FROM a relation");
    }
    boolean keys = explain.options().stream().anyMatch(option -> option.name().equals("KEYS"));
    if (explain.options().size() > (keys ? 1 : 0)) {
      throw SqlException.unsupported("an option of EXPLAIN other than KEYS");
    }
    Item item = planning.item(relation.name());
    requireRead(item);
    String name = String.join(".", planning.state.fullName(item));
    String plan =
        "Explained Query:\n  ReadStorage "
            + name
            + (keys ? " // { keys: \"" + keys(item) + "\" }" : "")
            + "\n\nSource "
            + name
            + "\n\nTarget cluster: "
            + planning.session.cluster()
            + "\n";
    return planning.planned(
        "SELECT " + Expression.quote(plan) + "::pg_catalog.text AS c1",
        List.of(new Relation.OutputColumn("Optimized Plan", SqlType.TEXT, false)),
        Keys.ONE_ROW);
  }

  private static Query.Factor.@Nullable Relation wholeRelation(ExplainPlan explain) {
    if (explain.explainee() instanceof Explainee.ExplainQuery explained
        && explained.statement() instanceof SelectStatement statement
        && statement.query().with() == null
        && statement.query().orderBy().isEmpty()
        && statement.query().limit() == null
        && statement.query().offset() == null
        && statement.query().body() instanceof Query.Select select
        && isPlain(select)
        && select.from().get(0).factor() instanceof Query.Factor.Relation relation) {
      return relation;
    }
    return null;
  }

  private static boolean isPlain(Query.Select select) {
    return select.items().size() == 1
        && select.items().get(0) instanceof Query.SelectItem.Wildcard
        && select.from().size() == 1
        && select.from().get(0).joins().isEmpty()
        && select.distinct() == null
        && select.where() == null
        && select.groupBy().isEmpty()
        && select.having() == null
        && select.qualify() == null;
  }

  /** A relation that is read from storage: no view, and without an index. */
  private void requireRead(Item item) {
    boolean stored =
        item.type() == ObjectType.TABLE
            || item.type() == ObjectType.SOURCE
            || item.type() == ObjectType.MATERIALIZED_VIEW;
    boolean indexed =
        planning.state.dependents(item.id()).stream()
            .anyMatch(dependent -> dependent.type() == ObjectType.INDEX);
    if (!stored || indexed || item.isSystem()) {
      throw SqlException.unsupported("EXPLAIN of a view, a system relation or an indexed relation");
    }
  }

  private static String keys(Item item) {
    List<List<Integer>> keys =
        item.facts() instanceof ItemFacts.Defined defined ? defined.keys() : List.of();
    return keys.stream()
        .map(key -> "[" + key.stream().map(String::valueOf).collect(Collectors.joining(", ")) + "]")
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
