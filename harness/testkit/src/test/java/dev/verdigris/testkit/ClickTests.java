package dev.verdigris.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One validation by itself in a process of its own, as a click in an IDE starts it. */
class ClickTests {
  private static final Path DATA = Flights.newData();

  @TempDir private Path directory = Path.of("unset");

  @Test
  void aClickBuildsGreenOnceAndAgainWhenModelsChange() throws Exception {
    TestProject project = Flights.on(DATA, directory, "click");

    assertThat(click("SEA 3, SFO 0"))
        .contains("reads(Green) SUCCESSFUL")
        .contains("{verdigris.attached=next on local engine at ");
    String green = schemaId(project);
    assertThat(project.state().kind()).isEqualTo(Kind.BUILT);

    assertThat(click("SEA 3, SFO 0")).contains("reads(Green) SUCCESSFUL");
    assertThat(click("SEA 4, SFO 0")).contains("reads(Green) FAILED");
    assertThat(schemaId(project)).isEqualTo(green);
    List<List<String>> relation = delays(project);

    project.model(
        "click/delays.sql",
        "CREATE MATERIALIZED VIEW delays AS SELECT iata, delay + 1 AS delay FROM"
            + " click_raw.flights;");
    assertThat(click("SEA 4, SFO -1")).contains("reads(Green) SUCCESSFUL");
    assertThat(delays(project)).isNotEqualTo(relation);
    assertThat(project.query("SELECT count(*) FROM mz_schemas WHERE name = 'click'"))
        .as("production keeps its name, and nothing was promoted")
        .isEqualTo(List.of(List.of("1")));
    assertThat(project.state().kind()).isEqualTo(Kind.BUILT);
  }

  @Test
  void aClickWithoutAProjectAbortsWithASentence() throws Exception {
    assertThat(click("")).contains("Clicked ABORTED there is no deployment to validate: run the");
  }

  private static String schemaId(TestProject project) {
    return project.query("SELECT id FROM mz_schemas WHERE name = 'click_next'").toString();
  }

  private static List<List<String>> delays(TestProject project) {
    return project.query(
        "SELECT r.id FROM mz_relations r JOIN mz_schemas s ON s.id = r.schema_id"
            + " WHERE s.name = 'click_next' AND r.name = 'delays'");
  }

  private String click(String rows) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dverdigris.test.rows=" + rows,
                "-cp",
                System.getProperty("java.class.path"),
                ClickTestCase.class.getName(),
                directory.toString(),
                DATA.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }
}
