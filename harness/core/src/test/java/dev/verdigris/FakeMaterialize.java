package dev.verdigris;

import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DropStep;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Step;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server of which only the catalog exists: it applies the steps that it was told of to a
 * snapshot, with Materialize's rules for transactions of swaps, and can go away at any statement.
 */
final class FakeMaterialize implements Server, DeploymentListener {

  /** What a plan does not know of the statements about a switch. */
  private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** What preflight asks beside the snapshot. */
  private static final String FACTS = "SELECT 'setting'";

  private final String url = "jdbc:fake:" + UUID.randomUUID();
  private final Driver driver = new FakeDriver(url, Session::new);
  private final FakeProgress progress = new FakeProgress();
  private final Map<String, Step> known = new HashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private Interceptor interceptor = (sql, moment) -> {};
  private @Nullable String promotedAt;
  private Predicate<String> stalled = sql -> false;
  private final List<String[]> subscriptions = new CopyOnWriteArrayList<>();
  private Snapshot catalog;
  private long revision;

  FakeMaterialize(Snapshot catalog) {
    this.catalog = catalog;
    try {
      DriverManager.registerDriver(driver);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sees every statement before and after it takes effect, and may fail it. */
  @FunctionalInterface
  interface Interceptor {
    void at(String sql, Moment moment) throws SQLException;
  }

  /** Around a statement. */
  enum Moment {
    BEFORE,
    AFTER
  }

  /** The connection breaks. */
  static SQLException gone() {
    return new SQLException("An I/O error occurred while sending to the backend.", "08006");
  }

  void intercept(Interceptor other) {
    interceptor = other;
  }

  /** What it tells of hydration, sources and sinks. */
  FakeProgress progress() {
    return progress;
  }

  /** What the audit log says of when any schema got its name; nothing unless it is told. */
  void promotedAt(String time) {
    promotedAt = time;
  }

  /** Somebody has an open {@code SUBSCRIBE} on an object. */
  void subscribe(String role, String objectId) {
    String id = String.valueOf(subscriptions.size());
    subscriptions.add(new String[] {id, role, "2026-11-25 09:12:00+00", "", "{" + objectId + "}"});
  }

  /** Statements that answer only when they are cancelled. */
  void stall(Predicate<String> statements) {
    stalled = statements;
  }

  Snapshot catalog() {
    return catalog;
  }

  /** Somebody else's DDL. */
  void somebodyElse(Snapshot changed) {
    catalog = changed;
    revision++;
  }

  /** What was sent, but reads of the catalog. */
  List<String> sent() {
    return log.stream()
        .filter(sql -> !sql.startsWith("WITH scoped_schemas") && !sql.startsWith(FACTS))
        .toList();
  }

  /** All that was sent. */
  List<String> log() {
    return log;
  }

  /** The steps of the last plan that share a transaction. */
  List<Step> swaps() {
    return events.stream()
        .filter(Event.Planned.class::isInstance)
        .map(event -> ((Event.Planned) event).plan().steps())
        .reduce((first, last) -> last)
        .orElseThrow()
        .stream()
        .filter(Step::transactional)
        .toList();
  }

  List<Event> events() {
    return events;
  }

  @Override
  public void on(Event event) {
    events.add(event);
    if (event instanceof Event.Planned planned) {
      learn(planned.plan());
    }
  }

  private void learn(Plan plan) {
    plan.steps().forEach(this::learn);
  }

  /** What a statement does that no plan tells. */
  void learn(Step step) {
    known.put(step.sql(), step);
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public String description() {
    return "fake server";
  }

  @Override
  public void close() {
    try {
      DriverManager.deregisterDriver(driver);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One session. */
  private final class Session implements FakeDriver.Session {
    private @Nullable List<Step> transaction;
    private long base = -1;
    private boolean lost;

    private final CountDownLatch cancelled = new CountDownLatch(1);

    @Override
    public void cancel() {
      cancelled.countDown();
    }

    @Override
    public List<String[]> send(String sql) throws SQLException {
      if (lost) {
        throw gone();
      }
      if (stalled.test(sql)) {
        log.add(sql);
        awaitCancel();
      }
      synchronized (FakeMaterialize.this) {
        log.add(sql);
        try {
          interceptor.at(sql, Moment.BEFORE);
          List<String[]> rows = answer(sql);
          interceptor.at(sql, Moment.AFTER);
          return rows;
        } catch (SQLException e) {
          lost = "08006".equals(e.getSQLState());
          throw e;
        }
      }
    }

    private void awaitCancel() throws SQLException {
      try {
        if (!cancelled.await(1, TimeUnit.MINUTES)) {
          throw new IllegalStateException("nobody cancelled it");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new SQLException("ERROR: canceling statement due to user request", "57014");
    }

    private List<String[]> answer(String sql) throws SQLException {
      if (sql.startsWith("WITH scoped_schemas")) {
        return new CatalogRows(catalog).all();
      }
      if (sql.startsWith("SELECT o.id, o.name FROM mz_internal.mz_comments")) {
        return new CatalogRows(catalog).commented(sql);
      }
      if (sql.startsWith("SELECT occurred_at")) {
        return promotedAt == null ? List.of() : List.<String[]>of(new String[] {promotedAt});
      }
      if (sql.startsWith("SELECT u.id, coalesce(r.name")) {
        return subscriptions;
      }
      if (sql.startsWith(FACTS)) {
        return new CatalogRows(catalog).facts();
      }
      if (sql.startsWith("FETCH ")) {
        return progress.hydration(catalog);
      }
      if (sql.startsWith("SELECT name, type, nullable ")) {
        return List.<String[]>of(new String[] {"iata", "text", "f"});
      }
      if (sql.startsWith("SELECT 'hydrated'") || sql.startsWith("SELECT 'source'")) {
        return progress.hydration(catalog).stream()
            .map(row -> Arrays.copyOfRange(row, 2, 6))
            .toList();
      }
      if (sql.startsWith("SELECT event_type")) {
        return List.<String[]>of(
            new String[] {"create", "schema", "{\"name\":\"other\"}", "ann", "2026-11-25 13:00"});
      }
      if (sql.startsWith("SELECT o.id, d.name, s.name, o.name, r.referenced_object_id FROM")) {
        return new CatalogRows(catalog).named(sql);
      }
      if (CatalogRows.asksWhatStands(sql)) {
        return new CatalogRows(catalog).standing(sql);
      }
      if (sql.startsWith("EXPLAIN VALUE SCHEMA")) {
        throw new SQLException("EXPLAIN SCHEMA is only available for sinks with Avro", "XX000");
      }
      if (sql.startsWith("SELECT turn FROM")) {
        return List.<String[]>of(new String[] {"as read"});
      }
      if (sql.startsWith("SELECT mz_now()")) {
        return progress.now();
      }
      if (sql.startsWith("SELECT f.object_id, f.write_frontier")) {
        return progress.frontiersOfSinks(catalog);
      }
      if (sql.startsWith("WITH old_rows")) {
        return List.of(count("old"), count("new"));
      }
      if (sql.startsWith("SELECT s.id, st.status")) {
        return progress.statusesOfSinks(catalog);
      }
      switch (sql) {
        case "BEGIN" -> {
          transaction = new ArrayList<>();
          base = -1;
        }
        case "ROLLBACK" -> transaction = null;
        case "COMMIT" -> commit();
        default -> change(sql);
      }
      return List.of();
    }

    private static String[] count(String side) {
      return new String[] {"1", side, "1", null, null, null};
    }

    private void commit() throws SQLException {
      List<Step> steps = transaction == null ? List.of() : transaction;
      transaction = null;
      if (base >= 0 && base != revision) {
        throw conflict();
      }
      steps.forEach(step -> catalog = step.after(catalog));
      revision++;
    }

    private void change(String sql) throws SQLException {
      if (sql.matches("(?s)(DECLARE |SET |SELECT max\\(|SELECT 1 FROM ).*")) {
        return;
      }
      if (sql.startsWith("CREATE TEMPORARY VIEW ")) {
        revision++;
        return;
      }
      Step step = known.get(untold(sql));
      if (step == null) {
        throw new SQLException("not planned: " + sql, "XX000");
      }
      if (step instanceof DropStep drop && step.after(catalog).equals(catalog)) {
        throw new SQLException("ERROR: unknown " + drop.target().sql(), "XX000");
      }
      if (transaction == null) {
        catalog = step.after(catalog);
        revision++;
        return;
      }
      if (base < 0) {
        base = revision;
      } else if (base != revision) {
        throw conflict();
      }
      transaction.add(step);
    }

    private SQLException conflict() {
      return new SQLException(
          "ERROR: another session modified the catalog while this DDL transaction was open",
          "40001");
    }
  }

  /** As a plan shows it. */
  private static String untold(String sql) {
    return TOKEN.matcher(sql).replaceAll("<new>").replace("'as read'", "'<as read>'");
  }
}
