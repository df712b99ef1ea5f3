package dev.verdigris.acceptance.rows;

import static dev.verdigris.catalog.Identifiers.quote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.acceptance.TestServer;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.testkit.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The sample as its users run it against a Materialize of theirs: by Maven, on a server that is
 * only an address and checks rights, as the role of {@code docs/least-privilege.sql}, while
 * production belongs to another. Run by {@code mvn verify -Pfull}; what every build runs so are the
 * rows of {@link GateRowsTests}.
 */
@EnabledIfSystemProperty(
    named = "verdigris.test.full",
    matches = "true",
    disabledReason = "three builds of the sample; run by mvn verify -Pfull")
class SampleAsDeployerTests {
  private static final Path SAMPLE = Path.of("../../sample-project").toAbsolutePath().normalize();
  private static final Path DIRECTORY = Path.of("target/sample-as-deployer").toAbsolutePath();

  @Test
  void validatesPromotesAndCleansUpWithTheLeastRights() throws Exception {
    LocalRepository.delete(DIRECTORY);
    Path project = DIRECTORY.resolve("sample");
    copy(project);
    Maven maven = new Maven(LocalRepository.create(DIRECTORY.resolve("repository")));
    try (LocalEngine engine = production()) {
      Roles roles = Roles.checked(engine.url(), engine.internalUrl(), TestServer.SCRIPT);
      for (String kind : List.of("DATABASE materialize", "CLUSTER quickstart")) {
        roles.system().execute("ALTER " + kind + " OWNER TO mz_system");
      }
      roles.system().execute("REASSIGN OWNED BY materialize TO " + quote(roles.owner().name()));
      roles.permit("sink_cluster", "sinks");
      String url = "-Dverdigris.url=" + roles.deployer().url();
      assertThat(build(maven, project, url, "verify", "-Prun"))
          .contains("not run: promotion was not asked for");
      assertThat(build(maven, project, url, "verify", "-Pdeploy,run"))
          .containsPattern("promote +[0-9.]+ s  done: ")
          .contains("this build promoted FlightsDeployment");
      assertThat(owners(roles))
          .as("production keeps its owner, and what is new gets it")
          .contains("flights.delay_by_state materialized-view " + roles.owner().name())
          .allMatch(one -> one.endsWith(" " + roles.owner().name()));
      assertThat(
              build(
                  maven,
                  project,
                  url,
                  "verify",
                  "-Pdeploy,run",
                  "-Dverdigris.promote.keepBlue=false"))
          .contains("deployment early_arrivals is in production already")
          .containsPattern("cleanup +[0-9.]+ s  done: ");
      assertThat(query(roles, "SELECT name FROM mz_schemas WHERE name LIKE '%early_arrivals%'"))
          .as("nothing of the deployment is left")
          .isEmpty();
    }
  }

  private static LocalEngine production() {
    Path seeds = SAMPLE.resolve("production");
    return LocalEngine.builder()
        .seed(Stream.of("tables.sql", "flights.sql", "sinks.sql").map(seeds::resolve).toList())
        .dataDirectory(DIRECTORY.resolve("engine"))
        .start();
  }

  private static String build(Maven maven, Path project, String... arguments) {
    Path log = project.resolve("build.log");
    Maven.Ended ended = maven.end(maven.start(project, log, List.of(arguments)), log);
    assertThat(ended.exitCode()).as(ended.log()).isZero();
    return ended.log();
  }

  /** What production is made of, each with its owner. */
  private static List<String> owners(Roles roles) throws SQLException {
    return query(
        roles,
        "SELECT s.name || '.' || o.name || ' ' || o.type || ' ' || r.name FROM mz_objects AS o JOIN"
            + " mz_schemas AS s ON s.id = o.schema_id JOIN mz_roles AS r ON r.id = o.owner_id"
            + " WHERE s.name IN ('flights', 'raw', 'sinks') ORDER BY 1");
  }

  private static List<String> query(Roles roles, String sql) throws SQLException {
    try (Connection connection = roles.owner().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private static void copy(Path to) throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = SAMPLE.relativize(file);
        if (!relative.startsWith("target")) {
          Path copied = to.resolve(relative);
          Files.createDirectories(copied.getParent());
          Files.copy(file, copied);
        }
      }
    }
  }
}
