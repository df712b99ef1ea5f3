package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A project, a production with one sink on a {@link FakeMaterialize}, and the way through the
 * phases.
 */
abstract class DeploymentRunFixture {
  private static final String ROLE = "deployer";

  @TempDir Path directory;
  FakeMaterialize server = new FakeMaterialize(production());

  @BeforeEach
  void writeProject() throws IOException {
    write(
        "verdigris.yaml",
        """
        deployment: pr_17
        database: materialize
        schemas: [flights]
        clusters: [compute]
        models:
          directory: models
          cluster: compute
          search_path: [flights, raw]
        await:
          timeout: 2s
        promote:
          retries: 3
        """);
    write(
        "models/flights/delays.sql",
        """
        CREATE MATERIALIZED VIEW delays AS SELECT iata, avg(delay) AS d FROM raw.flights GROUP BY iata;
        CREATE INDEX ON delays (iata);
        COMMENT ON MATERIALIZED VIEW delays IS 'average delay';
        """);
    write("models/flights/board.sql", "CREATE VIEW board AS SELECT iata FROM delays;\n");
  }

  @AfterEach
  void close() {
    server.close();
  }

  Snapshot endOf() {
    try (DeploymentRun run = open()) {
      promote(run);
    }
    return server.catalog();
  }

  void renew() {
    server.close();
    server = new FakeMaterialize(production());
  }

  static void promote(DeploymentRun run) {
    run.init();
    run.run();
    run.await();
    run.promote(validate(run));
  }

  static Verdict validate(DeploymentRun run) {
    return validate(run, Duration.ofSeconds(1));
  }

  /** Another verdict, since it was given at another time. */
  static Verdict validate(DeploymentRun run, Duration took) {
    Fingerprint before = run.fingerprint();
    // By the clock: a verdict that is too old does not promote.
    Instant begun = Instant.now().minusSeconds(60);
    return run.conclude(
        before,
        new Evidence(
            "pr_17",
            "",
            begun,
            begun.plus(took),
            List.of("one"),
            List.of(new Executed("one", "one", Outcome.PASS, Duration.ofMillis(5), ""))));
  }

  DeploymentRun open() {
    return DeploymentRun.open(config(), server, server);
  }

  static FakeMaterialize.Interceptor failing(String statement, SQLException failure) {
    return (sql, at) -> {
      if (sql.startsWith(statement) && at == Moment.BEFORE) {
        throw failure;
      }
    };
  }

  /** As the driver makes it of what a server says. */
  static SQLException refusal(String state, String message, String hint) {
    String fields = "SERROR\0C" + state + "\0M" + message + "\0";
    return new PSQLException(
        new ServerErrorMessage(fields + (hint.isEmpty() ? "" : "H" + hint + "\0") + "\0"));
  }

  DeploymentRun open(Map<String, String> settings) {
    return DeploymentRun.open(
        DeploymentConfig.load(
            directory.resolve("verdigris.yaml"), Settings.none().withOverrides(settings)),
        server,
        server);
  }

  static void fails(ThrowingCallable phase, String message) {
    assertThatExceptionOfType(VerdigrisException.class).isThrownBy(phase).withMessage(message);
  }

  static String refused(ThrowingCallable phase) {
    return String.valueOf(
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(phase)
            .actual()
            .getMessage());
  }

  /** Without one nothing tells which of a sink's records replaces which. */
  void giveTheSinkAKey() {
    server.somebodyElse(server.catalog().with(keyedSink("u107", "delays")));
  }

  /** Beside the sink that reads {@code flights.delays} there is a second one. */
  void twoSinks() {
    server.somebodyElse(
        server.catalog().with(keyedSink("u107", "delays")).with(keyedSink("u108", "other")));
  }

  /** The first of two. */
  void oneIsReconciled() throws IOException {
    twoSinks();
    decide("sinks: {sinks.delays: reconciled}\n");
  }

