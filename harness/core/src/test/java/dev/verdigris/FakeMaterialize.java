package dev.verdigris;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DropStep;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Step;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server of which only the catalog exists: it applies the steps that it was told of to a
 * snapshot, with Materialize's rules for transactions of swaps, and can go away at any statement.
 */
final class FakeMaterialize implements Server, DeploymentListener {
  private static final Map<String, String> LETTERS =
      Map.of("USAGE", "U", "CREATE", "C", "SELECT", "r");

  /** What a plan does not know of the statements about a switch. */
  private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** One kind of what is asked whether it still stands. */
  private static final Pattern STANDING =
      Pattern.compile(
          "SELECT '(item|schema|cluster)'::text, id FROM \\S+ WHERE id IN (\\([^)]*\\))");

  /** What preflight asks beside the snapshot. */
  private static final String FACTS = "SELECT 'setting'";

  private final String url = "jdbc:fake:" + UUID.randomUUID();
  private final Driver driver = new FakeDriver();
  private final Map<String, Step> known = new HashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private Interceptor interceptor = (sql, moment) -> {};
  private boolean hydrates = true;
  private String[] source = {};
  private boolean sinksMove = true;
  private boolean sinksRun = true;
  private String @Nullable [] frontiers;
  private @Nullable String promotedAt;
  private Predicate<String> stalled = sql -> false;
  private final List<String[]> subscriptions = new CopyOnWriteArrayList<>();
  private Snapshot catalog;
  private long revision;
  private long frontier;

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

  /** From now on nothing hydrates any more. */
  void neverHydrate() {
    hydrates = false;
  }

  /** What one source reports from now on. */
  void sourceIs(String id, String status, String error) {
    source = new String[] {"1", "1", "source", id, error, status};
  }

  /** From now on no sink moves on any more, and each says why. */
  void stallSinks() {
    sinks(false, false);
  }

  /** What sinks tell from now on: that they run, and frontiers that move on. */
  void sinks(boolean run, boolean move) {
    sinksRun = run;
    sinksMove = move;
  }

  /**
   * The frontiers that every look at sinks finds from now on, one second after the time 1764000000:
   * empty for one that is NULL, null for one that is not told.
   */
  void frontiers(@Nullable String ofSinks, @Nullable String ofRelations) {
    frontiers = new String[] {ofSinks, ofRelations};
  }

