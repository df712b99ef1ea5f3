package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Cluster;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.sql.DataStatement.SelectStatement;
import dev.verdigris.engine.sql.ExplainStatement.ExplainPlan;
import dev.verdigris.engine.sql.ExplainStatement.Explainee;
import dev.verdigris.engine.sql.ExplainStatement.Format;
import dev.verdigris.engine.sql.ExplainStatement.Stage;
import dev.verdigris.engine.sql.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The plans that the engine knows: of {@link PlainSelect} alone, since their text follows from what
 * was recorded (deployment.jsonl, group sink_keys; dialect.jsonl, group definitions). The engine
 * does not plan as Materialize does, so every other plan is refused.
 */
final class PlanText {
  private static final String UNKNOWN =
      "EXPLAIN of a plan that is not that of columns of one stored relation";

  private final Planning planning;

  PlanText(Planning planning) {
    this.planning = planning;
  }

  static String column(@Nullable Stage stage) {
    return switch (stage == null ? Stage.PHYSICAL : stage) {
      case RAW -> "Raw Plan";
      case DECORRELATED -> "Decorrelated Plan";
      case LOCALLY_OPTIMIZED -> "Locally Optimized Plan";
      case OPTIMIZED -> "Optimized Plan";
      case PHYSICAL -> "Physical Plan";
    };
  }

  PlannedQuery explain(ExplainPlan explain) {
    if (explain.format() == Format.JSON || explain.format() == Format.VERBOSE_TEXT) {
      throw SqlException.unsupported("EXPLAIN AS JSON or VERBOSE TEXT");
    }
    for (var option : explain.options()) {
      if (!List.of("KEYS", "TYPES").contains(option.name()) || option.value() != null) {
        throw SqlException.unsupported("an option of EXPLAIN other than KEYS");
      }
    }
    boolean keys = explain.options().stream().anyMatch(option -> option.name().equals("KEYS"));
    boolean types = explain.options().stream().anyMatch(option -> option.name().equals("TYPES"));
    Stage stage = explain.stage() == null ? Stage.PHYSICAL : explain.stage();
    if (types && stage != Stage.RAW) {
      throw SqlException.unsupported("an option of EXPLAIN other than KEYS");
    }
    return planning.planned(
        "SELECT " + Expression.quote(text(explain.explainee(), stage, keys)) + "::text AS c1",
        List.of(new Relation.OutputColumn(column(stage), SqlType.TEXT, false)),
        Keys.ONE_ROW);
  }

  private String text(Explainee explainee, Stage stage, boolean keys) {
    if (explainee instanceof Explainee.ExplainObject object) {
      return view(object, stage, keys);
    }
    if (explainee instanceof Explainee.ExplainQuery explained
        && !explained.broken()
        && explained.statement() instanceof SelectStatement statement
        && statement.asOf() == null) {
      PlainSelect select = plain(PlainSelect.of(statement.query()));
      return query(new Shape(select, planning.item(select.relation())), stage, keys);
    }
    throw SqlException.unsupported(UNKNOWN);
  }

  private static PlainSelect plain(Optional<PlainSelect> select) {
    return select.orElseThrow(() -> SqlException.unsupported(UNKNOWN));
  }

  private String query(Shape shape, Stage stage, boolean keys) {
    String target = "\nTarget cluster: " + planning.session.cluster() + "\n";
    if (shape.select.counted()) {
      throw SqlException.unsupported(UNKNOWN);
    }
    return switch (stage) {
      case RAW -> shape.raw() + target;
      case DECORRELATED -> shape.decorrelated() + target;
      case OPTIMIZED -> "Explained Query:\n" + shape.optimized(keys) + shape.source(false) + target;
      case PHYSICAL -> {
        if (keys) {
          throw SqlException.unsupported("keys in a physical plan");
        }
        yield "Explained Query:\n" + shape.physical() + shape.source(true) + target;
      }
      case LOCALLY_OPTIMIZED -> throw SqlException.unsupported(UNKNOWN);
    };
  }

  private String view(Explainee.ExplainObject object, Stage stage, boolean keys) {
    Item item = planning.item(object.name());
    boolean known =
        object.kind() == ObjectKind.MATERIALIZED_VIEW
            && item.type() == ObjectType.MATERIALIZED_VIEW
            && !item.isSystem()
            && !object.replan()
            && stage == Stage.OPTIMIZED;
    if (!known || !(item.facts() instanceof ItemFacts.Defined defined)) {
      throw SqlException.unsupported(
          "EXPLAIN of an object other than the optimized plan of a materialized view");
    }
    PlainSelect select = plain(PlainSelect.of(defined.query()));
    if (select.condition() != null) {
      throw SqlException.unsupported(UNKNOWN);
    }
    Item from = planning.item(select.relation());
    Cluster cluster = planning.state.cluster(Objects.requireNonNull(item.cluster()));
    return name(item)
        + ":\n"
        + new Shape(select, from).optimized(keys)
        + "\nSource "
        + name(from)
        + "\n\nTarget cluster: "
        + Objects.requireNonNull(cluster).name()
        + "\n";
  }

