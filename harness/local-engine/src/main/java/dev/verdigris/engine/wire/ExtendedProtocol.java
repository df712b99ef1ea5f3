package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.sql.ParsedStatement;
import dev.verdigris.engine.sql.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parse, Bind, Describe, Execute, Close and Sync. After an error all is skipped up to Sync. */
final class ExtendedProtocol {
  private final Session session;
  private final Client client;
  private final Preparer preparer;
  private final Runner runner;
  private final StatementFaulting faulting;
  private final Failing failing;
  private boolean skipping;

  /** Whoever tells the client of an error. */
  @FunctionalInterface
  interface Failing {
    void fail(SqlException error) throws IOException;
  }

  ExtendedProtocol(
      Session session,
      Preparer preparer,
      Runner runner,
      StatementFaulting faulting,
      Failing failing) {
    this.session = session;
    this.client = session.client();
    this.preparer = preparer;
    this.runner = runner;
    this.faulting = faulting;
    this.failing = failing;
  }

  /** A simple query ends whatever was skipped. */
  void reset() {
    skipping = false;
  }

  void answer(Message message) throws IOException {
    if (skipping) {
      return;
    }
    session.interruption().begin();
    try {
      switch (message.type()) {
        case 'P' -> parse(message);
        case 'B' -> bind(message);
        case 'D' -> describe(message);
        case 'E' -> execute(message);
        case 'C' -> close(message);
        default -> client.flush();
      }
    } catch (SqlException e) {
      fail(e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      fail(Conversation.defect(e));
    } finally {
      session.interruption().end();
    }
  }

  private void fail(SqlException error) throws IOException {
    skipping = true;
    failing.fail(error);
    // A client of a pipeline may wait for this before it sends its Sync; its Flush is skipped, too.
    client.flush();
  }

  /** Ends the statements since the last Sync, which are one transaction if BEGIN was not said. */
  void sync() throws IOException {
    boolean failed = skipping;
    skipping = false;
    if (failed || session.transaction().isBlock()) {
      return;
    }
    try {
      session.commit();
    } catch (SqlException e) {
      failing.fail(e);
    }
  }

  private void parse(Message message) throws IOException {
    String name = message.string();
    String sql = message.string();
    List<SqlType> declared = new ArrayList<>();
    for (int i = message.int16(); i > 0; i--) {
      declared.add(Oids.type(message.int32()));
    }
    if (!name.isEmpty() && session.statements().containsKey(name)) {
      throw SessionErrors.statementExists(name);
    }
    List<ParsedStatement> statements = Parser.parseScript(sql);
    if (statements.size() > 1) {
      throw Preparer.severalCommands();
    }
    Prepared prepared = Prepared.EMPTY;
    if (!statements.isEmpty()) {
      runner.requireAlive(statements.get(0).statement());
      prepared = preparer.prepare(statements.get(0), declared);
    }
    session.statements().put(name, prepared);
    client.out().empty('1');
  }

  private void bind(Message message) throws IOException {
    String portal = message.string();
    Prepared prepared = statement(message.string());
    List<Integer> formats = shorts(message);
    int count = message.int16();
    if (count != prepared.parameters().size()) {
      throw SqlException.of(
          "08P01",
          "bind message supplies %d parameters, but prepared statement requires %d"
              .formatted(count, prepared.parameters().size()));
    }
    List<byte @Nullable []> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] value = message.value();
      boolean binary = !formats.isEmpty() && formats.get(formats.size() == 1 ? 0 : i) == 1;
      values.add(
          value == null || !binary
              ? value
              : BinaryFormat.decode(prepared.parameters().get(i), value));
    }
    Formats results = new Formats(shorts(message));
    if (prepared.columns() != null) {
      results.requireBinaryForms(prepared.columns());
    }
    session.portals().put(portal, new Portal(prepared, values, results));
    client.out().empty('2');
  }

  private static List<Integer> shorts(Message message) {
    List<Integer> values = new ArrayList<>();
    for (int i = message.int16(); i > 0; i--) {
      values.add(message.int16());
    }
    return values;
  }

  private void describe(Message message) throws IOException {
    int what = message.int8();
    String name = message.string();
    Prepared prepared;
    Formats formats = Formats.TEXT;
    if (what == 'S') {
      prepared = statement(name);
      MessageWriter out = client.out().begin('t').int16(prepared.parameters().size());
      prepared.parameters().forEach(type -> out.int32(type.oid()));
      out.end();
    } else {
      Portal portal = described(name);
      prepared = portal.prepared();
      formats = portal.formats();
    }
    if (prepared.columns() == null) {
      client.out().empty('n');
    } else {
      client.rowDescription(prepared.columns(), formats);
    }
  }

  private void execute(Message message) throws IOException {
    Portal portal = portal(message.string());
    int limit = message.int32();
    Prepared prepared = portal.prepared();
    if (prepared.source() == null) {
      client.out().empty('I');
      return;
    }
    boolean resumed = portal.isSuspended();
    if (!resumed) {
      session.joinPipeline();
      runner.precheck(prepared.statement(), prepared.text());
    }
    if (portal.isDone()) {
      client.complete("SELECT 0");
      return;
    }
    if (!resumed) {
      faulting.before(prepared, client::awaitSync);
    }
    Completion completion;
    try {
      completion = runner.run(portal, limit);
      if (completion.tag() == null) {
        client.out().empty('s');
        return;
      }
      portal.finish();
      boolean alone = session.transaction().extent() == Transaction.Extent.STATEMENT;
      if (alone && client.nextIs('S')) {
        session.commit();
      }
    } finally {
      faulting.after();
    }
    client.complete(completion.tag());
  }

  private void close(Message message) throws IOException {
    if (message.int8() == 'S') {
      session.statements().remove(message.string());
    } else {
      Portal portal = session.portals().remove(message.string());
      if (portal != null) {
        portal.close();
      }
      String open = portal == null ? null : portal.onBackend();
      if (open != null && session.transaction().onBackend()) {
        session.onBackend(
            backend -> {
              backend.closePortal(open);
              return open;
            });
      }
    }
    client.out().empty('3');
  }

  private Prepared statement(String name) {
    Prepared prepared = session.statements().get(name);
    if (prepared == null) {
      throw SqlException.of("26000", "prepared statement \"" + name + "\" does not exist");
    }
    return prepared;
  }

  /** A portal to describe: a cursor is one, too. */
  private Portal described(String name) {
    Cursor cursor = session.transaction().cursors().get(name);
    return cursor == null ? portal(name) : cursor.portal();
  }

  private Portal portal(String name) {
    Portal portal = session.portals().get(name);
    if (portal == null) {
      throw SqlException.of("34000", "portal \"" + name + "\" does not exist");
    }
    return portal;
  }
}
