package dev.verdigris.engine.wire;

import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.Privilege;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.sql.DataStatement;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.Statement;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Runs INSERT, UPDATE and DELETE. */
final class Writes {
  private final Session session;
  private final Reads reads;

  Writes(Session session, Reads reads) {
    this.session = session;
    this.reads = reads;
  }

  /** Whether the statement only inserts rows that it spells out: such ones may share a block. */
  static boolean isBlind(Statement statement) {
    return statement instanceof DataStatement.Insert insert
        && insert.returning().isEmpty()
        && (insert.source() == null || insert.source().body() instanceof Query.Values);
  }

  Completion run(Portal portal, PlannedQuery plan) throws IOException {
    Statement statement = portal.prepared().statement();
    CatalogState state = session.state();
    ItemId table = state.resolveItem(target(statement).names(), session).id();
    session.transaction().become(Transaction.Kind.WRITES);
    requireRights(statement, table, plan, state);
    if (!isBlind(statement)) {
      reads.requireCluster(plan, state);
      session.awaitReadable(plan);
    }
    session.openForWrites();
    session.transaction().written().add(table);
    Client client = session.client();
    List<ResultColumn> columns = plan.columns();
    Backend.Completion completion =
        session.computing(
            plan,
            plan.evaluation() && !isBlind(statement),
            b ->
                b.query(
                    plan.sql(),
                    portal.parameters(),
                    row -> portal.formats().send(row, columns, client.out())));
    return new Completion(columns.isEmpty() ? completion.tag() : "SELECT " + completion.count());
  }

  private void requireRights(
      Statement statement, ItemId table, PlannedQuery plan, CatalogState state) {
    Privilege privilege =
        statement instanceof DataStatement.Insert
            ? Privilege.INSERT
            : statement instanceof DataStatement.Update ? Privilege.UPDATE : Privilege.DELETE;
    state.rights(session).requireWrite(table, privilege);
    Set<ItemId> others = new HashSet<>(plan.reads());
    if (isBlind(statement)) {
      others.remove(table);
    }
    state.rights(session).requireRead(others);
  }

  private static ObjectName target(Statement statement) {
    if (statement instanceof DataStatement.Insert insert) {
      return insert.table();
    }
    if (statement instanceof DataStatement.Update update) {
      return update.table();
    }
    if (statement instanceof DataStatement.Delete delete) {
      return delete.table();
    }
    throw new IllegalStateException("not a write: " + statement);
  }
}
