package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.testkit.DeploymentResults;
import dev.verdigris.testkit.DeploymentTestKit;
import dev.verdigris.testkit.TestProject;
import dev.verdigris.validations.DefaultValidationTestCase.Extending;
import dev.verdigris.validations.DefaultValidationTestCase.WithOwn;
import dev.verdigris.validations.DefaultValidationTestCase.WithoutOwn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The validations that every deployment runs beside the user's, in real deployments. */
class DefaultValidationTests {
  @TempDir private Path directory;
  private Landscape landscape;
  private TestProject project;

  @BeforeEach
  void produce() throws IOException, SQLException {
    assumeTrue(SharedServer.engine().isPresent(), "the kit runs on the local engine");
    landscape = Landscape.planned(directory, Landscape.models());
    project = TestProject.in(directory, SharedServer.data());
  }

  @AfterEach
  void close() throws SQLException {
    if (landscape != null) {
      landscape.close();
    }
  }

  private DeploymentTestKit kit(Class<?> deployment) {
    return DeploymentTestKit.of(deployment, project)
        .with("verdigris.url", SharedServer.get().url());
  }

  private static Map<String, Outcome> outcomes(DeploymentResults results) {
    Map<String, Outcome> outcomes = new TreeMap<>();
    Verdict verdict = results.verdict().orElseThrow(() -> new AssertionError(results.console()));
    for (Executed one : verdict.evidence().executed()) {
      if (one.byDefault()) {
        outcomes.put(one.name().replaceFirst("^DefaultValidation\\.", ""), one.outcome());
      }
    }
    return outcomes;
  }

  private static Map<String, Outcome> others(DeploymentResults results) {
    Map<String, Outcome> outcomes = outcomes(results);
    outcomes.values().removeIf(Outcome.PASS::equals);
    return outcomes;
  }

