package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.Relation.OutputColumn;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.OrderBy;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.Query.Alias;
import dev.verdigris.engine.sql.Query.Body;
import dev.verdigris.engine.sql.Query.Cte;
import dev.verdigris.engine.sql.Query.With;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Queries: WITH, set operations, VALUES, ORDER BY, LIMIT. */
final class QueryTranslator {
  private final Planning planning;

  QueryTranslator(Planning planning) {
    this.planning = planning;
  }

  /**
   * Translates a query.
   *
   * @param outer what its expressions and names can refer to around it
   * @param top whether columns whose literals have no type yet become text
   */
  Relation query(Query query, Scope outer, boolean top) {
    Scope scope = outer;
    String with = "";
    With clause = query.with();
    if (clause instanceof With.MutuallyRecursive recursive) {
      RecursiveQueries.Clause made = new RecursiveQueries(planning, this).clause(recursive, outer);
      scope = outer.withCtes(made.ctes());
      with = made.sql();
    }
    if (clause instanceof With.Simple simple) {
      Map<String, Scope.Cte> ctes = new HashMap<>(outer.ctes());
      List<String> parts = new ArrayList<>();
      for (Cte cte : simple.ctes()) {
        Relation relation = query(cte.query(), outer.withCtes(Map.copyOf(ctes)), true);
        Relation named = renamed(relation, cte.alias());
        String physical = "w" + planning.nextRelation();
        ctes.put(cte.alias().name().value(), new Scope.Cte(physical, named));
        parts.add(physical + named.columnList() + " AS (" + named.sql() + ")");
      }
      scope = outer.withCtes(Map.copyOf(ctes));
      with = "WITH " + String.join(", ", parts) + " ";
    }
    Relation body = ordered(query, scope);
    Relation typed = top ? settled(body) : body;
    return typed.withSql(with + typed.sql());
  }

  private Relation ordered(Query query, Scope scope) {
    String limit = limit(query.limit(), "LIMIT", scope);
    String offset = limit(query.offset(), "OFFSET", scope);
    Relation relation;
    if (query.body() instanceof Query.Select select) {
      relation = new SelectTranslator(planning).select(select, query.orderBy(), scope);
    } else {
      relation = body(query.body(), scope);
      List<String> keys = new ArrayList<>();
      for (OrderBy key : query.orderBy()) {
        keys.add(outputKey(key, relation));
      }
      if (!keys.isEmpty()) {
        relation =
            relation.withSql(
                "SELECT * FROM ("
                    + relation.sql()
                    + ") AS o"
                    + relation.columnList()
                    + " ORDER BY "
                    + String.join(", ", keys));
      }
    }
    boolean single =
        query.limit() instanceof Expr.NumberLiteral number && number.text().equals("1");
    Relation limited = single ? relation.withKeys(Keys.ONE_ROW) : relation;
    return limited.withSql(limited.sql() + limit + offset);
  }

  private String limit(@Nullable Expr expr, String word, Scope scope) {
    if (expr == null) {
      return "";
    }
    Expression value = new ExpressionTranslator(planning, scope.inner(List.of())).translate(expr);
    Expression count = planning.casts.cast(value, SqlType.INT8, Casts.When.ASSIGNMENT);
    if (value.sql().startsWith("(-")) {
      throw SqlException.internal(word + " must not be negative");
    }
    return " " + word + " " + count.sql();
  }

  /** A sort key of a set operation or VALUES: a column by name or number. */
  private static String outputKey(OrderBy key, Relation relation) {
    int index =
        Ordering.outputIndex(
            key.expr(), relation.columns().stream().map(OutputColumn::name).toList());
    if (index < 0) {
      if (key.expr() instanceof Expr.Column column) {
        throw QueryErrors.noColumn(
            String.join(".", column.parts().stream().map(Ident::value).toList()));
      }
      throw SqlException.unsupported("an expression in ORDER BY of a set operation");
    }
    return Ordering.sql("o.c" + (index + 1), relation.columns().get(index).type(), key);
  }

  /** The rows of a body, without order. */
  Relation body(Body body, Scope scope) {
    if (body instanceof Query.Select select) {
      return new SelectTranslator(planning).select(select, List.of(), scope);
    }
    if (body instanceof Query.SetOperation operation) {
      return setOperation(operation, scope);
    }
    if (body instanceof Query.Values values) {
      return values(values, scope);
    }
    if (body instanceof Query.NestedQuery nested) {
      Relation relation = query(nested.query(), scope, false);
      return relation.withSql("(" + relation.sql() + ")");
    }
    if (body instanceof Query.Table table) {
      return table(table.name(), scope);
    }
    Query.Show show = (Query.Show) body;
    Query asked = planning.shows.query(show.show(), planning.state, planning.session);
    Relation relation = query(asked, scope, true);
    return relation.withSql("(" + relation.sql() + ")");
  }

  private Relation table(ObjectName name, Scope scope) {
    FromTranslator from = new FromTranslator(planning, scope);
    FromTranslator.Joined joined = from.relation(name, null);
    return SelectTranslator.plain(joined);
  }

