package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that {@code EXECUTE name (…)} gives to the parameters. */
final class Arguments {
  private Arguments() {}

  static List<byte @Nullable []> values(List<Expr> given, Prepared target, Session session) {
    if (given.size() != target.parameters().size()) {
      throw SqlException.internal(
          "expected %d params but got %d".formatted(target.parameters().size(), given.size()));
    }
    List<byte @Nullable []> values = new ArrayList<>();
    if (given.isEmpty()) {
      return values;
    }
    Query query = new Query(null, new Query.Values(List.of(given)), List.of(), null, null);
    PlannedQuery plan =
        session.engine().planner().query(query, session.state(), session, List.of());
    if (!plan.reads().isEmpty()) {
      throw SqlException.unsupported("EXECUTE with a query as a parameter");
    }
    session.onBackend(
        backend ->
            backend.query(
                plan.sql(),
                List.of(),
                row -> {
                  int count = row.int16();
                  for (int i = 0; i < count; i++) {
                    values.add(row.value());
                  }
                }));
    return values;
  }
}
