package dev.verdigris.plan;

import dev.verdigris.DeploymentConfig.ClusterSize;
import dev.verdigris.DeploymentConfig.Creation;
import dev.verdigris.DeploymentName;
import dev.verdigris.SourcePosition;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.DefaultPrivilege;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.project.GreenStatement;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A production of random shape: one to four schemas, none to three clusters, names that need their
 * quotes, views over views in other schemas, sinks that read what is deployed, some of them to be
 * reconciled, and sinks that do not, same-named schemas of another database; and versions of its
 * models.
 */
final class RandomEstate {
  private static final List<String> NAMES =
      List.of("flights", "Flights", "on time", "a\"b", "über", "c.d", "x_y", "SELECT", "5pm");
  private static final String DATABASE = "Mixed DB";
  private static final GreenStatement.Origin NOWHERE =
      offset -> {
        throw new UnsupportedOperationException("no file behind offset " + offset);
      };

  private final Random random;
  private final List<String> schemas;
  private final List<String> clusters;
  private final List<Item> blue = new ArrayList<>();
  private final Set<String> read = new HashSet<>();
  private final Map<String, SinkDecision> decided = new HashMap<>();
  private final List<ProjectSink> files = new ArrayList<>();
  private Snapshot production =
      new Snapshot(
          DATABASE,
          Catalogs.ROLE,
          Set.of(Catalogs.ROLE),
          false,
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of());
  private int ids = 100;

  RandomEstate(Random random) {
    this.random = random;
    this.schemas = names(1 + random.nextInt(4));
    this.clusters = names(random.nextInt(4));
    surroundings();
    for (String name : clusters) {
      production = production.with(cluster(id(), name));
    }
    for (String name : schemas) {
      String comment = random.nextBoolean() ? "what the 'boards' read" : "";
      Schema schema =
          new Schema(id(), DATABASE, name, owner(), grants("USAGE", random.nextInt(3)), comment);
      production = production.with(schema);
      if (random.nextInt(3) == 0) {
        production =
            production.withDefaults(
                schema.id(),
                List.of(new DefaultPrivilege(Grant.PUBLIC, "table", "dashboard", "SELECT")));
      }
      relations(schema);
    }
    sinks();
  }

  /** What somebody else has beside it; none of it may ever change. */
  private void surroundings() {
    production =
        production
            .with(new Schema("u1", DATABASE, "raw", "ann", new TreeSet<>(), ""))
            .with(new Schema("u2", DATABASE, "sinks", "ann", new TreeSet<>(), ""))
            .with(cluster("u3", "sink cluster"))
            .with(item("u4", "u1", "source", ObjectKind.TABLE, "", Set.of()))
            .with(item("u5", "u2", "other", ObjectKind.SINK, "u3", Set.of("u4")));
    for (String name : schemas) {
      production =
          production.with(new Schema(id(), "elsewhere", name, "ann", new TreeSet<>(), "theirs"));
    }
  }

