package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.sql.DataStatement;
import dev.verdigris.engine.sql.DataStatement.CopyRelation;
import java.io.IOException;

/** COPY to and from the client. */
final class Copies {
  private final Session session;
  private final Reads reads;
  private final Subscriptions subscriptions;

  Copies(Session session, Reads reads, Subscriptions subscriptions) {
    this.session = session;
    this.reads = reads;
    this.subscriptions = subscriptions;
  }

  Completion run(Portal portal, DataStatement.Copy copy) throws IOException {
    if (copy.target() != null) {
      boolean format = copy.options().stream().anyMatch(o -> o.name().equals("FORMAT"));
      if (copy.to() && !format) {
        throw SqlException.internal("COPY TO <expr> requires a FORMAT option");
      }
      throw SqlException.unsupported("COPY to or from another place than the client");
    }
    if (!copy.to()) {
      return new CopyIn(session).run(copy);
    }
    if (copy.relation() instanceof CopyRelation.CopySubscribe subscribe) {
      return subscriptions.copy(portal, subscribe.subscribe(), CopyFormat.of(copy.options()));
    }
    PlannedQuery plan = portal.prepared().planned();
    if (copy.relation() instanceof CopyRelation.CopyQuery query) {
      reads.awaitTime(query.select().asOf(), plan);
    }
    CopyFormat format = CopyFormat.of(copy.options());
    reads.admit(plan);
    MessageWriter out = session.client().out();
    CopyOut.begin(out, plan.columns().size());
    if (format.header()) {
      CopyOut.header(plan.columns(), format, out);
    }
    long[] rows = {0};
    session.computing(
        plan,
        backend ->
            backend.query(
                plan.sql(),
                portal.parameters(),
                row -> {
                  rows[0]++;
                  CopyOut.row(row, format, out);
                }));
    out.empty('c');
    return new Completion("COPY " + rows[0]);
  }
}
