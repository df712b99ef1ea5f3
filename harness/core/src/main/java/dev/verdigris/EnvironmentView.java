package dev.verdigris;

import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Health;
import dev.verdigris.catalog.HealthReader;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.execute.ReadSession;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import dev.verdigris.execute.SinkKeys;
import dev.verdigris.gate.Findings;
import dev.verdigris.plan.KeyedSink;
import dev.verdigris.project.SqlLexer;
import dev.verdigris.project.SqlToken;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What green and blue have in common: names that people use, looked up by the ids of one snapshot.
 *
 * @param catalog the environment in the catalog
 * @param searchPath what unqualified names mean, as configured
 * @param sessions where connections come from
 * @param brokers where topics are
 * @param findings what a validation tells beside its result
 */
record EnvironmentView(
    EnvironmentCatalog catalog,
    List<String> searchPath,
    Sessions sessions,
    Brokers brokers,
    Findings findings)
    implements Relation.Origin {

  private static final Set<String> TIME_FUNCTIONS = Set.of("mz_now", "mz_logical_timestamp");

  EnvironmentView reportingTo(Findings others) {
    return new EnvironmentView(catalog, searchPath, sessions, brokers, others);
  }

  Environment environment() {
    return label().equals("green") ? new Green(this) : new Blue(this);
  }

  @Override
  public String label() {
    return catalog.environment();
  }

  private Snapshot snapshot() {
    return catalog.snapshot();
  }

  private Map<String, String> schemas() {
    return catalog.schemas();
  }

  private Map<String, String> clusters() {
    return catalog.clusters();
  }

  @Override
  public Connection connection() {
    Connection connection = sessions.connection(label());
    try (Statement statement = connection.createStatement()) {
      for (String setting : settings()) {
        statement.execute(setting);
      }
      return connection;
    } catch (SQLException e) {
      try {
        connection.close();
      } catch (SQLException closing) {
        e.addSuppressed(closing);
      }
      throw EnvironmentProblems.noConnection(label(), e).exception(e);
    }
  }

  @Override
  public ReadSession session() {
    try {
      return sessions.reads().lend(label(), firstCluster().orElse(""), settings());
    } catch (SQLException e) {
      throw EnvironmentProblems.noConnection(label(), e).exception(e);
    }
  }

  @Override
  public ReadSession sessionApart() {
    try {
      return sessions.reads().apart(label(), firstCluster().orElse(""), settings());
    } catch (SQLException e) {
      throw EnvironmentProblems.noConnection(label(), e).exception(e);
    }
  }

  private Optional<String> firstCluster() {
    return clusters().keySet().stream().findFirst().map(this::cluster);
  }

  /** What makes a new connection read this environment. */
  private List<String> settings() {
    List<String> settings = new ArrayList<>();
    firstCluster()
        .ifPresent(cluster -> settings.add("SET cluster = " + Identifiers.quote(cluster)));
    settings.add("SET database = " + Identifiers.quote(snapshot().database()));
    settings.add(
        "SET search_path = "
            + searchPathNames().stream().map(Identifiers::quote).collect(Collectors.joining(", ")));
    return settings;
  }

  @Override
  public boolean movesWithTime(String id) {
    Set<String> seen = new HashSet<>();
    Deque<String> left = new ArrayDeque<>(List.of(id));
    while (!left.isEmpty()) {
      String next = left.pop();
      Optional<Item> item = seen.add(next) ? snapshot().item(next) : Optional.empty();
      if (item.isPresent()) {
        if (asksForTheTime(item.get().definition())) {
          return true;
        }
        left.addAll(item.get().dependsOn());
      }
    }
    return false;
  }

  /** A stored definition has the function's name in quotes. */
  private static boolean asksForTheTime(String definition) {
    List<SqlToken> tokens = SqlLexer.tokens(definition);
    for (int i = 0; i + 1 < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      if (token.isIdentifier()
          && TIME_FUNCTIONS.contains(token.value())
          && tokens.get(i + 1).isSymbol("(")) {
        return true;
      }
    }
    return false;
  }

  private List<String> searchPathNames() {
    List<String> configured = searchPath.isEmpty() ? List.copyOf(schemas().keySet()) : searchPath;
    return configured.stream()
        .map(name -> schemas().containsKey(name) ? schema(name) : name)
        .toList();
  }

  Relation relation(String name) {
    return find(name)
        .orElseThrow(
            () ->
                EnvironmentProblems.noRelation(
                        label(), name, relations().stream().map(Relation::name).toList())
                    .exception());
  }

  private Optional<Relation> find(String name) {
    for (Map.Entry<String, String> entry : schemas().entrySet()) {
      String prefix = entry.getKey() + ".";
      if (name.startsWith(prefix)) {
        Optional<Item> item =
            snapshot().itemNamed(entry.getValue(), name.substring(prefix.length()));
        if (item.isPresent() && item.get().kind().isRelation()) {
          return item.map(found -> relation(entry.getKey(), found));
        }
      }
    }
    return outside(name);
  }

  /** A relation that is not deployed is the same in both environments. */
  private Optional<Relation> outside(String name) {
    for (Schema schema : snapshot().schemas().values()) {
      boolean here = schema.database().equals(snapshot().database());
      if (here && !schemas().containsKey(schema.name()) && name.startsWith(schema.name() + ".")) {
        Optional<Item> item =
            snapshot().itemNamed(schema.id(), name.substring(schema.name().length() + 1));
        if (item.isPresent() && item.get().kind().isRelation()) {
          return item.map(found -> relation(schema.name(), found));
        }
      }
    }
    return Optional.empty();
  }

  List<Relation> relations() {
    List<Relation> relations = new ArrayList<>();
    schemas()
        .forEach(
            (name, id) ->
                snapshot().itemsIn(id).stream()
                    .filter(item -> item.kind().isRelation())
                    .map(item -> relation(name, item))
                    .forEach(relations::add));
    relations.sort(Comparator.comparing(Relation::name));
    return relations;
  }

  private Relation relation(String schema, Item item) {
    return relation(item, schema + "." + item.name());
  }

  private Relation relation(Item item, String name) {
    List<Column> columns = item.columns().isEmpty() ? columnsOf(item) : item.columns();
    return new Relation(this, name, item.id(), item.kind(), snapshot().sqlName(item), columns);
  }

  private List<Column> columnsOf(Item item) {
    try (Session session = sessions.open("columns")) {
      return CatalogReader.columns(session, item.id());
    } catch (SQLException e) {
      throw EnvironmentProblems.noConnection(label(), e).exception(e);
    }
  }

  String schema(String name) {
    return Optional.ofNullable(schemas().get(name))
        .flatMap(snapshot()::schema)
        .map(Schema::name)
        .orElseThrow(
            () -> EnvironmentProblems.noSchema(label(), name, schemas().keySet()).exception());
  }

  String cluster(String name) {
    return Optional.ofNullable(clusters().get(name))
        .flatMap(snapshot()::cluster)
        .map(cluster -> cluster.name())
        .orElseThrow(
            () -> EnvironmentProblems.noCluster(label(), name, clusters().keySet()).exception());
  }

  Sink sink(String name) {
    List<Sink> sinks = sinks();
    return sinks.stream()
        .filter(sink -> sink.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                EnvironmentProblems.noSink(name, sinks.stream().map(Sink::name).toList())
                    .exception());
  }

  List<Sink> sinks() {
    return catalog.sinks().stream().map(item -> new Sink(this, item)).toList();
  }

  /** The relation that a sink reads in this environment. */
  Optional<Relation> readBy(Item sink) {
    return catalog
        .readBy(sink)
        .flatMap(catalog::counterpart)
        .map(item -> relation(item, catalog.name(item)));
  }

  Optional<Relation> readNowBy(Item sink) {
    return catalog.readBy(sink).map(item -> relation(item, catalog.name(item)));
  }

  Optional<String> unprovenKey(Item sink) {
    Optional<KeyedSink> asked =
        catalog
            .readBy(sink)
            .flatMap(catalog::counterpart)
            .flatMap(
                relation -> KeyedSink.of(snapshot(), sink, relation, "sink " + catalog.name(sink)));
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    try (Session session = sessions.open("keys")) {
      return SinkKeys.unproven(session, asked.get());
    } catch (SQLException e) {
      throw EnvironmentProblems.noConnection(label(), e).exception(e);
    }
  }

  List<URI> brokers(Item sink) {
    try {
      return brokers.of(sink.dependsOn());
    } catch (SQLException e) {
      throw EnvironmentProblems.noConnection(label(), e).exception(e);
    }
  }

  Health health() {
    try (Session session = sessions.open("health")) {
      return HealthReader.read(session, catalog.question());
    } catch (SQLException e) {
      throw EnvironmentProblems.noConnection(label(), e).exception(e);
    }
  }
}
