package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.ParsedStatement;
import dev.verdigris.engine.sql.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said between a client and its session, from the first ReadyForQuery to the end. */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  private final Session session;
  private final Client client;
  private final Preparer preparer;
  private final Runner runner;
  private final StatementFaulting faulting;
  private final ExtendedProtocol extended;
  private boolean over;

  Conversation(Session session) {
    this.session = session;
    this.client = session.client();
    this.preparer = new Preparer(session);
    this.runner = new Runner(session, preparer);
    this.faulting = new StatementFaulting(session);
    this.extended = new ExtendedProtocol(session, preparer, runner, faulting, this::fail);
  }

  /** Serves until the client goes away, the engine stops or the session is ended. */
  void serve() throws IOException, InterruptedException {
    client.readyForQuery(status());
    while (!over) {
      Message message = next();
      if (message == null || message.type() == 'X') {
        return;
      }
      answer(message);
      if (client.isLeaving() && isDone(message)) {
        return;
      }
    }
  }

  /** Whether what the client has asked for has taken its effect. */
  private boolean isDone(Message message) {
    Transaction transaction = session.transaction();
    return switch (message.type()) {
      case 'Q', 'S', 'H' -> true;
      default -> transaction.isBlock() || transaction.kind() == Transaction.Kind.FRESH;
    };
  }

  /** The next message; null if the client has kept a transaction waiting for too long. */
  private @org.jspecify.annotations.Nullable Message next()
      throws IOException, InterruptedException {
    Duration patience =
        Variable.duration(session.variables().get("idle_in_transaction_session_timeout"));
    if (!session.transaction().isBlock() || patience.isZero()) {
      return client.next();
    }
    Message message = client.next(patience);
    if (message == null) {
      client.error(TransactionErrors.idleTooLong());
      client.flush();
    }
    return message;
  }

  private void answer(Message message) throws IOException {
    switch (message.type()) {
      case 'Q' -> {
        extended.reset();
        simple(message.string());
        ready();
      }
      case 'S' -> {
        extended.sync();
        ready();
      }
      case 'P', 'B', 'D', 'E', 'C', 'H' -> extended.answer(message);
      case 'd', 'c', 'f' -> {
        // Left over from a COPY that failed: the client sent them before it knew.
      }
      default -> {
        fail(SqlException.fatal("08P01", "unknown frontend message type: " + message.type()));
        client.flush();
      }
    }
  }

  private void ready() throws IOException {
    if (!over) {
      client.readyForQuery(status());
    } else {
      client.flush();
    }
  }

  private void simple(String sql) throws IOException {
    try {
      List<ParsedStatement> statements = Parser.parseScript(sql);
      if (statements.isEmpty()) {
        client.out().empty('I');
      }
      for (ParsedStatement statement : statements) {
        if (statements.size() > 1) {
          session.beginMessage();
        } else {
          session.beginStatement();
        }
        run(statement);
      }
      if (session.transaction().extent() != Transaction.Extent.BLOCK) {
        session.commit();
      }
    } catch (SqlException e) {
      fail(e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      fail(defect(e));
    }
  }

  private void run(ParsedStatement statement) throws IOException {
    session.interruption().begin();
    try {
      runner.precheck(statement.statement(), statement.text());
      Prepared prepared = preparer.prepare(statement, List.of());
      faulting.before(prepared, () -> {});
      if (prepared.columns() != null) {
        client.rowDescription(prepared.columns(), Formats.TEXT);
      }
      Completion completion;
      try {
        completion = runner.run(Portal.of(prepared), 0);
        if (session.transaction().extent() == Transaction.Extent.STATEMENT) {
          session.commit();
        }
      } finally {
        faulting.after();
      }
      client.complete(completion.tag() == null ? "" : completion.tag());
    } finally {
      session.interruption().end();
    }
  }

  /** Tells of an error; the transaction is over, or waits for its ROLLBACK. */
  private void fail(SqlException error) throws IOException {
    if (error.severity().equals("FATAL")) {
      over = true;
    }
    try {
      if (session.transaction().isBlock()) {
        session.abort();
      } else {
        session.rollback();
      }
    } catch (SqlException e) {
      LOG.debug("nothing left to roll back", e);
      over = true;
    }
    client.error(error);
  }

  static SqlException defect(RuntimeException e) {
    LOG.error("a defect of the local engine", e);
    return SqlException.internal("local engine: a defect: " + e);
  }

  private char status() {
    Transaction transaction = session.transaction();
    if (transaction.failed()) {
      return 'E';
    }
    return transaction.isBlock() ? 'T' : 'I';
  }
}
