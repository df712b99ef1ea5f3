package dev.verdigris.engine.query;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.sql.DataStatement.Delete;
import dev.verdigris.engine.sql.DataStatement.Insert;
import dev.verdigris.engine.sql.DataStatement.Update;
import dev.verdigris.engine.sql.ExplainStatement;
import dev.verdigris.engine.sql.ExplainStatement.ExplainPlan;
import dev.verdigris.engine.sql.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one PostgreSQL statement of one statement of Materialize. All its names are resolved
 * against one {@link CatalogState}; nothing is executed.
 */
public final class QueryPlanner {
  private final Shows shows;

  /** A planner that asks {@code shows} what a {@code SHOW} in a query means. */
  public QueryPlanner(Shows shows) {
    this.shows = shows;
  }

  /**
   * Plans a query.
   *
   * @param parameterTypes types that the client declared for {@code $1}, {@code $2}, …; {@link
   *     SqlType#UNKNOWN} and missing ones are inferred
   * @throws SqlException in Materialize's words, or 0A000 for what is not modelled
   */
  public PlannedQuery query(
      Query query, CatalogState state, SessionContext session, List<SqlType> parameterTypes) {
    return new Planning(state, session, shows, parameterTypes).query(query);
  }

  /**
   * Plans the answer of an EXPLAIN of a plan: one row and column of text.
   *
   * @throws SqlException 0A000 for all plans but those of a few shapes whose text is certain
   */
  public PlannedQuery explain(ExplainPlan explain, CatalogState state, SessionContext session) {
    return new PlanText(new Planning(state, session, shows, List.of())).explain(explain);
  }

  /** What the column is called that shows that stage of planning; null: the stage by default. */
  public static String planColumn(ExplainStatement.@Nullable Stage stage) {
    return PlanText.column(stage);
  }

  /** Plans an INSERT; see {@link #query}. */
  public PlannedQuery insert(
      Insert insert, CatalogState state, SessionContext session, List<SqlType> parameterTypes) {
    return new WriteTranslator(new Planning(state, session, shows, parameterTypes)).insert(insert);
  }

  /** Plans an UPDATE; see {@link #query}. */
  public PlannedQuery update(
      Update update, CatalogState state, SessionContext session, List<SqlType> parameterTypes) {
    return new WriteTranslator(new Planning(state, session, shows, parameterTypes)).update(update);
  }

  /** Plans a DELETE; see {@link #query}. */
  public PlannedQuery delete(
      Delete delete, CatalogState state, SessionContext session, List<SqlType> parameterTypes) {
    return new WriteTranslator(new Planning(state, session, shows, parameterTypes)).delete(delete);
  }
}
