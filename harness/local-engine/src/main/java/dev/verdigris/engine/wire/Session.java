package dev.verdigris.engine.wire;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.query.PlannedQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One session: who it is, its variables, its transaction. Used by the thread that serves its
 * client.
 */
final class Session implements SessionContext, AutoCloseable {
  private static final List<String> MESSAGE_LEVELS = List.of("notice", "warning", "error");

  private final Engine engine;
  private final Client client;
  private final SessionId id;
  private final Variables variables;
  private final WireServer.Shared shared;
  private final Interruption interruption = new Interruption();
  private final SessionBackend backend = new SessionBackend(this);
  private final Map<String, Prepared> statements = new HashMap<>();
  private final Map<String, Portal> portals = new HashMap<>();
  private Transaction transaction = new Transaction(Transaction.Extent.STATEMENT, false);
  private int portalsOpened;

  Session(Engine engine, Client client, SessionId id, WireServer.Shared shared) {
    this.engine = engine;
    this.client = client;
    this.id = id;
    this.shared = shared;
    this.variables = new Variables(shared.variables());
  }

  Engine engine() {
    return engine;
  }

  Client client() {
    return client;
  }

  SessionId id() {
    return id;
  }

  Variables variables() {
    return variables;
  }

  SystemVariables systemVariables() {
    return shared.variables();
  }

  ScheduledExecutorService timers() {
    return shared.timers();
  }

  Interruption interruption() {
    return interruption;
  }

  Map<String, Prepared> statements() {
    return statements;
  }

  Map<String, Portal> portals() {
    return portals;
  }

  Transaction transaction() {
    return transaction;
  }

  /** What names mean now: within renames and swaps, after them. */
  CatalogState state() {
    return transaction.ddl() != null ? transaction.ddl().state() : engine.catalog().state();
  }

  @Override
  public int number() {
    return id.number();
  }

  @Override
  public String role() {
    return id.role();
  }

  @Override
  public boolean isSystemUser() {
    return id.internal();
  }

  @Override
  public String database() {
    return variables.get("database");
  }

  @Override
  public List<String> searchPath() {
    return variables.searchPath();
  }

  @Override
  public String cluster() {
    return variables.get("cluster");
  }

  @Override
  public String setting(String name) {
    if (name.equals("is_superuser")) {
      return id.internal() ? "on" : "off";
    }
    return variables.get(name);
  }

  @Override
  public boolean feature(String flag) {
    return systemVariables().feature(flag);
  }

  @Override
  public int maximumReplicas() {
    return systemVariables().maximumReplicas();
  }

