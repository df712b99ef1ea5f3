package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Expr;
import java.util.List;

/** Calls: aggregates, window functions, functions that return rows, plain functions. */
final class Calls {
  private final ExpressionTranslator translator;

  Calls(ExpressionTranslator translator) {
    this.translator = translator;
  }

  Expression call(Expr.Call call) {
    List<String> names = call.name().names();
    String name = names.get(names.size() - 1);
    if (Aggregates.isAggregate(name) || Aggregates.isWindowFunction(name)) {
      FunctionTable.LOADED.overloads(names);
      return new Aggregates(translator).call(name, call);
    }
    List<Expression> arguments = translator.translate(call.arguments());
    if (call.star() || call.distinct() || call.filter() != null || call.over() != null) {
      FunctionTable.LOADED.overloads(names);
      throw SqlException.internal(
          call.over() != null
              ? "OVER clause is not allowed on function " + name
              : "DISTINCT, FILTER and * are only for aggregates, not for function " + name);
    }
    TableFunctions tableFunctions = new TableFunctions(translator.planning(), translator);
    if (translator.allowsSetReturning() && tableFunctions.returnsSet(names)) {
      return tableFunctions.inSelectList(names, arguments);
    }
    return new FunctionCalls(translator.planning()).call(names, arguments);
  }
}
