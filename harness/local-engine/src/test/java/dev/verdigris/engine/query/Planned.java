package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.QueryCatalog;
import dev.verdigris.engine.sql.DataStatement.Delete;
import dev.verdigris.engine.sql.DataStatement.Insert;
import dev.verdigris.engine.sql.DataStatement.SelectStatement;
import dev.verdigris.engine.sql.DataStatement.Update;
import dev.verdigris.engine.sql.Parser;
import dev.verdigris.engine.sql.Statement;
import java.util.List;

/** Plans statements against {@link QueryCatalog}. */
final class Planned {
  static final Shows NO_SHOWS =
      (show, state, session) -> {
        throw SqlException.unsupported("SHOW");
      };
  static final CatalogState STATE = QueryCatalog.state();

  private Planned() {}

  static PlannedQuery plan(String sql, SqlType... parameters) {
    return plan(sql, new FixedSession(), List.of(parameters));
  }

  static PlannedQuery plan(String sql, FixedSession session, List<SqlType> parameters) {
    QueryPlanner planner = new QueryPlanner(NO_SHOWS);
    Statement statement = Parser.parse(sql).get(0);
    if (statement instanceof SelectStatement select) {
      return planner.query(select.query(), STATE, session, parameters);
    }
    if (statement instanceof Insert insert) {
      return planner.insert(insert, STATE, session, parameters);
    }
    if (statement instanceof Update update) {
      return planner.update(update, STATE, session, parameters);
    }
    return planner.delete((Delete) statement, STATE, session, parameters);
  }

  static String sql(String sql) {
    return plan(sql).sql();
  }
}
