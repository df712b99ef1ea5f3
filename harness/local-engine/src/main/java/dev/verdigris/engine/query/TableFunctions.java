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
    Bound bound = calls.bind(name, FunctionTable.LOADED.overloads(names), arguments);
    String sql = calls.sql(bound.match().signature(), bound.arguments());
    List<SqlType.Field> fields = fields(name);
    SqlType type = fields != null ? SqlType.record(fields) : elementOf(name, bound);
    if (name.equals("unnest") && bound.arguments().get(0).type().kind() == SqlType.Kind.LIST) {
      sql = Collections.element(sql, type);
    }
    Expression result = Expression.of(sql, type, true, bound.arguments());
    return result.withFacts(result.facts().windowed());
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
