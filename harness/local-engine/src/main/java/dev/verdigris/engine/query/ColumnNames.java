package dev.verdigris.engine.query;

import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.Query.SelectItem;
import dev.verdigris.engine.sql.TypeName;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a result column without an alias is called. */
final class ColumnNames {
  private ColumnNames() {}

  static String of(Expr expr, Planning planning) {
    String name = find(expr, planning);
    return name == null ? "?column?" : name;
  }

  private static @Nullable String find(Expr expr, Planning planning) {
    if (expr instanceof Expr.Column column) {
      return column.parts().get(column.parts().size() - 1).value();
    }
    if (expr instanceof Expr.FieldAccess access) {
      return access.field().value();
    }
    if (expr instanceof Expr.Nested nested) {
      return find(nested.expr(), planning);
    }
    if (expr instanceof Expr.Call call) {
      List<String> names = call.name().names();
      boolean unsafe = names.size() > 1 && names.get(names.size() - 2).equals("mz_unsafe");
      return unsafe ? null : call.name().last().value();
    }
    if (expr instanceof Expr.Homogenizing homogenizing) {
      return homogenizing.name().toLowerCase(Locale.ROOT);
    }
    if (expr instanceof Expr.NullIf) {
      return "nullif";
    }
    if (expr instanceof Expr.Cast cast) {
      Expr operand = cast.expr();
      while (operand instanceof Expr.Cast || operand instanceof Expr.Nested) {
        operand =
            operand instanceof Expr.Cast further ? further.expr() : ((Expr.Nested) operand).expr();
      }
      String inner = find(operand, planning);
      if (inner == null && cast.type() instanceof TypeName.Named named) {
        Item made = planning.types.made(named.name());
        inner = made == null ? null : made.name();
      }
      return inner != null ? inner : TypeNames.columnName(planning.types.resolve(cast.type()));
    }
    if (expr instanceof Expr.Case conditional) {
      String otherwise =
          conditional.otherwise() == null ? null : find(conditional.otherwise(), planning);
      return otherwise == null ? "case" : otherwise;
    }
    if (expr instanceof Expr.BooleanLiteral) {
      return "bool";
    }
    if (expr instanceof Expr.IntervalLiteral) {
      return "interval";
    }
    if (expr instanceof Expr.ArrayLiteral) {
      return "array";
    }
    if (expr instanceof Expr.ListLiteral) {
      return "list";
    }
    if (expr instanceof Expr.MapLiteral || expr instanceof Expr.MapSubquery) {
      return "map";
    }
    if (expr instanceof Expr.Row) {
      return "row";
    }
    if (expr instanceof Expr.Subscript subscript) {
      return find(subscript.expr(), planning);
    }
    if (expr instanceof Expr.Exists) {
      return "exists";
    }
    if (expr instanceof Expr.Subquery subquery) {
      return first(subquery.query(), planning);
    }
    if (expr instanceof Expr.ArraySubquery subquery) {
      return first(subquery.query(), planning);
    }
    return expr instanceof Expr.ListSubquery subquery ? first(subquery.query(), planning) : null;
  }

  private static @Nullable String first(Query query, Planning planning) {
    if (query.body() instanceof Query.Select select
        && !select.items().isEmpty()
        && select.items().get(0) instanceof SelectItem.Item item) {
      return item.alias() != null ? item.alias().value() : find(item.expr(), planning);
    }
    return null;
  }
}