  @Override
  public void notice(Notice notice) {
    int wanted = MESSAGE_LEVELS.indexOf(variables.get("client_min_messages"));
    int level = notice.severity().equals("WARNING") ? 1 : 0;
    if (level >= wanted) {
      try {
        client.notice(notice);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Begins a block, or makes one of the statements of this message so far. */
  void beginBlock(boolean readOnly) {
    if (transaction.extent() == Transaction.Extent.STATEMENT) {
      transaction = new Transaction(Transaction.Extent.BLOCK, readOnly);
      variables.begin();
    } else {
      transaction = transaction.as(Transaction.Extent.BLOCK, readOnly);
    }
  }

  /** Makes one transaction of the statements of a message. */
  void beginMessage() {
    if (transaction.extent() == Transaction.Extent.STATEMENT) {
      transaction = new Transaction(Transaction.Extent.MESSAGE, false);
      variables.begin();
    }
  }

  /** A statement by itself is its own transaction. */
  void beginStatement() {
    if (transaction.extent() == Transaction.Extent.STATEMENT) {
      transaction = new Transaction(Transaction.Extent.STATEMENT, false);
    }
  }

  /** A further statement before Sync is in one transaction with those before it. */
  void joinPipeline() {
    if (transaction.extent() == Transaction.Extent.STATEMENT
        && transaction.kind() != Transaction.Kind.FRESH) {
      transaction = transaction.as(Transaction.Extent.MESSAGE, transaction.readOnly());
      variables.begin();
    }
  }

  /** A statement of the block has failed: only its end is accepted now. */
  void abort() throws IOException {
    backend.end(transaction, "ROLLBACK");
    transaction.fail();
  }

  /** Ends the transaction and makes what it did happen; if it cannot, nothing of it has. */
  void commit() throws IOException {
    Transaction ending = transaction;
    boolean done = false;
    try {
      switch (ending.kind()) {
        case WRITES -> commitWrites(ending.written());
        case DDL -> {
          if (ending.ddl() != null) {
            ending.ddl().commit();
          }
        }
        case SINGLE -> {
          if (ending.single() != null) {
            engine.catalog().execute(ending.single(), this);
          }
        }
        default -> backend.end(ending, "COMMIT");
      }
      done = true;
    } finally {
      if (!done) {
        backend.end(ending, "ROLLBACK");
      }
      end(ending, done);
    }
  }

  /** Ends the transaction; nothing of it has happened. */
  void rollback() throws IOException {
    backend.end(transaction, "ROLLBACK");
    end(transaction, false);
  }

  private void end(Transaction ending, boolean committed) throws IOException {
    ending.cursors().values().forEach(Cursor::close);
    portals.values().forEach(Portal::close);
    portals.clear();
    transaction = new Transaction(Transaction.Extent.STATEMENT, false);
    if (ending.extent() == Transaction.Extent.STATEMENT) {
      variables.forgetLocal();
      return;
    }
    for (Variable variable : variables.end(committed)) {
      client.parameterStatus(variable.name(), variables.get(variable.name()));
    }
  }

  /** Commits what this session wrote in PostgreSQL's open transaction, at a time of its own. */
  private void commitWrites(Set<ItemId> tables) {
    engine
        .order()
        .commit(
            timestamp -> {
              onBackend(
                  open -> {
                    open.run("COMMIT");
                    return true;
                  });
              engine.changes().tablesChanged(tables, timestamp);
              return true;
            });
  }

  /** Opens the transaction in PostgreSQL to write, once. */
  void openForWrites() {
    if (!transaction.onBackend()) {
      runOnBackend("BEGIN");
      transaction.openedOnBackend();
    }
  }

  /**
   * Opens the transaction in PostgreSQL to read, once: every read in it sees what was written up to
   * one time, which {@code mz_now()} says, and nothing later.
   */
  void openForReads() {
    if (!transaction.onBackend()) {
      // Nobody who commits has to wait until PostgreSQL is connected.
      backend.opened();
      engine
          .order()
          .snapshot(
              timestamp -> {
                runOnBackend(
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; " + nowIs(timestamp));
                return true;
              });
      transaction.openedOnBackend();
    }
  }

  /** Has {@code mz_now()} say another time in the transaction that is open. */
  void moveTo(long timestamp) {
    runOnBackend(nowIs(timestamp));
  }

  /** The first query of a transaction settles what it sees. */
  private static String nowIs(long timestamp) {
    return "SELECT pg_catalog.set_config('mz.now', '" + timestamp + "', true)";
  }

  private void runOnBackend(String sql) {
    onBackend(
        open -> {
          open.run(sql);
          return true;
        });
  }

  String nextPortalName() {
    return "p" + ++portalsOpened;
  }

  /** Does work that nothing from outside ends: it is short. */
  <T> T onBackend(SessionBackend.OnBackend<T> work) {
    return backend.run(work);
  }

  /** Runs a planned statement, which its timeout or a cancel request can end. */
  <T> T computing(PlannedQuery plan, SessionBackend.OnBackend<T> work) throws IOException {
    return computing(plan, plan.evaluation(), work);
  }

  /** The same; {@code evaluation} says whether its errors are those of an evaluation. */
  <T> T computing(PlannedQuery plan, boolean evaluation, SessionBackend.OnBackend<T> work)
      throws IOException {
    return backend.computing(plan, evaluation, work);
  }

  /** Waits until all of these can be read. */
  void awaitReadable(PlannedQuery plan) {
    shared.hydration().await(plan.reads(), state(), this);
    if (plan.reads().stream().map(state()::item).anyMatch(Session::tellsProgress)) {
      engine.changes().awaitNoted();
    }
  }

  private static boolean tellsProgress(@Nullable Item item) {
    return item != null && item.isSystem() && item.name().equals("mz_frontiers");
  }

  /** Makes the role that logs in, where it is not there: the engine knows no passwords. */
  void logIn() {
    engine.catalog().roleForLogin(this);
  }

  /** Drops what is only this session's. */
  void dropTemporary() {
    engine.catalog().dropTemporary(this);
  }

  /** The client's next message, in the middle of a statement. */
  Message nextMessage() {
    return interruption.await(client::next);
  }

  @Override
  public void checkInterrupted() {
    interruption.check();
  }

  @Override
  public void close() {
    transaction.cursors().values().forEach(Cursor::close);
    portals.values().forEach(Portal::close);
    backend.close();
    try {
      dropTemporary();
    } catch (SqlException e) {
      // Dropped at the next start.
    }
  }
}
