package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.query.QueryPlanner;
import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.sql.CreateStatement;
import dev.verdigris.engine.sql.DataStatement;
import dev.verdigris.engine.sql.ExplainStatement;
import dev.verdigris.engine.sql.ParsedStatement;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.SessionStatement;
import dev.verdigris.engine.sql.ShowStatement;
import dev.verdigris.engine.sql.Statement;
import java.util.List;
import java.util.Locale;

/** Finds out what a statement takes and gives, without running it. */
final class Preparer {
  private final Session session;

  Preparer(Session session) {
    this.session = session;
  }

  /**
   * Understands a statement as things are now.
   *
   * @param declared types of parameters as the client gave them, unknown ones included
   */
  Prepared prepare(ParsedStatement source, List<SqlType> declared) {
    Prepared steering = SteeringSchema.prepare(source, session);
    if (steering != null) {
      return steering;
    }
    Statement statement = source.statement();
    CatalogState state = session.state();
    QueryPlanner planner = session.engine().planner();
    long revision = state.revision();
    if (statement instanceof DataStatement.SelectStatement select) {
      return Prepared.query(
          source, planner.query(select.query(), state, session, declared), revision);
    }
    if (statement instanceof ShowStatement show) {
      return Prepared.query(
          source, planner.query(asQuery(show), state, session, declared), revision);
    }
    if (statement instanceof DataStatement.Insert insert) {
      return Prepared.of(source, planner.insert(insert, state, session, declared), revision);
    }
    if (statement instanceof DataStatement.Update update) {
      return Prepared.of(source, planner.update(update, state, session, declared), revision);
    }
    if (statement instanceof DataStatement.Delete delete) {
      return Prepared.of(source, planner.delete(delete, state, session, declared), revision);
    }
    if (statement instanceof DataStatement.Copy copy) {
      return copy(source, copy);
    }
    if (statement instanceof DataStatement.Subscribe subscribe) {
      return Subscriptions.prepare(source, subscribe, session);
    }
    if (statement instanceof ExplainStatement explain) {
      return Explanations.prepare(source, explain, session);
    }
    if (statement instanceof SessionStatement of) {
      return prepare(source, of);
    }
    if (statement instanceof CreateStatement create) {
      ResolvedNames.require(create, state, session);
    }
    return Prepared.without(source);
  }

  private Prepared prepare(ParsedStatement source, SessionStatement statement) {
    if (statement instanceof SessionStatement.ShowVariable show) {
      return Prepared.of(source, columnsOf(show));
    }
    if (statement instanceof SessionStatement.Fetch fetch) {
      Cursor cursor = session.transaction().cursors().get(fetch.name().value());
      if (cursor == null) {
        throw SessionErrors.unknownCursor(fetch.name().value());
      }
      return Prepared.of(source, cursor.portal().prepared().resultColumns());
    }
    if (statement instanceof SessionStatement.Execute execute) {
      Prepared target = session.statements().get(execute.name().value());
      if (target == null) {
        throw SessionErrors.unknownStatement(execute.name().value());
      }
      return new Prepared(
          source, target.columns(), List.of(), target.plan(), session.state().revision());
    }
    return Prepared.without(source);
  }

  private Prepared copy(ParsedStatement source, DataStatement.Copy copy) {
    if (copy.to() && copy.relation() instanceof DataStatement.CopyRelation.CopyQuery query) {
      CatalogState state = session.state();
      PlannedQuery plan =
          session.engine().planner().query(query.select().query(), state, session, List.of());
      return new Prepared(source, null, List.of(), plan, state.revision());
    }
    if (copy.to() && copy.relation() instanceof DataStatement.CopyRelation.CopyTable table) {
      if (!table.columns().isEmpty()) {
        throw SqlException.internal(
            "specifying columns for COPY <table_name> TO commands not yet supported; use COPY"
                + " (SELECT...) TO ... instead");
      }
      Query whole = new Query(null, new Query.Table(table.name()), List.of(), null, null);
      CatalogState state = session.state();
      PlannedQuery plan = session.engine().planner().query(whole, state, session, List.of());
      return new Prepared(source, null, List.of(), plan, state.revision());
    }
    if (copy.relation() instanceof DataStatement.CopyRelation.CopySubscribe subscribe) {
      Prepared prepared = Subscriptions.prepare(source, subscribe.subscribe(), session);
      return new Prepared(source, null, List.of(), prepared.plan(), prepared.revision());
    }
    return Prepared.without(source);
  }

  static Query asQuery(ShowStatement show) {
    return new Query(null, new Query.Show(show), List.of(), null, null);
  }

  private List<ResultColumn> columnsOf(SessionStatement.ShowVariable show) {
    if (show.variable() == null) {
      return List.of(text("name"), text("setting"), text("description"));
    }
    return List.of(text(show.variable().value().toLowerCase(Locale.ROOT)));
  }

  static ResultColumn text(String name) {
    return new ResultColumn(name, SqlType.TEXT, false, false);
  }

  /** Fails if what the client was told of a statement is not what it would get now. */
  static void requireSame(Prepared told, Prepared now) {
    if (!told.givesTheSameAs(now)) {
      throw TransactionErrors.planChanged();
    }
  }

  static SqlException severalCommands() {
    return SqlException.internal("cannot insert multiple commands into a prepared statement");
  }
}
