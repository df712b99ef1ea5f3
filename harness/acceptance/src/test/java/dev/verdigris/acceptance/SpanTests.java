package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Settings;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one deployment spans: schemas of one database among several, with the same names elsewhere;
 * two schemas on one cluster and one schema on two; names that need their quotes everywhere.
 */
class SpanTests {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final TestServer server = TestServer.shared();
  private final String tag =
      Long.toString(ProcessHandle.current().pid(), 36)
          + Long.toString(System.nanoTime() & 0xFFFFFF, 36)
          + COUNT.incrementAndGet();
  private final String database = "Data-\"Base\" " + tag;
  private final String one = "On Time " + tag;
  private final String two = "ünter.wegs " + tag;
  private final String big = "Big \"C\" " + tag;
  private final String small = "small-c " + tag;
  private Path directory;

  @BeforeEach
  void createProduction(@TempDir Path given) throws Exception {
    directory = given;
    server.execute(
        "CREATE DATABASE " + quoted(database),
        "CREATE SCHEMA " + name(database, "raw"),
        "CREATE SCHEMA " + name(database, one),
        "CREATE SCHEMA " + name(database, two),
        "CREATE SCHEMA " + name("materialize", one),
        "CREATE CLUSTER " + quoted(big) + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
        "CREATE CLUSTER " + quoted(small) + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
        "CREATE TABLE " + name(database, "raw", "T") + " (\"Id\" int NOT NULL)",
        "INSERT INTO " + name(database, "raw", "T") + " VALUES (1), (2)",
        view(one, "By \"Id\"", big, "1"),
        view(one, "small", small, "1"),
        view(two, "By \"Id\"", big, "1"),
        "CREATE VIEW " + name("materialize", one, "By \"Id\"") + " AS SELECT 'theirs' AS whose");
    server.permit("database", database);
    model(one, "By \"Id\"", big);
    model(one, "small", small);
    model(two, "By \"Id\"", big);
  }

  @AfterEach
  void dropProduction() throws SQLException {
    TestServer system = server.asSystem();
    system.execute(
        "DROP DATABASE IF EXISTS " + quoted(database) + " CASCADE",
        "DROP SCHEMA IF EXISTS " + name("materialize", one) + " CASCADE");
    for (List<String> cluster :
        server.query("SELECT name FROM mz_clusters WHERE name LIKE '%" + tag + "%'")) {
      system.execute("DROP CLUSTER " + quoted(cluster.get(0)) + " CASCADE");
    }
  }

  @Test
  void theWholeWayForthBackAndForthAgain() throws Exception {
    DeploymentConfig config = config("pr_17");
    Runs.promoted(config, server, new Recorder());
    assertThat(values()).containsOnly(List.of("2"));
    assertTheirsIsUntouched();
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      run.rollback();
      assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
      assertThat(values()).containsOnly(List.of("1"));
      assertThatThrownBy(run::run).hasMessageStartingWith("VG-5550 CONFLICT");
      run.cleanup();
      assertThat(run.state().kind()).isEqualTo(Kind.ABSENT);
    }
    DeploymentConfig next = config("pr_18");
    Runs.promoted(next, server, new Recorder());
    assertThat(values()).containsOnly(List.of("2"));
    String reader = name("materialize", one, "late reader");
    server.execute(
        "CREATE VIEW "
            + reader
            + " AS SELECT * FROM "
            + name(database, two + "_pr_18", "By \"Id\""));
    try (DeploymentRun run = DeploymentRun.open(next, server, new Recorder())) {
      assertThatThrownBy(run::cleanup)
          .hasMessageStartingWith("VG-5209 CONFLICT")
          .hasMessageContaining("view materialize." + one + ".late reader, owner ");
      server.execute("DROP VIEW " + reader);
      run.cleanup();
      assertThat(run.state().kind()).isEqualTo(Kind.GONE);
    }
    assertTheirsIsUntouched();
    assertThat(server.query("SELECT name FROM mz_schemas WHERE name LIKE '%" + tag + "%'"))
        .containsExactlyInAnyOrder(List.of(one), List.of(two), List.of(one));
    assertThat(server.query("SELECT name FROM mz_clusters WHERE name LIKE '%" + tag + "%'"))
        .containsExactlyInAnyOrder(List.of(big), List.of(small));
  }

  private List<List<String>> values() throws SQLException {
    return server.query(
        "SELECT DISTINCT v FROM (SELECT v FROM "
            + name(database, one, "By \"Id\"")
            + " UNION ALL SELECT v FROM "
            + name(database, one, "small")
            + " UNION ALL SELECT v FROM "
            + name(database, two, "By \"Id\"")
            + ") AS x");
  }

  private void assertTheirsIsUntouched() throws SQLException {
    assertThat(server.query("SELECT * FROM " + name("materialize", one, "By \"Id\"")))
        .isEqualTo(List.of(List.of("theirs")));
  }

  private String view(String schema, String view, String cluster, String value) {
    return "CREATE MATERIALIZED VIEW "
        + name(database, schema, view)
        + " IN CLUSTER "
        + quoted(cluster)
        + " AS SELECT \"Id\", "
        + value
        + " AS v FROM "
        + name(database, "raw", "T");
  }

  private void model(String schema, String view, String cluster) throws IOException {
    Path file = directory.resolve("models").resolve(schema).resolve(view + ".sql");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "CREATE MATERIALIZED VIEW "
            + quoted(view)
            + " IN CLUSTER "
            + quoted(cluster)
            + " AS SELECT \"Id\", 2 AS v FROM raw.\"T\";\n");
  }

  private DeploymentConfig config(String deployment) throws IOException {
    Path file = directory.resolve("verdigris.yaml");
    Files.writeString(
        file,
        """
        deployment: %s
        database: '%s'
        schemas: ['%s', '%s']
        clusters: ['%s', '%s']
        models:
          directory: models
        """
            .formatted(deployment, database, one, two, big, small));
    return DeploymentConfig.load(file, Settings.none());
  }

  private static String name(String... parts) {
    StringBuilder name = new StringBuilder();
    for (String part : parts) {
      name.append(name.length() == 0 ? "" : ".").append(quoted(part));
    }
    return name.toString();
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