  @Test
  void a_legitimate_change_passes_with_warnings_at_most() throws IOException {
    Map<String, String> models = Landscape.models();
    models.put(
        "delays",
        "CREATE MATERIALIZED VIEW delays AS SELECT origin AS iata, count(*) AS flights,"
            + " sum(greatest(delay, 0)) AS delay, max(delay) AS worst FROM NAME_raw.flights"
            + " GROUP BY origin;\nCREATE INDEX delays_iata ON delays (iata);\n");
    models.put("by_delay", "CREATE VIEW by_delay AS SELECT delay FROM delays;\n");
    landscape.write(models);
    DeploymentResults results = kit(WithOwn.class).validate();
    assertThat(results.green()).as(results.console()).isTrue();
    assertThat(outcomes(results)).hasSize(15);
    assertThat(others(results))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "objectsAreThere", Outcome.WARN,
                "columnsKeepTheirTypes", Outcome.WARN,
                "sinksKeepTheirContracts", Outcome.WARN));
    assertThat(landscape.anonymous(messages(results)))
        .contains("added     NAME.by_delay, view")
        .contains("added     NAME.delays.worst, integer");
  }

  private static String messages(DeploymentResults results) {
    return results.verdict().orElseThrow().evidence().executed().stream()
        .map(Executed::message)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void what_readers_would_notice_blocks_unless_the_configuration_says_otherwise()
      throws IOException, SQLException {
    Map<String, String> models = Landscape.models();
    models.put(
        "delays",
        "CREATE MATERIALIZED VIEW delays AS SELECT origin AS iata, delay::text AS flights"
            + " FROM NAME_raw.flights;\n");
    models.remove("board");
    landscape.write(models);
    DeploymentResults results = kit(WithOwn.class).promote();
    assertThat(results.green()).isFalse();
    assertThat(results.state().kind()).isEqualTo(DeploymentState.Kind.BUILT);
    assertThat(others(results))
        .as(results.console())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "objectsAreThere", Outcome.FAIL,
                "columnsKeepTheirTypes", Outcome.FAIL,
                "rowCountsAreLikeBlue", Outcome.WARN,
                "configurationIsThatOfBlue", Outcome.WARN,
                "sinksKeepTheirContracts", Outcome.FAIL));
    DeploymentResults lenient =
        kit(WithOwn.class)
            .with("verdigris.gate.off", "DefaultValidation.objectsAreThere")
            .with("verdigris.gate.warn", "DefaultValidation.columnsKeepTheirTypes")
            .with(
                "verdigris.gate.waivers",
                "DefaultValidation.sinksKeepTheirContracts until 2999-12-31 by anna: agreed")
            .validate();
    assertThat(lenient.green()).as(lenient.console()).isTrue();
    assertThat(others(lenient))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "objectsAreThere", Outcome.SKIPPED,
                "columnsKeepTheirTypes", Outcome.WARN,
                "rowCountsAreLikeBlue", Outcome.WARN,
                "configurationIsThatOfBlue", Outcome.WARN,
                "sinksKeepTheirContracts", Outcome.WAIVED));
    assertThat(messages(lenient))
        .contains(
            "VG-3802 WARNING  ",
            "VG-3102 WARNING  ",
            "VG-3824 WARNING  ",
            "VG-3820 WAIVED  ",
            "state     a warning, which keeps nothing from being promoted",
            "state     waived, which keeps nothing from being promoted until 2999-12-31")
        .doesNotContain("GATE FAILED", "nothing was promoted");
  }

  @Test
  void classes_to_extend_are_plain_validations() throws IOException {
    Path contracts = Files.createDirectories(directory.resolve("contracts"));
    Files.writeString(
        contracts.resolve("board.yaml"),
        landscape.named("consumer: board\nrelations: {NAME.board: {iata: text, on_time: bool}}\n"));
    Files.writeString(
        contracts.resolve("report.yml"),
        landscape.named("consumer: report\nrelations: {NAME.delays: {flights: int8}}\n"));
    DeploymentResults equal = kit(Extending.class).validate();
    assertThat(own(equal)).as(equal.console()).hasSize(8);
    assertThat(own(equal).values()).containsOnly(Outcome.PASS);

    Map<String, String> models = Landscape.models();
    models.put(
        "delays",
        "CREATE MATERIALIZED VIEW delays AS SELECT origin AS iata, max(delay) AS delay,"
            + " count(*)::text AS flights FROM NAME_raw.flights GROUP BY origin;\n");
    landscape.write(models);
    Files.delete(contracts.resolve("board.yaml"));
    DeploymentResults changed = kit(Extending.class).validate();
    assertThat(own(changed))
        .as(changed.console())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Schema.objectsAreThoseOfBlue",
                Outcome.PASS,
                "Schema.columnsAreCompatible",
                Outcome.FAIL,
                "Schema.rightsAreThoseOfBlue",
                Outcome.PASS,
                "Contracts.contractIsKept",
                Outcome.PASS,
                "Contracts.contractIsKept report.yml",
                Outcome.FAIL,
                "Topics.sinkKeepsItsContract",
                Outcome.PASS,
                landscape.named("Topics.sinkKeepsItsContract NAME_sinks.delays"),
                Outcome.FAIL));
  }

  private static Map<String, Outcome> own(DeploymentResults results) {
    Map<String, Outcome> outcomes = new TreeMap<>();
    for (Executed one : results.verdict().orElseThrow().evidence().executed()) {
      if (!one.byDefault()) {
        outcomes.put(one.name(), one.outcome());
      }
    }
    return outcomes;
  }

  @Test
  void alone_they_promote_nothing() {
    DeploymentResults results =
        kit(WithoutOwn.class).with("verdigris.gate.acceptedSkips", "Off.isOff").promote();
    assertThat(results.green()).isFalse();
    assertThat(others(results)).isEmpty();
    assertThat(results.state().kind()).isEqualTo(DeploymentState.Kind.BUILT);
    assertThat(results.console()).contains("none of your own validations ran to its end");
  }
}
