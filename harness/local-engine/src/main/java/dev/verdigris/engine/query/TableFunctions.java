package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.FunctionCalls.Bound;
import dev.verdigris.engine.query.Relation.OutputColumn;
import dev.verdigris.engine.sql.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that return rows. */
final class TableFunctions {

  /** A function in FROM. */
  record Rows(String name, String sql, List<OutputColumn> columns) {}

  private final Planning planning;
  private final ExpressionTranslator translator;

  TableFunctions(Planning planning, ExpressionTranslator translator) {
    this.planning = planning;
    this.translator = translator;
  }

  boolean returnsSet(List<String> names) {
    return FunctionTable.LOADED.overloads(names).stream().anyMatch(Signature::set);
  }

  /** A function in FROM; a plain one is a table of one row. */
  Rows rows(Expr.Call call) {
    List<String> names = call.name().names();
    String name = names.get(names.size() - 1);
    List<Expression> arguments = translator.translate(call.arguments());
    List<Signature> overloads = FunctionTable.LOADED.overloads(names);
    if (name.equals("regexp_extract")) {
      return new Rows(name, extracted(arguments), groups(arguments));
    }
    if (!returnsSet(names)) {
      Expression value = new FunctionCalls(planning).call(names, arguments);
      return new Rows(
          name,
          "LATERAL (SELECT " + value.sql() + ")",
          List.of(new OutputColumn(name, value.type(), value.nullable())));
    }
    Bound bound = new FunctionCalls(planning).bind(name, overloads, arguments);
    String sql = new FunctionCalls(planning).sql(bound.match().signature(), bound.arguments());
    List<OutputColumn> columns = new ArrayList<>();
    List<SqlType.Field> fields = fields(name);
    if (fields == null) {
      String column = name.startsWith("jsonb_array_elements") ? "value" : name;
      SqlType type = elementOf(name, bound);
      if (type.kind() == SqlType.Kind.RECORD) {
        throw SqlException.unsupported("function " + name);
      }
      if (name.equals("unnest") && bound.arguments().get(0).type().kind() == SqlType.Kind.LIST) {
        sql = "LATERAL (SELECT " + Collections.element("e", type) + " FROM " + sql + " AS l(e))";
      }
      columns.add(new OutputColumn(column, type, name.equals("unnest")));
    } else {
      fields.forEach(field -> columns.add(new OutputColumn(field.name(), field.type(), true)));
    }
    return new Rows(name, sql, columns);
  }

  /** A function that returns rows in a select list: all of them go on side by side. */
  Expression inSelectList(List<String> names, List<Expression> arguments) {
    String name = names.get(names.size() - 1);
    FunctionCalls calls = new FunctionCalls(planning);
    if (name.equals("regexp_extract")) {
      return extractedInSelectList(arguments);
    }
    Bound bound = calls.bind(name, FunctionTable.LOADED.overloads(names), arguments);
    String sql = calls.sql(bound.match().signature(), bound.arguments());
    List<SqlType.Field> fields = fields(name);
    if (fields != null && fields.stream().anyMatch(f -> Rendering.isOtherwise(f.type()))) {
      String row = sql;
      return row(
          fields.stream()
              .map(f -> Expression.of("(" + row + ")." + f.name(), f.type(), true))
              .toList(),
          fields.stream().map(SqlType.Field::name).toList(),
          bound.arguments());
    }
    SqlType type = fields != null ? SqlType.record(fields) : elementOf(name, bound);
    if (name.equals("unnest") && bound.arguments().get(0).type().kind() == SqlType.Kind.LIST) {
      sql = Collections.element(sql, type);
    }
    Expression result = Expression.of(sql, type, true, bound.arguments());
    return result.withFacts(result.facts().windowed());
  }

  /** {@code regexp_extract(pattern, text)} has a column for each group of the pattern. */
  private List<OutputColumn> groups(List<Expression> arguments) {
    String pattern = pattern(arguments);
    List<OutputColumn> columns = new ArrayList<>();
    for (String name : RegularExpressions.groups(pattern)) {
      columns.add(
          new OutputColumn(
              name == null ? "column" + (columns.size() + 1) : name, SqlType.TEXT, true));
    }
    if (columns.isEmpty()) {
      throw SqlException.internal("regexp_extract must specify at least one capture group");
    }
    return columns;
  }

  private String pattern(List<Expression> arguments) {
    Bound bound = extract(arguments);
    String pattern = RegularExpressions.literal(bound.arguments().get(0));
    if (pattern == null) {
      throw SqlException.unsupported("regexp_extract with a pattern that is not a literal");
    }
    return pattern;
  }

  private Bound extract(List<Expression> arguments) {
    String name = "regexp_extract";
    return new FunctionCalls(planning)
        .bind(name, FunctionTable.LOADED.overloads(List.of(name)), arguments);
  }

  /** The groups of the first match as an array; no row if there is none. */
  private String match(List<Expression> arguments) {
    String plain = RegularExpressions.unnamed(pattern(arguments));
    Expression checked =
        RegularExpressions.check(
            planning.casts.cast(Expression.text(plain), SqlType.TEXT, Casts.When.IMPLICIT));
    String text = extract(arguments).arguments().get(1).sql();
    return "mz.regexp_extract(" + checked.sql() + ", " + text + ")";
  }

  private String extracted(List<Expression> arguments) {
    List<String> items = new ArrayList<>();
    for (int i = 1; i <= groups(arguments).size(); i++) {
      items.add("l.m[" + i + "]");
    }
    return "LATERAL (SELECT "
        + String.join(", ", items)
        + " FROM "
        + match(arguments)
        + " AS l(m))";
  }

  private Expression extractedInSelectList(List<Expression> arguments) {
    List<OutputColumn> groups = groups(arguments);
    List<Expression> fields = new ArrayList<>();
    for (int i = 1; i <= groups.size(); i++) {
      fields.add(Expression.of("(" + match(arguments) + ")[" + i + "]", SqlType.TEXT, true));
    }
    return fields.size() == 1
        ? fields.get(0).withFacts(Facts.of(arguments).windowed())
        : row(fields, groups.stream().map(OutputColumn::name).toList(), arguments);
  }

  /** A row of what a function in a select list gives. */
  private static Expression row(
      List<Expression> fields, List<String> names, List<Expression> arguments) {
    List<SqlType.Field> types = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      types.add(new SqlType.Field(names.get(i), fields.get(i).type()));
    }
    String sql = String.join(", ", fields.stream().map(Rendering::shown).toList());
    return Expression.of("ROW(" + sql + ")", SqlType.record(types), true, arguments)
        .withOrigin(new Origin.Row(fields))
        .withFacts(Facts.of(arguments).windowed());
  }

  private static SqlType elementOf(String name, Bound bound) {
    return name.equals("unnest")
        ? bound.arguments().get(0).type().elementType()
        : bound.match().returns();
  }

  private static @Nullable List<SqlType.Field> fields(String name) {
    return switch (name) {
      case "mz_aclexplode" ->
          List.of(
              new SqlType.Field("grantor", SqlType.TEXT),
              new SqlType.Field("grantee", SqlType.TEXT),
              new SqlType.Field("privilege_type", SqlType.TEXT),
              new SqlType.Field("is_grantable", SqlType.BOOL));
      case "jsonb_each" ->
          List.of(
              new SqlType.Field("key", SqlType.TEXT), new SqlType.Field("value", SqlType.JSONB));
      case "jsonb_each_text" ->
          List.of(new SqlType.Field("key", SqlType.TEXT), new SqlType.Field("value", SqlType.TEXT));
      default -> null;
    };
  }
}
