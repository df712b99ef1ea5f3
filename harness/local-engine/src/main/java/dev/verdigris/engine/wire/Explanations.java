package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.sql.ExplainStatement;
import dev.verdigris.engine.sql.ParsedStatement;
import java.io.IOException;
import java.util.List;

/** EXPLAIN: the planner writes the few answers that are known, and refuses all else. */
final class Explanations {
  private final Session session;

  Explanations(Session session) {
    this.session = session;
  }

  static Prepared prepare(ParsedStatement source, ExplainStatement explain, Session session) {
    Transaction.Kind kind = session.transaction().kind();
    boolean fits = kind == Transaction.Kind.FRESH || kind == Transaction.Kind.READS;
    if (!(explain instanceof ExplainStatement.ExplainPlan plan)) {
      throw SqlException.unsupported("this kind of EXPLAIN");
    }
    if (!fits) {
      // Its columns are told before its transaction refuses it.
      boolean optimized = plan.stage() == ExplainStatement.Stage.OPTIMIZED;
      String column = optimized ? "Optimized Plan" : "Physical Plan";
      return Prepared.of(source, List.of(Preparer.text(column)));
    }
    CatalogState state = session.state();
    return Prepared.query(
        source, session.engine().planner().explain(plan, state, session), state.revision());
  }

  Completion run(Portal portal) throws IOException {
    session.transaction().become(Transaction.Kind.READS);
    Prepared prepared = portal.prepared();
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