  private Relation setOperation(Query.SetOperation operation, Scope scope) {
    Relation left = body(operation.left(), scope);
    Relation right = body(operation.right(), scope);
    String word = operation.operator().name();
    if (left.columns().size() != right.columns().size()) {
      throw SqlException.internal(
          "each "
              + word
              + " query must have the same number of columns: "
              + left.columns().size()
              + " vs "
              + right.columns().size());
    }
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < left.columns().size(); i++) {
      SqlType l = left.columns().get(i).type();
      SqlType r = right.columns().get(i).type();
      SqlType common = CommonType.of(List.of(l, r));
      if (common == null) {
        throw QueryErrors.mismatch(word, l, r);
      }
      if (operation.operator() != Query.SetOperator.UNION || !operation.all()) {
        Ordering.requireExact(common, word);
      }
      types.add(common);
    }
    Relation a = cast(left, types);
    Relation b = cast(right, types);
    List<OutputColumn> columns = new ArrayList<>();
    boolean both = operation.operator() != Query.SetOperator.UNION;
    for (int i = 0; i < types.size(); i++) {
      OutputColumn l = a.columns().get(i);
      boolean nullable = both ? l.nullable() : l.nullable() || b.columns().get(i).nullable();
      columns.add(new OutputColumn(l.name(), types.get(i), nullable));
    }
    boolean distinctUnion = !both && !operation.all();
    Keys keys = distinctUnion ? Keys.all(types.size()) : Keys.NONE;
    String sql = "(" + a.sql() + ") " + word + (operation.all() ? " ALL (" : " (") + b.sql() + ")";
    return new Relation(sql, columns, keys);
  }

  private Relation values(Query.Values values, Scope scope) {
    ExpressionTranslator translator = new ExpressionTranslator(planning, scope.inner(List.of()));
    List<List<Expression>> rows = new ArrayList<>();
    for (List<Expr> row : values.rows()) {
      if (row.size() != values.rows().get(0).size()) {
        throw SqlException.internal("VALUES lists must all be the same length");
      }
      rows.add(row.stream().map(translator::translate).toList());
    }
    int width = rows.get(0).size();
    List<OutputColumn> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      int index = i;
      SqlType type = CommonType.of(rows.stream().map(row -> row.get(index).type()).toList());
      if (type == null) {
        throw QueryErrors.mismatch(
            "VALUES", rows.get(0).get(i).type(), rows.get(rows.size() - 1).get(i).type());
      }
      boolean nullable = rows.stream().anyMatch(row -> row.get(index).nullable());
      columns.add(new OutputColumn("column" + (i + 1), type, nullable));
    }
    List<String> lines = new ArrayList<>();
    List<List<String>> cells = new ArrayList<>();
    for (List<Expression> row : rows) {
      List<String> line = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        SqlType type = columns.get(i).type();
        line.add(planning.casts.cast(row.get(i), type, Casts.When.IMPLICIT).sql());
      }
      cells.add(line);
      lines.add("(" + String.join(", ", line) + ")");
    }
    return new Relation("VALUES " + String.join(", ", lines), columns, constantKeys(cells, width));
  }

  /** Columns of constants are unique if no two look alike. */
  private static Keys constantKeys(List<List<String>> rows, int width) {
    if (rows.size() == 1) {
      return Keys.ONE_ROW;
    }
    Keys keys = Keys.NONE;
    for (int i = 0; i < width; i++) {
      int index = i;
      Set<String> seen = new TreeSet<>(rows.stream().map(row -> row.get(index)).toList());
      boolean literal = seen.stream().allMatch(QueryTranslator::isPlainLiteral);
      keys = literal && seen.size() == rows.size() ? keys.or(Keys.of(Set.of(i))) : keys;
    }
    return keys;
  }

  private static boolean isPlainLiteral(String sql) {
    return sql.matches("\\d{1,10}") || sql.matches("'[^']*'::pg_catalog\\.text");
  }

  /** The relation with the columns' names from an alias. */
  static Relation renamed(Relation relation, @Nullable Alias alias) {
    if (alias == null || alias.columns().isEmpty()) {
      return relation;
    }
    if (alias.columns().size() > relation.columns().size()) {
      throw SqlException.internal(
          alias.name().value()
              + " has "
              + relation.columns().size()
              + " columns available but "
              + alias.columns().size()
              + " columns specified");
    }
    List<OutputColumn> columns = new ArrayList<>(relation.columns());
    for (int i = 0; i < alias.columns().size(); i++) {
      OutputColumn old = columns.get(i);
      columns.set(i, new OutputColumn(alias.columns().get(i).value(), old.type(), old.nullable()));
    }
    return new Relation(relation.sql(), columns, relation.keys());
  }

  /** The relation with every column without a type made text. */
  Relation settled(Relation relation) {
    boolean open =
        relation.columns().stream().anyMatch(c -> c.type().kind() == SqlType.Kind.UNKNOWN);
    if (!open) {
      return relation;
    }
    return cast(
        relation,
        relation.types().stream()
            .map(type -> type.kind() == SqlType.Kind.UNKNOWN ? SqlType.TEXT : type)
            .toList());
  }

  /** The relation with its columns cast, if any is not of its type yet. */
  Relation cast(Relation relation, List<SqlType> types) {
    List<OutputColumn> columns = new ArrayList<>();
    List<String> items = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < types.size(); i++) {
      OutputColumn column = relation.columns().get(i);
      String name = "o.c" + (i + 1);
      changed |= !column.type().sameAs(types.get(i));
      String sql = name;
      if (column.type().kind() == SqlType.Kind.UNKNOWN) {
        sql = Casts.written(name + "::pg_catalog.text", SqlType.TEXT, types.get(i));
      } else if (!column.type().sameAs(types.get(i))) {
        sql = Casts.written(name, column.type(), types.get(i));
      }
      items.add(sql + " AS c" + (i + 1));
      columns.add(new OutputColumn(column.name(), types.get(i), column.nullable()));
    }
    if (!changed) {
      return new Relation(relation.sql(), columns, relation.keys());
    }
    String sql =
        "SELECT "
            + String.join(", ", items)
            + " FROM ("
            + relation.sql()
            + ") AS o"
            + relation.columnList();
    return new Relation(sql, columns, relation.keys());
  }
}