  private void relations(Schema schema) {
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      boolean materialized = !clusters.isEmpty() && random.nextInt(3) > 0;
      Set<String> reads = new HashSet<>(Set.of("u4"));
      if (!blue.isEmpty() && random.nextBoolean()) {
        reads.add(any(blue).id());
      }
      Item relation =
          item(
                  id(),
                  schema.id(),
                  "rel " + i,
                  materialized ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW,
                  materialized ? clusterId() : "",
                  reads)
              .withComment(random.nextBoolean() ? "rows" : "")
              .withGrants(grants("SELECT", random.nextInt(3)))
              .withOwner(owner());
      blue.add(relation);
      production = production.with(relation);
      if (!clusters.isEmpty() && random.nextInt(3) == 0) {
        production =
            production.with(
                item(
                    id(),
                    schema.id(),
                    "idx " + i,
                    ObjectKind.INDEX,
                    clusterId(),
                    Set.of(relation.id())));
      }
    }
  }

  private void sinks() {
    List<Item> exportable =
        blue.stream().filter(item -> item.kind() == ObjectKind.MATERIALIZED_VIEW).toList();
    int count = exportable.isEmpty() ? 0 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Item from = any(exportable);
      read.add(from.id());
      Item sink = item(id(), "u2", "sink " + i, ObjectKind.SINK, "u3", Set.of(from.id()));
      if (random.nextInt(3) == 0) {
        production = production.with(sink);
        continue;
      }
      Item keyed = keyed(sink);
      production = production.with(keyed);
      if (random.nextInt(4) > 0) {
        files.add(file(keyed, any(exportable)));
      }
    }
  }

  /** The project's file of a sink; in most cases it names another relation. */
  private ProjectSink file(Item sink, Item from) {
    read.add(from.id());
    String sql = sink.definition();
    return new ProjectSink(
        new QualifiedName(DATABASE, "sinks", sink.name()),
        new QualifiedName(
            DATABASE, production.schema(from.schemaId()).orElseThrow().name(), from.name()),
        "sink cluster",
        List.of(),
        sql,
        SourcePosition.of("models/sinks/" + sink.name() + ".sql", sql, 0));
  }

  /** One that can pass over a transition; in three of four cases somebody decided so. */
  private Item keyed(Item sink) {
    if (random.nextInt(4) > 0) {
      decided.put("sinks." + sink.name(), SinkDecision.reconciled());
    }
    return new Item(
        sink.id(),
        sink.schemaId(),
        sink.name(),
        sink.kind(),
        sink.owner(),
        sink.clusterId(),
        sink.grants(),
        sink.comment(),
        sink.columnComments(),
        sink.columns(),
        "CREATE SINK s FROM r INTO KAFKA CONNECTION k (TOPIC 't') KEY (iata) FORMAT JSON ENVELOPE "
            + any(List.of("UPSERT", "DEBEZIUM")),
        sink.dependsOn());
  }

  /** What was decided about the sinks. */
  SinkWays ways() {
    return SinkWays.NONE.withDecisions(new SinkDecisions(decided));
  }

  /** The sinks that have files. */
  ProjectSinks files() {
    return new ProjectSinks(files);
  }

  Snapshot production() {
    return production;
  }

  /** The same without what is deployed and what reads it: nothing was ever deployed. */
  Snapshot beforeAnything() {
    Snapshot empty = production;
    for (Item item : production.items().values()) {
      boolean deployed = blue.contains(item) || item.kind() == ObjectKind.INDEX;
      if (deployed || (item.kind() == ObjectKind.SINK && !item.id().equals("u5"))) {
        empty = empty.withoutItem(item.id());
      }
    }
    for (String name : schemas) {
      empty = empty.withoutSchema(schema(name).id());
    }
    for (String name : clusters) {
      empty = empty.withoutCluster(production.clusterNamed(name).orElseThrow().id());
    }
    return empty;
  }

  /** What a first deployment may make. */
  Creation creation() {
    return new Creation(
        true,
        clusters.stream().collect(Collectors.toMap(n -> n, n -> new ClusterSize("100cc", 2))));
  }

  Scope scope(String deployment) {
    return new Scope(new DeploymentName(deployment), DATABASE, schemas, clusters);
  }

  /**
   * The models of one version for one deployment: what sinks read is always there, the rest comes
   * and goes.
   */
  List<PlannedModel> models(int version, Scope scope) {
    Random choice = new Random(random.nextLong());
    List<PlannedModel> models = new ArrayList<>();
    for (Item item : blue) {
      if (read.contains(item.id()) || choice.nextInt(5) > 0) {
        models.add(model(item, version, scope, models, choice));
      }
    }
    if (choice.nextBoolean()) {
      Item more =
          item("none", schema(schemas.get(0)).id(), "more", ObjectKind.VIEW, "", Set.of("u4"));
      models.add(model(more, version, scope, models, choice));
    }
    return models;
  }

  /** The same models and one more, in the last schema: nothing of the others changes. */
  List<PlannedModel> more(List<PlannedModel> before, Scope scope) {
    String schema = schemas.get(schemas.size() - 1);
    Item added = item("none", schema(schema).id(), "added", ObjectKind.VIEW, "", Set.of("u4"));
    List<PlannedModel> models = new ArrayList<>(before);
    models.add(model(added, 2, scope, before, new Random(random.nextLong())));
    return models;
  }

  private PlannedModel model(
      Item item, int version, Scope scope, List<PlannedModel> before, Random choice) {
    String schema = production.schema(item.schemaId()).orElseThrow().name();
    Set<QualifiedName> reads = new HashSet<>();
    if (!before.isEmpty() && choice.nextInt(3) == 0) {
      PlannedModel other = before.get(choice.nextInt(before.size()));
      reads.add(new QualifiedName(DATABASE, other.schema(), other.name()));
    }
    String green = Identifiers.qualified(DATABASE, scope.green(schema), item.name());
    boolean materialized = item.kind() == ObjectKind.MATERIALIZED_VIEW;
    String cluster = clusters.isEmpty() ? "" : clusters.get(choice.nextInt(clusters.size()));
    List<GreenStatement> statements = new ArrayList<>();
    statements.add(
        new GreenStatement.Create(
            "CREATE " + item.kind().sql() + " " + green + " AS SELECT " + version,
            materialized ? scope.green(cluster) : null,
            NOWHERE));
    if (!clusters.isEmpty() && choice.nextInt(3) == 0) {
      statements.add(
          new GreenStatement.Index(
              "CREATE INDEX \"ix " + item.name() + "\" ON " + green + " (a)",
              "ix " + item.name(),
              scope.green(cluster),
              "(a)",
              NOWHERE));
    }
    if (choice.nextBoolean()) {
      statements.add(
          new GreenStatement.Comment("COMMENT ON " + green, null, null, "v" + version, NOWHERE));
    }
    if (choice.nextInt(4) == 0) {
      statements.add(
          new GreenStatement.Grant(
              "GRANT SELECT ON " + green, List.of("SELECT"), List.of("analyst"), NOWHERE));
    }
    String digest = choice.nextInt(3) == 0 ? "v" + version : "always";
    return new PlannedModel(schema, item.name(), item.kind(), digest, reads, statements);
  }

  private Schema schema(String name) {
    return production.schemaNamed(name).orElseThrow();
  }

  private List<String> names(int count) {
    List<String> names = new ArrayList<>();
    while (names.size() < count) {
      String name = any(NAMES);
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private String clusterId() {
    return production.clusterNamed(any(clusters)).orElseThrow().id();
  }

  private Cluster cluster(String id, String name) {
    return new Cluster(
        id,
        name,
        owner(),
        grants("USAGE", random.nextInt(2)),
        "",
        ClusterOptions.managed("25cc", 1),
        List.of(new Replica(id, "r1", "25cc", "")));
  }

  private static Item item(
      String id, String schemaId, String name, ObjectKind kind, String cluster, Set<String> reads) {
    return Catalogs.item(id, schemaId, name, kind, cluster, reads);
  }

  private static SortedSet<Grant> grants(String privilege, int count) {
    TreeSet<Grant> grants = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      grants.add(new Grant(i == 0 ? "dashboard" : "Ann B", privilege));
    }
    return grants;
  }

  private String owner() {
    return random.nextInt(4) == 0 ? "team" : Catalogs.ROLE;
  }

  private String id() {
    return "u" + ids++;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