  /** Instead of what was decided before. */
  void decide(String sinks) throws IOException {
    Path file = directory.resolve("verdigris.yaml");
    Files.writeString(file, Files.readString(file).replaceAll("(?m)^sinks: .*\n", "") + sinks);
  }

  boolean readsOld(String sink) {
    return server.catalog().item(sink).orElseThrow().dependsOn().contains("u102");
  }

  boolean noTransitionStands() {
    return server.catalog().schemas().values().stream()
        .noneMatch(schema -> schema.name().endsWith("_transition"));
  }

  /** A sink that reads {@code flights.delays} and whose key the server insists on. */
  static Item keyedSink(String id, String name) {
    return new Item(
        id,
        "u12",
        name,
        ObjectKind.SINK,
        ROLE,
        "u3",
        new TreeSet<>(),
        "",
        Map.of(),
        List.of(),
        "CREATE SINK \"materialize\".\"sinks\".\""
            + name
            + "\" IN CLUSTER [u3] FROM [u102 AS \"materialize\".\"flights\".\"delays\"] INTO KAFKA"
            + " CONNECTION [u106 AS \"materialize\".\"sinks\".\"kafka\"] (TOPIC = '"
            + name
            + "') KEY (\"iata\") FORMAT JSON ENVELOPE UPSERT",
        Set.of("u102"));
  }

  DeploymentConfig config() {
    return DeploymentConfig.load(directory.resolve("verdigris.yaml"), Settings.none());
  }

  void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Markers hold the time at which they were made. */
  static Snapshot withoutMarkers(Snapshot snapshot) {
    Snapshot result = snapshot;
    for (Schema s : snapshot.schemas().values()) {
      result =
          result.with(
              new Schema(
                  s.id(), s.database(), s.name(), s.owner(), s.grants(), s.marker().userText()));
    }
    for (Cluster c : snapshot.clusters().values()) {
      result =
          result.with(
              new Cluster(
                  c.id(),
                  c.name(),
                  c.owner(),
                  c.grants(),
                  c.marker().userText(),
                  c.options(),
                  c.replicas()));
    }
    return result;
  }

  static Snapshot production() {
    return new Snapshot(
            "materialize", ROLE, Set.of(ROLE), false, Map.of(), Map.of(), Map.of(), Map.of())
        .with(schema("u10", "raw"))
        .with(schema("u11", "flights"))
        .with(schema("u12", "sinks"))
        .with(cluster("u2", "compute"))
        .with(cluster("u3", "sinks"))
        .with(item("u100", "u10", "flights", ObjectKind.TABLE, "", Set.of()))
        .with(item("u102", "u11", "delays", ObjectKind.MATERIALIZED_VIEW, "u2", Set.of("u100")))
        .with(item("u106", "u12", "kafka", ObjectKind.CONNECTION, "", Set.of()))
        .with(item("u107", "u12", "delays", ObjectKind.SINK, "u3", Set.of("u102")));
  }

  static Schema schema(String id, String name) {
    TreeSet<Grant> grants = new TreeSet<>(Set.of(new Grant("dashboard", "USAGE")));
    return new Schema(id, "materialize", name, ROLE, grants, "");
  }

  private static Cluster cluster(String id, String name) {
    return new Cluster(
        id,
        name,
        ROLE,
        new TreeSet<>(),
        "",
        ClusterOptions.managed("25cc", 1),
        List.of(new Replica(id, "r1", "25cc", "")));
  }

  static Item item(
      String id,
      String schemaId,
      String name,
      ObjectKind kind,
      String clusterId,
      Set<String> dependsOn) {
    return new Item(
        id,
        schemaId,
        name,
        kind,
        ROLE,
        clusterId,
        new TreeSet<>(),
        "",
        Map.of(),
        kind.isRelation() ? List.of(new Column("iata", "text", false)) : List.of(),
        "CREATE",
        dependsOn);
  }
}
