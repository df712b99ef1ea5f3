package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.ShowQueries;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.sql.AlterStatement;
import dev.verdigris.engine.sql.DataStatement;
import dev.verdigris.engine.sql.ExplainStatement;
import dev.verdigris.engine.sql.SessionStatement;
import dev.verdigris.engine.sql.ShowStatement;
import dev.verdigris.engine.sql.Statement;
import java.io.IOException;
import java.util.List;

/** Runs statements, whatever the protocol that they came by. */
final class Runner {
  private final Session session;
  private final Preparer preparer;
  private final RowSender rows;
  private final Reads reads;
  private final Writes writes;
  private final Definitions definitions;
  private final SessionCommands commands;
  private final Cursors cursors;
  private final Copies copies;
  private final Subscriptions subscriptions;
  private final Explanations explanations;

  Runner(Session session, Preparer preparer) {
    this.session = session;
    this.preparer = preparer;
    this.rows = new RowSender(session.client());
    this.reads = new Reads(session);
    this.writes = new Writes(session, reads);
    this.definitions = new Definitions(session);
    this.commands = new SessionCommands(session, rows);
    this.subscriptions = new Subscriptions(session, reads);
    this.cursors = new Cursors(session, reads, subscriptions);
    this.copies = new Copies(session, reads, subscriptions);
    this.explanations = new Explanations(session, rows);
  }

  /**
   * What must hold before a statement is even looked at.
   *
   * @param text of the statement
   */
  void precheck(Statement statement, String text) {
    requireAlive(statement);
    boolean several = session.transaction().extent() != Transaction.Extent.STATEMENT;
    if (several && standsAlone(statement)) {
      throw TransactionErrors.notInBlock(text);
    }
    boolean inMessage = session.transaction().extent() == Transaction.Extent.MESSAGE;
    if (inMessage && isDefinition(statement) && !joins(statement)) {
      throw TransactionErrors.notInBlock(text);
    }
    if (!several && statement instanceof SessionStatement.Declare) {
      throw TransactionErrors.onlyInBlock("DECLARE CURSOR");
    }
  }

  /** Fails in a transaction that has failed, unless the statement ends it. */
  void requireAlive(Statement statement) {
    boolean ends =
        statement instanceof SessionStatement.Commit
            || statement instanceof SessionStatement.Rollback;
    if (session.transaction().failed() && !ends) {
      throw TransactionErrors.aborted();
    }
  }

  /**
   * Runs a statement, or goes on with it.
   *
   * @param limit how many rows at most; 0: all
   */
  Completion run(Portal portal, int limit) throws IOException {
    if (SteeringSchema.is(portal.prepared())) {
      return SteeringSchema.run(portal, session, rows);
    }
    Statement statement = portal.prepared().statement();
    if (statement instanceof DataStatement.SelectStatement select) {
      PlannedQuery plan = current(portal).planned();
      if (portal.onBackend() == null) {
        reads.awaitTime(select.asOf(), plan);
      }
      return reads.select(portal, plan, limit);
    }
    if (statement instanceof ShowStatement show) {
      ShowQueries.check(show, session.state(), session);
      return reads.select(portal, current(portal).planned(), limit);
    }
    if (statement instanceof DataStatement data) {
      return run(portal, data, limit);
    }
    if (statement instanceof ExplainStatement) {
      return explanations.run(portal);
    }
    if (statement instanceof SessionStatement of) {
      return run(portal, of);
    }
    if (statement instanceof AlterStatement.SystemSet
        || statement instanceof AlterStatement.SystemReset) {
      return new Completion(commands.alterSystem((AlterStatement) statement));
    }
    if (statement instanceof AlterStatement.RoleSet role) {
      commands.checkRoleVariable(role.variable().value(), role.values());
    } else if (statement instanceof AlterStatement.RoleReset role) {
      commands.checkRoleVariable(role.variable().value(), List.of());
    }
    return new Completion(definitions.run(statement));
  }

  private Completion run(Portal portal, DataStatement statement, int limit) throws IOException {
    if (statement instanceof DataStatement.Copy copy) {
      return copies.run(portal, copy);
    }
    if (statement instanceof DataStatement.Subscribe subscribe) {
      return subscriptions.run(portal, subscribe, limit);
    }
    return writes.run(portal, current(portal).planned());
  }

