package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.query.QueryPlanner;
import dev.verdigris.engine.sql.ExplainStatement;
import dev.verdigris.engine.sql.ParsedStatement;
import java.io.IOException;
import java.util.List;

/** EXPLAIN: the planner writes the few answers that are known, and refuses all else. */
final class Explanations {
  private final Session session;
  private final RowSender rows;

  Explanations(Session session, RowSender rows) {
    this.session = session;
    this.rows = rows;
  }

  static Prepared prepare(ParsedStatement source, ExplainStatement explain, Session session) {
    Transaction.Kind kind = session.transaction().kind();
    boolean fits = kind == Transaction.Kind.FRESH || kind == Transaction.Kind.READS;
    if (explain instanceof ExplainStatement.ExplainSinkSchema sink) {
      session.engine().catalog().resolve(sink, session);
      return Prepared.of(source, List.of(Preparer.text("Schema")));
    }
    if (!(explain instanceof ExplainStatement.ExplainPlan plan)) {
      throw SqlException.unsupported("this kind of EXPLAIN");
    }
    if (!fits) {
      // Its columns are told before its transaction refuses it.
      return Prepared.of(source, List.of(Preparer.text(QueryPlanner.planColumn(plan.stage()))));
    }
    CatalogState state = session.state();
    return Prepared.query(
        source, session.engine().planner().explain(plan, state, session), state.revision());
  }

  Completion run(Portal portal) throws IOException {
    session.transaction().become(Transaction.Kind.READS);
    Prepared prepared = portal.prepared();
    if (prepared.statement() instanceof ExplainStatement.ExplainSinkSchema sink) {
      String schema = session.engine().catalog().explain(sink, session);
      rows.send(List.of(schema), portal.formats());
      return new Completion("SELECT 1");
    }
    Backend.Completion completion =
        session.computing(
            prepared.planned(),
            backend ->
                backend.query(
                    prepared.planned().sql(),
                    List.of(),
                    row ->
                        portal
                            .formats()
                            .send(row, prepared.resultColumns(), session.client().out())));
    return new Completion(completion.tag());
  }
}
