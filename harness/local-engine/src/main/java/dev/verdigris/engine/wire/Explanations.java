package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.ExplainStatement;
import dev.verdigris.engine.sql.ParsedStatement;
import java.util.List;

/** EXPLAIN: the engine has no plans of Materialize to show. */
final class Explanations {
  Explanations(Session session, RowSender rows) {}

  static Prepared prepare(ParsedStatement source, ExplainStatement explain, Session session) {
    String column =
        explain instanceof ExplainStatement.ExplainPlan plan
                && plan.stage() == ExplainStatement.Stage.OPTIMIZED
            ? "Optimized Plan"
            : "Physical Plan";
    return Prepared.of(source, List.of(Preparer.text(column)));
  }

  String run(ExplainStatement explain, Portal portal) {
    throw SqlException.unsupported("EXPLAIN");
  }
}