  private Completion run(Portal portal, SessionStatement statement) throws IOException {
    if (statement instanceof SessionStatement.Fetch fetch) {
      return cursors.fetch(fetch, portal.formats());
    }
    if (statement instanceof SessionStatement.Execute execute) {
      return execute(portal, execute);
    }
    return new Completion(tag(portal, statement));
  }

  private String tag(Portal portal, SessionStatement statement) throws IOException {
    if (statement instanceof SessionStatement.Begin begin) {
      return commands.begin(begin);
    }
    if (statement instanceof SessionStatement.Commit commit) {
      refuseChain(commit.chain());
      return commands.commit();
    }
    if (statement instanceof SessionStatement.Rollback rollback) {
      refuseChain(rollback.chain());
      return commands.rollback();
    }
    if (statement instanceof SessionStatement.SetVariable set) {
      return commands.set(set);
    }
    if (statement instanceof SessionStatement.ResetVariable reset) {
      return commands.reset(reset);
    }
    if (statement instanceof SessionStatement.ShowVariable show) {
      return commands.show(show, portal.formats());
    }
    if (statement instanceof SessionStatement.SetTransaction set) {
      return commands.setTransaction(set);
    }
    if (statement instanceof SessionStatement.Discard discard) {
      return commands.discard(discard, portal.prepared().text());
    }
    if (statement instanceof SessionStatement.Declare declare) {
      return cursors.declare(declare, preparer);
    }
    if (statement instanceof SessionStatement.Close close) {
      return cursors.close(close);
    }
    if (statement instanceof SessionStatement.Prepare prepare) {
      return prepare(prepare);
    }
    if (statement instanceof SessionStatement.Deallocate deallocate) {
      return deallocate(deallocate);
    }
    throw SqlException.unsupported(portal.prepared().text());
  }

  private static void refuseChain(boolean chain) {
    if (chain) {
      throw SqlException.unsupported("AND CHAIN");
    }
  }

  private String prepare(SessionStatement.Prepare prepare) {
    String name = prepare.name().value();
    if (session.statements().containsKey(name)) {
      throw SessionErrors.statementExists(name);
    }
    precheck(prepare.statement().statement(), prepare.statement().text());
    session.statements().put(name, preparer.prepare(prepare.statement(), java.util.List.of()));
    return "PREPARE";
  }

  private String deallocate(SessionStatement.Deallocate deallocate) {
    if (deallocate.name() == null) {
      session.statements().clear();
      return "DEALLOCATE ALL";
    }
    if (session.statements().remove(deallocate.name().value()) == null) {
      throw SessionErrors.unknownStatement(deallocate.name().value());
    }
    return "DEALLOCATE";
  }

  private Completion execute(Portal portal, SessionStatement.Execute execute) throws IOException {
    Prepared target = session.statements().get(execute.name().value());
    if (target == null) {
      throw SessionErrors.unknownStatement(execute.name().value());
    }
    precheck(target.statement(), target.text());
    Portal inner =
        new Portal(
            target, Arguments.values(execute.parameters(), target, session), portal.formats());
    return run(inner, 0);
  }

  /** The statement as it is to be understood now; it must still give what the client was told. */
  private Prepared current(Portal portal) {
    Prepared told = portal.prepared();
    if (told.source() == null || told.revision() == session.state().revision()) {
      return told;
    }
    Prepared now = preparer.prepare(told.source(), told.parameters());
    Preparer.requireSame(told, now);
    return now;
  }

  private static boolean isDefinition(Statement statement) {
    return !(statement instanceof DataStatement
        || statement instanceof SessionStatement
        || statement instanceof ShowStatement
        || statement instanceof ExplainStatement);
  }

  private static boolean joins(Statement statement) {
    return statement instanceof AlterStatement.Rename || statement instanceof AlterStatement.Swap;
  }

  /** Whether the statement can never share a transaction with others. */
  private static boolean standsAlone(Statement statement) {
    if (statement instanceof DataStatement.Insert) {
      return !Writes.isBlind(statement);
    }
    return statement instanceof DataStatement.Update
        || statement instanceof DataStatement.Delete
        || statement instanceof AlterStatement.ClusterSet
        || statement instanceof AlterStatement.ClusterReset
        || statement instanceof AlterStatement.SinkSetFrom
        || statement instanceof AlterStatement.SecretValue
        || statement instanceof AlterStatement.ValidateConnection
        || statement instanceof AlterStatement.SystemSet
        || statement instanceof AlterStatement.SystemReset;
  }
}