  /** The next look at sinks finds no frontier of theirs, as when the server was just started. */
  void forgetFrontiers() {
    frontier = -1;
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
  private final class Session {
    private @Nullable List<Step> transaction;
    private long base = -1;
    private boolean lost;

    private final CountDownLatch cancelled = new CountDownLatch(1);

    void cancel() {
      cancelled.countDown();
    }

    List<String[]> send(String sql) throws SQLException {
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
        return rows();
      }
      if (sql.startsWith("SELECT o.id, o.name FROM mz_internal.mz_comments")) {
        return commented(sql);
      }
      if (sql.startsWith("SELECT occurred_at")) {
        return promotedAt == null ? List.of() : List.<String[]>of(new String[] {promotedAt});
      }
      if (sql.startsWith("SELECT u.id, coalesce(r.name")) {
        return subscriptions;
      }
      if (sql.startsWith(FACTS)) {
        return facts();
      }
      if (sql.startsWith("FETCH ")) {
        return hydrated();
      }
      if (sql.startsWith("SELECT name, type, nullable ")) {
        return List.<String[]>of(new String[] {"iata", "text", "f"});
      }
      if (sql.startsWith("SELECT 'hydrated'") || sql.startsWith("SELECT 'source'")) {
        return hydrated().stream().map(row -> Arrays.copyOfRange(row, 2, 6)).toList();
      }
      if (sql.startsWith("SELECT event_type")) {
        return List.<String[]>of(
            new String[] {"create", "schema", "{\"name\":\"other\"}", "ann", "2026-11-25 13:00"});
      }
      if (sql.startsWith("SELECT o.id, d.name, s.name, o.name, r.referenced_object_id FROM")) {
        return named(sql);
      }
      if (STANDING.matcher(sql).lookingAt()) {
        return standing(sql);
      }
      if (sql.startsWith("EXPLAIN VALUE SCHEMA")) {
        throw new SQLException("EXPLAIN SCHEMA is only available for sinks with Avro", "XX000");
      }
      if (sql.startsWith("SELECT turn FROM")) {
        return List.<String[]>of(new String[] {"as read"});
      }
      if (sql.startsWith("SELECT mz_now()")) {
        return List.<String[]>of(new String[] {String.valueOf(frontier), "1"});
      }
      if (sql.startsWith("SELECT f.object_id, f.write_frontier")) {
        String now = String.valueOf(++frontier);
        return catalog.items().values().stream()
            .filter(item -> item.kind() == ObjectKind.SINK)
            .map(item -> new String[] {item.id(), now})
            .toList();
      }
      if (sql.startsWith("WITH old_rows")) {
        return List.of(count("old"), count("new"));
      }
      if (sql.startsWith("SELECT s.id, st.status")) {
        frontier += sinksMove ? 1 : 0;
        String status = sinksRun ? "running" : "stalled";
        String error = sinksRun ? null : "kafka: broker is away";
        String now = String.valueOf(frontier);
        return catalog.items().values().stream()
            .filter(item -> item.kind() == ObjectKind.SINK)
            .map(
                item ->
                    frontiers == null
                        ? new String[] {item.id(), status, error, now, now, now}
                        : new String[] {
                          item.id(), status, error, frontiers[0], frontiers[1], "1764000001000"
                        })
            .toList();
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

  /** The names of the objects whose ids stand in a query, and what each of them depends on. */
  private List<String[]> named(String sql) {
    return catalog.items().values().stream()
        .filter(item -> sql.contains("'" + item.id() + "'"))
        .flatMap(
            item ->
                item.dependsOn().stream()
                    .map(
                        id ->
                            new String[] {
                              item.id(),
                              "materialize",
                              catalog.schema(item.schemaId()).orElseThrow().name(),
                              item.name(),
                              id
                            }))
        .toList();
  }

  /** What is still there of the ids that stand in a query, by kind. */
  private List<String[]> standing(String sql) {
    List<String[]> rows = new ArrayList<>();
    Matcher branch = STANDING.matcher(sql);
    while (branch.find()) {
      Set<String> ids =
          switch (branch.group(1)) {
            case "item" -> catalog.items().keySet();
            case "schema" -> catalog.schemas().keySet();
            default -> catalog.clusters().keySet();
          };
      ids.stream()
          .filter(id -> branch.group(2).contains("'" + id + "'"))
          .forEach(id -> rows.add(new String[] {branch.group(1), id}));
    }
    return rows;
  }

  /** As a plan shows it. */
  private static String untold(String sql) {
    return TOKEN.matcher(sql).replaceAll("<new>").replace("'as read'", "'<as read>'");
  }

  private List<String[]> commented(String sql) {
    String text =
        sql.substring(sql.indexOf("c.comment = '") + 13, sql.length() - 1).replace("''", "'");
    List<String[]> rows = new ArrayList<>();
    if (sql.contains("'schema'")) {
      catalog.schemas().values().stream()
          .filter(schema -> schema.comment().equals(text))
          .forEach(schema -> rows.add(new String[] {schema.id(), schema.name()}));
    } else {
      catalog.clusters().values().stream()
          .filter(cluster -> cluster.comment().equals(text))
          .forEach(cluster -> rows.add(new String[] {cluster.id(), cluster.name()}));
    }
    return rows;
  }

  private List<String[]> hydrated() {
    List<String[]> rows = new ArrayList<>();
    if (source.length > 0) {
      rows.add(source);
    }
    for (Cluster cluster : catalog.clusters().values()) {
      cluster
          .replicas()
          .forEach(
              replica ->
                  rows.add(new String[] {"1", "1", "placed", cluster.id(), replica.id(), null}));
    }
    for (Item item : catalog.items().values()) {
      catalog
          .cluster(item.clusterId())
          .ifPresent(
              cluster -> {
                cluster
                    .replicas()
                    .forEach(
                        replica ->
                            rows.add(
                                new String[] {
                                  "1",
                                  hydrates ? "1" : "0",
                                  "hydrated",
                                  item.id(),
                                  replica.id(),
                                  hydrates ? "t" : "f"
                                }));
                rows.add(new String[] {"1", "1", "lag", item.id(), null, "0"});
              });
    }
    return rows;
  }

  /** Rights are checked; our role may make schemas and clusters. */
  private List<String[]> facts() {
    List<String[]> rows = new ArrayList<>();
    add(rows, "setting", "enable_rbac_checks", "on");
    add(rows, "setting", "max_clusters", "25");
    add(rows, "database", "s1", "{u:" + catalog.role() + "=UC/s1}");
    add(rows, "system", "u:" + catalog.role() + "=N/s1");
    add(rows, "role", "u:" + catalog.role(), catalog.role());
    return rows;
  }

  private List<String[]> rows() {
    List<String[]> rows = new ArrayList<>();
    add(rows, "session", catalog.role(), "f");
    TreeSet<String> roles = new TreeSet<>();
    catalog.schemas().values().forEach(s -> roles.addAll(names(s.owner(), s.grants())));
    catalog.clusters().values().forEach(c -> roles.addAll(names(c.owner(), c.grants())));
    catalog.items().values().forEach(i -> roles.addAll(names(i.owner(), i.grants())));
    roles.forEach(role -> add(rows, "role", "u:" + role, role));
    for (Schema s : catalog.schemas().values()) {
      add(rows, "schema", s.id(), s.name(), s.database(), "u:" + s.owner(), acl(s.grants()));
      comment(rows, s.id(), "schema", s.comment());
    }
    for (Cluster c : catalog.clusters().values()) {
      add(
          rows,
          "cluster",
          c.id(),
          c.name(),
          "u:" + c.owner(),
          acl(c.grants()),
          "t",
          c.options().size(),
          String.valueOf(c.options().replicationFactor()),
          "",
          "f",
          c.options().introspectionInterval());
      comment(rows, c.id(), "cluster", c.comment());
      c.replicas().forEach(r -> add(rows, "replica", r.id(), r.name(), c.id(), r.size(), ""));
    }
    for (Item i : catalog.items().values()) {
      add(
          rows,
          "object",
          i.id(),
          i.name(),
          i.schemaId(),
          i.kind().catalogName(),
          "u:" + i.owner(),
          i.clusterId(),
          acl(i.grants()));
      add(rows, "definition", i.id(), i.definition());
      for (int p = 1; p <= i.columns().size(); p++) {
        var column = i.columns().get(p - 1);
        add(rows, "column", i.id(), column.name(), String.valueOf(p), column.type(), "f");
      }
      if (i.columns().isEmpty() && i.kind().isRelation()) {
        add(rows, "column", i.id(), "iata", "1", "text", "f");
      }
      i.dependsOn().forEach(id -> add(rows, "dependency", i.id(), id));
      comment(rows, i.id(), i.kind().catalogName(), i.comment());
    }
    return rows;
  }

  private static SortedSet<String> names(String owner, SortedSet<Grant> grants) {
    SortedSet<String> names =
        grants.stream().map(Grant::grantee).collect(Collectors.toCollection(TreeSet::new));
    names.add(owner);
    return names;
  }

  private static String acl(SortedSet<Grant> grants) {
    Map<String, String> letters = new TreeMap<>();
    grants.forEach(g -> letters.merge(g.grantee(), LETTERS.get(g.privilege()), String::concat));
    return letters.entrySet().stream()
        .map(entry -> "u:" + entry.getKey() + "=" + entry.getValue() + "/u1")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static void comment(List<String[]> rows, String id, String kind, String text) {
    if (!text.isEmpty()) {
      add(rows, "comment", id, kind, "", text);
    }
  }

  private static void add(List<String[]> rows, String... values) {
    rows.add(Arrays.copyOf(values, 11));
  }

  /** Opens proxies that speak to a {@link Session}. */
  private final class FakeDriver implements Driver {
    @Override
    public @Nullable Connection connect(String address, Properties info) {
      if (!acceptsURL(address)) {
        return null;
      }
      Session session = new Session();
      return proxy(
          Connection.class,
          (proxy, method, arguments) ->
              method.getName().equals("createStatement") ? statement(session) : null);
    }

    @Override
    public boolean acceptsURL(String address) {
      return address.equals(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String address, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }

  private static Statement statement(Session session) {
    return proxy(
        Statement.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "execute" -> {
                session.send((String) arguments[0]);
                yield false;
              }
              case "executeUpdate" -> {
                session.send((String) arguments[0]);
                yield 1;
              }
              case "executeQuery" -> resultSet(session.send((String) arguments[0]));
              case "cancel" -> {
                session.cancel();
                yield null;
              }
              default -> null;
            });
  }

  private static ResultSet resultSet(List<String[]> rows) {
    int[] at = {-1};
    return proxy(
        ResultSet.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "next" -> ++at[0] < rows.size();
              case "getString" -> rows.get(at[0])[(Integer) arguments[0] - 1];
              case "getBoolean" -> "t".equals(rows.get(at[0])[(Integer) arguments[0] - 1]);
              case "getLong" -> Long.valueOf(rows.get(at[0])[(Integer) arguments[0] - 1]);
              default -> null;
            });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
