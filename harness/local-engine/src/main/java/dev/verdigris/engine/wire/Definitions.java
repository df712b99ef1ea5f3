package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.DdlTransaction;
import dev.verdigris.engine.sql.AlterStatement;
import dev.verdigris.engine.sql.AlterStatement.Rename;
import dev.verdigris.engine.sql.AlterStatement.Swap;
import dev.verdigris.engine.sql.CreateStatement;
import dev.verdigris.engine.sql.Statement;

/** Runs statements that change the catalog, by the rules of the transaction that they are in. */
final class Definitions {
  private final Session session;

  Definitions(Session session) {
    this.session = session;
  }

  String run(Statement statement) {
    Transaction transaction = session.transaction();
    if (statement instanceof AlterStatement alter
        && (alter instanceof Rename || alter instanceof Swap)) {
      return join(alter);
    }
    if (isOfSource(statement) && transaction.kind() == Transaction.Kind.DDL) {
      // Refused for what it is, before the transaction has a say (recorded: swap.jsonl).
      session.engine().catalog().check(statement, session);
      throw SqlException.unsupported(Tags.of(statement) + " of a source beside renames or swaps");
    }
    if (transaction.isBlock()) {
      transaction.become(Transaction.Kind.SINGLE);
      transaction.defer(statement);
      return Tags.of(statement);
    }
    return session.engine().catalog().execute(statement, session).tag();
  }

  private static boolean isOfSource(Statement statement) {
    return statement instanceof CreateStatement.CreateLoadGenerator
        || statement instanceof CreateStatement.CreateTableFromSource;
  }

  /** Renames and swaps wait for the end of their transaction, together. */
  private String join(AlterStatement alter) {
    Transaction transaction = session.transaction();
    transaction.become(Transaction.Kind.DDL);
    DdlTransaction ddl = transaction.ddl();
    if (ddl == null) {
      ddl = session.engine().catalog().beginDdl(session);
      transaction.settle(ddl);
    }
    return ddl.alter(alter).tag();
  }
}
