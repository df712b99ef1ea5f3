package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.Timestamps;
import dev.verdigris.engine.sql.AlterStatement;
import dev.verdigris.engine.sql.ExplainStatement.ExplainSinkSchema;
import dev.verdigris.engine.sql.Statement;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The newest {@link CatalogState}, and the one place where it changes. Every change is one
 * transaction in PostgreSQL, of both the physical objects and the catalog's own tables, and is
 * published only once that is committed.
 */
public final class Catalog implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<CatalogListener> listeners = new CopyOnWriteArrayList<>();
  private final CatalogStore store;
  private final Services services;
  private final Simulation simulation;
  private volatile CatalogState state;
  private volatile SinkCutover cutover = (sink, next, session, move) -> move.get();

  private Catalog(
      CatalogStore store, CatalogState state, Services services, Simulation simulation) {
    this.store = store;
    this.state = state;
    this.services = services;
    this.simulation = simulation;
  }

  /**
   * Reads the catalog from its tables, or makes the first one if there is none.
   *
   * @param admin a connection that is the catalog's alone; closed with the catalog
   * @param simulation of hydration and health; it outlives the catalog
   */
  public static Catalog open(
      Connection admin,
      Definitions definitions,
      Brokers brokers,
      Timestamps timestamps,
      Simulation simulation) {
    SystemCatalog system = SystemCatalog.load();
    CatalogStore store = new CatalogStore(admin);
    CatalogState state = store.load(system);
    Catalog catalog =
        new Catalog(store, state, new Services(definitions, brokers, timestamps), simulation);
    simulation.use(store, state);
    catalog.dropLeftovers();
    return catalog;
  }

  /** The newest state. */
  public CatalogState state() {
    return state;
  }

  /** The newest state's revision; goes up with everything that ends an open DDL transaction. */
  public long revision() {
    return state.revision();
  }

  /**
   * Runs one DDL statement by itself. Its notices go to the session, before the result or the
   * error.
   *
   * @throws SqlException in Materialize's words; nothing has changed then
   */
  public DdlResult execute(Statement ddl, SessionContext session) {
    if (ddl instanceof AlterStatement.SinkSetFrom sink) {
      return moveSink(sink, session);
    }
    lock.lock();
    try {
      Change change = new Change(state, session, services);
      String tag = DdlExecutor.run(ddl, change);
      return finish(change, tag);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Fails as {@link #execute} would if nothing else were in the way; changes nothing.
   *
   * @throws SqlException in Materialize's words
   */
  public void check(Statement ddl, SessionContext session) {
    DdlExecutor.run(ddl, new Change(state, session, services));
  }

  /**
   * A sink moves in two steps: it is checked, then it waits, without holding anybody up, until the
   * sink can move; and then is checked once more, silently, and done.
   */
  private DdlResult moveSink(AlterStatement.SinkSetFrom statement, SessionContext session) {
    Change plan = new Change(state, session, services);
    String tag = new SinkDdl(plan).run(statement);
    if (!plan.changed()) {
      return new DdlResult(tag, false);
    }
    Item planned = moved(plan);
    Item before = Objects.requireNonNull(plan.base.item(planned.id()));
    ItemFacts.Sink next = (ItemFacts.Sink) planned.facts();
    return cutover.cutOver(before, next, session, () -> moveSink(before, next, session, tag));
  }

  private DdlResult moveSink(Item before, ItemFacts.Sink next, SessionContext session, String tag) {
    lock.lock();
    try {
      Item now = state.item(before.id());
      Item from = state.item(next.from());
      if (now == null || from == null) {
        throw CatalogErrors.unknownItem(state.fullName(before));
      }
      if (!now.facts().equals(before.facts())) {
        throw SqlException.of("0A000", "sink was altered concurrently");
      }
      Change change = new Change(state, session, services);
      new SinkDdl(change).move(now, from);
      return finish(change, tag);
    } finally {
      lock.unlock();
    }
  }

  private static Item moved(Change plan) {
    return plan.next.items.values().stream()
        .filter(item -> !item.equals(plan.base.item(item.id())))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Resolves the names of a sink that is to be explained.
   *
   * @throws SqlException in Materialize's words
   */
  public void resolve(ExplainSinkSchema explain, SessionContext session) {
    new SinkSchema(new Change(state, session, services)).resolve(explain.sink());
  }

  /**
   * The Avro schema of a sink that is not made, as JSON.
   *
   * @throws SqlException in Materialize's words; above all if the key cannot be proven
   */
  public String explain(ExplainSinkSchema explain, SessionContext session) {
    return new SinkSchema(new Change(state, session, services)).json(explain);
  }

  /** What ALTER SYSTEM set, by variable. */
  public Map<String, String> settings() {
    return store.settings();
  }

  /** Keeps what ALTER SYSTEM set; null: it no longer does. */
  public void keepSetting(String variable, @Nullable String value) {
    if (value == null) {
      store.run("DELETE FROM mz_local.setting WHERE name = ?", variable);
    } else {
      store.run(
          "INSERT INTO mz_local.setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value ="
              + " excluded.value",
          variable,
          value);
    }
  }

  /** Begins a transaction of renames and swaps. */
  public DdlTransaction beginDdl(SessionContext session) {
    return new DdlTransaction(this, session, services);
  }

  /**
   * Makes the changes of a transaction real, if nothing else happened since it began.
   *
   * @throws SqlException 40001 if something did
   */
  void commit(CatalogState base, List<Change> changes) {
    lock.lock();
    try {
      if (state.revision() != base.revision()) {
        throw DdlErrors.catalogChanged();
      }
      if (changes.stream().noneMatch(Change::changed)) {
        return;
      }
      List<AuditEvent> audit = new ArrayList<>();
      changes.forEach(change -> audit.addAll(change.audit));
      Change last = changes.get(changes.size() - 1);
      publish(last.successor(), List.of(), audit, last.session.role());
    } finally {
      lock.unlock();
    }
  }

  /** The role of that name; made if there is none, as a server does for whoever connects. */
  public Role roleForLogin(SessionContext session) {
    lock.lock();
    try {
      return state
          .role(session.role())
          .orElseGet(
              () -> {
                Change change = new Change(state, session, services);
                new RoleDdl(change).createForLogin(session.role());
                finish(change, "CREATE ROLE");
                return state.resolveRole(session.role());
              });
    } finally {
      lock.unlock();
    }
  }

  /** Shows a session no more. */
  public void forgetSession(UUID session) {
    store.run("DELETE FROM mz_local.session WHERE id = ?::uuid", session.toString());
  }

  /** Drops a session's temporary objects when it ends. */
  public void dropTemporary(SessionContext session) {
    lock.lock();
    try {
      dropTemporaryOf(session, session.temporarySchema()::equals);
    } finally {
      lock.unlock();
    }
  }

  /** Drops what sessions of a process that was killed left behind. */
  private void dropLeftovers() {
    lock.lock();
    try {
      dropTemporaryOf(SystemSession.INSTANCE, schema -> true);
    } finally {
      lock.unlock();
    }
  }

  private void dropTemporaryOf(
      SessionContext session, java.util.function.Predicate<String> schemas) {
    DropPlan plan = new DropPlan(state);
    state.items().stream()
        .filter(i -> i.temporary() != null && schemas.test(i.temporary()))
        .forEach(i -> plan.add(Owned.item(i)));
    if (!plan.objects().isEmpty()) {
      Change change = new Change(state, session, services);
      new Removal(change).remove(plan.objects());
      finish(change, "DROP");
    }
  }

  private DdlResult finish(Change change, String tag) {
    if (change.changed()) {
      publish(change.successor(), change.physical, change.audit, change.session.role());
    }
    return new DdlResult(tag, change.changed());
  }

  private void publish(
      CatalogState after, List<String> physical, List<AuditEvent> audit, String role) {
    CatalogState before = state;
    store.save(before, after, physical, audit, role, services.timestamps().now(), simulation);
    state = after;
    simulation.changed();
    for (CatalogListener listener : listeners) {
      listener.catalogChanged(before, after);
    }
  }

  /** Tells somebody of every change from now on. */
  public void addListener(CatalogListener listener) {
    listeners.add(listener);
  }

  /** Says who knows when a sink can move to another relation. */
  public void setSinkCutover(SinkCutover newCutover) {
    cutover = newCutover;
  }

  /** Hydration, lag and health, as they are made believe. */
  public Simulation simulation() {
    return simulation;
  }

  /** Closes the connection to PostgreSQL. */
  @Override
  public void close() {
    simulation.leave();
    store.close();
  }
}