  private String name(Item item) {
    return String.join(".", planning.state.fullName(item));
  }

  /** A query of the known shape, and the relation that it reads. */
  private final class Shape {
    private final PlainSelect select;
    private final Item item;
    private final List<Integer> columns;
    private final boolean whole;

    Shape(PlainSelect select, Item item) {
      this.select = select;
      this.item = item;
      if (item.isSystem() || !item.type().isRelation()) {
        throw SqlException.unsupported("EXPLAIN of a view, a system relation or an indexed one");
      }
      List<Integer> all = IntStream.range(0, item.columns().size()).boxed().toList();
      columns = select.columns() == null ? all : new ArrayList<>();
      if (select.columns() != null) {
        for (String column : select.columns()) {
          columns.add(position(column));
        }
      }
      whole = columns.equals(all);
    }

    private int position(String column) {
      int position = item.position(column);
      if (position == 0) {
        throw SqlException.internal("column \"" + column + "\" does not exist");
      }
      return position - 1;
    }

    /** A view is not looked into yet. */
    String raw() {
      requireNoCondition();
      return (whole ? "" : project("") + "\n  ") + "Get " + name(item) + "\n";
    }

    String decorrelated() {
      requireNoCondition();
      requireStored();
      String indent = whole ? "" : "  ";
      return (whole ? "" : project("") + "\n")
          + indent
          + "CrossJoin\n"
          + indent
          + "  Constant\n"
          + indent
          + "    - ()\n"
          + indent
          + "  Get "
          + name(item)
          + "\n";
    }

    String optimized(boolean keys) {
      requireStored();
      if (keys && select.condition() != null) {
        throw SqlException.unsupported("keys of a plan with a condition");
      }
      StringBuilder plan = new StringBuilder();
      String indent = "  ";
      if (select.counted()) {
        plan.append(indent).append(reduce(keys)).append("\n");
        indent += "  ";
      }
      if (!whole) {
        plan.append(project(indent)).append(keys ? comment(projectedKeys()) : "").append("\n");
        indent += "  ";
      }
      if (select.condition() != null) {
        plan.append(indent).append("Filter ").append(condition()).append("\n");
        indent += "  ";
      }
      plan.append(indent).append("ReadStorage ").append(name(item));
      return plan.append(keys ? comment(keys()) : "").append("\n").toString();
    }

    private String reduce(boolean keys) {
      if (!keys().isEmpty()) {
        throw SqlException.unsupported(UNKNOWN);
      }
      List<Integer> group = IntStream.range(0, columns.size()).boxed().toList();
      return "Reduce group_by=["
          + numbers(group)
          + "] aggregates=[count(*)]"
          + (keys ? comment(List.of(group)) : "");
    }

    String physical() {
      requireStored();
      if (!whole && select.condition() == null) {
        throw SqlException.unsupported(UNKNOWN);
      }
      boolean stream = select.condition() == null;
      return (stream ? "  →Stream " : "  →Read ") + name(item) + "\n";
    }

    String source(boolean physical) {
      String source = "\nSource " + name(item) + "\n";
      if (physical && !whole) {
        source += "  project=(" + numbers(columns) + ")\n";
      }
      return select.condition() == null ? source : source + "  filter=(" + condition() + ")\n";
    }

    private String condition() {
      PlainSelect.Condition condition = Objects.requireNonNull(select.condition());
      int position = position(condition.column());
      if (!item.columns().get(position).type().equals(SqlType.INT4)) {
        throw SqlException.unsupported(UNKNOWN);
      }
      return "(#"
          + position
          + "{"
          + condition.column()
          + "} "
          + condition.operator()
          + " "
          + Integer.parseInt(condition.number())
          + ")";
    }

    private String project(String indent) {
      return indent + "Project (" + numbers(columns) + ")";
    }

    private void requireNoCondition() {
      if (select.condition() != null) {
        throw SqlException.unsupported(UNKNOWN);
      }
    }

    /** A relation that is read from storage: no view, and without an index. */
    private void requireStored() {
      boolean stored =
          item.type() == ObjectType.TABLE
              || item.type() == ObjectType.SOURCE
              || item.type() == ObjectType.MATERIALIZED_VIEW;
      boolean indexed =
          planning.state.dependents(item.id()).stream()
              .anyMatch(dependent -> dependent.type() == ObjectType.INDEX);
      if (!stored || indexed) {
        throw SqlException.unsupported("EXPLAIN of a view, a system relation or an indexed one");
      }
    }

    private List<List<Integer>> keys() {
      return item.keys();
    }

    private List<List<Integer>> projectedKeys() {
      return Keys.of(keys())
          .mapped(column -> columns.contains(column) ? columns.indexOf(column) : null)
          .lists();
    }

    private String comment(List<List<Integer>> sets) {
      return sets.stream()
          .map(key -> key.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]")))
          .collect(Collectors.joining(", ", " // { keys: \"(", ")\" }"));
    }

    private String numbers(List<Integer> numbers) {
      return numbers.stream().map(n -> "#" + n).collect(Collectors.joining(", "));
    }
  }
}
