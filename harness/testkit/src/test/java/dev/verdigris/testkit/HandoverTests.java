package dev.verdigris.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Settings;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.testkit.DeploymentsTestCase.OneTest;
import dev.verdigris.testkit.DeploymentsTestCase.Whole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Validated in one job and promoted in another: another directory, no state of the first, and the
 * verdict's file alone; and what makes the verdict void in between.
 */
class HandoverTests {
  private static final Path DATA = Flights.newData();

  @TempDir private Path first = Path.of("unset");
  @TempDir private Path second = Path.of("unset");

  /** The file of a deployment that was validated in the first directory. */
  private Path validated(TestProject project) {
    DeploymentResults results = DeploymentTestKit.of(Whole.class, project).validate();
    assertThat(results.green()).as(results.console()).isTrue();
    return BuildFiles.of(results.config()).verdict(results.config().deployment());
  }

  /** Promotes in the second directory, with nothing but a file of the first. */
  private void promote(TestProject project, Path verdict, Map<String, String> settings)
      throws IOException {
    Path config = second.resolve(DeploymentConfig.FILE_NAME);
    Files.copy(project.directory().resolve(DeploymentConfig.FILE_NAME), config);
    Path carried = Files.copy(verdict, second.resolve("carried.json"));
    Map<String, String> all = new HashMap<>(project.settings());
    all.putAll(settings);
    DeploymentConfig there =
        DeploymentConfig.load(config, Settings.none().withOverrides(Map.copyOf(all)));
    try (DeploymentRun run = DeploymentRun.open(there, project.server(), DeploymentListener.NONE)) {
      run.promote(Verdict.read(carried));
    }
  }

  @Test
  void theFileAlonePromotes() throws IOException {
    TestProject project = Flights.on(DATA, first, "h_alone");
    promote(project, validated(project), Map.of());

    assertThat(project.state().kind()).isEqualTo(Kind.PROMOTED);
  }

  @Test
  void anotherCommitThanTheFilesDoesNotPromote() throws IOException {
    TestProject project = Flights.on(DATA, first, "h_commit");
    Path verdict = validated(project);

    assertThatThrownBy(() -> promote(project, verdict, Map.of("verdigris.commit", "beef000")))
        .hasMessageStartingWith(
            "VG-5314 CONFLICT  the verdict on deployment next is not about commit beef000\n");
    assertThat(project.state().kind()).isEqualTo(Kind.VALIDATED);
  }

  @Test
  void anOldFileDoesNotPromote() throws IOException {
    TestProject project = Flights.on(DATA, first, "h_age");
    Path verdict = validated(project);

    assertThatThrownBy(() -> promote(project, verdict, Map.of("verdigris.gate.maximumAge", "1ms")))
        .hasMessageStartingWith("VG-5315 CONFLICT  the verdict on deployment next is older");
  }

  @Test
  void aFileThatWasForgedWithItsDigestDoesNotPromote() throws IOException {
    TestProject project = Flights.on(DATA, first, "h_forged");
    Verdict good = Verdict.read(validated(project));
    Path forged = first.resolve("forged.json");
    new Verdict(good.fingerprint(), good.evidence().withVersions(Map.of("server", "v0")), true)
        .write(forged);

    assertThatThrownBy(() -> promote(project, forged, Map.of()))
        .hasMessageStartingWith("VG-5313 CONFLICT  green of deployment next holds another verdict");
  }

  @Test
  void aForeignChangeOfGreenOrBlueMakesItVoid() throws IOException {
    for (String environment : new String[] {"h_void", "h_void_next"}) {
      Files.deleteIfExists(second.resolve(DeploymentConfig.FILE_NAME));
      Files.deleteIfExists(second.resolve("carried.json"));
      TestProject project =
          environment.equals("h_void") ? Flights.on(DATA, first, "h_void") : again();
      Path verdict = validated(project);
      project.production("CREATE VIEW " + environment + ".foreign_one AS SELECT 1 AS one");

      assertThatThrownBy(() -> promote(project, verdict, Map.of()))
          .hasMessageStartingWith(
              "VG-5312 CONFLICT  green or blue of deployment next is no longer what was"
                  + " validated\n")
          .hasMessageContaining(": view foreign_one (");
      project.production("DROP VIEW " + environment + ".foreign_one");
    }
  }

  private TestProject again() {
    return TestProject.in(first, DATA);
  }

  @Test
  void aReplicaMoreMakesItVoid() throws IOException {
    TestProject project = Flights.on(DATA, first, "h_replica");
    Path verdict = validated(project);
    project.production("ALTER CLUSTER h_replica SET (REPLICATION FACTOR 2)");

    assertThatThrownBy(() -> promote(project, verdict, Map.of()))
        .hasMessageStartingWith("VG-5312 CONFLICT")
        .hasMessageContaining("blue: cluster ")
        .hasMessageContaining(" was replicationFactor=1; is replicationFactor=2\n");
  }

  @Test
  void fewerTestsThanProductionHasDoNotPromoteUnlessTheirNumberIsAccepted() {
    TestProject project = Flights.on(DATA, first, "h_fewer");
    assertThat(DeploymentTestKit.of(Whole.class, project).promote().green()).isTrue();

    DeploymentTestKit later =
        DeploymentTestKit.of(OneTest.class, project).with("verdigris.deployment", "later");
    DeploymentResults validated = later.validate();
    assertThat(validated.green()).isTrue();
    assertThat(validated.console())
        .contains("1 of 1 passed, but: deployment later was validated by 1 test, the one in");

    DeploymentResults refused = later.promote();
    assertThat(refused.green()).isFalse();
    assertThat(refused.node("promote").message())
        .startsWith(
            "VG-3302 GATE FAILED  deployment later was validated by 1 test, the one in production"
                + " by 2\n");
    assertThat(refused.runState().map(state -> state.promotion().name())).contains("NOT_PROMOTED");

    assertThat(later.with("verdigris.gate.acceptedTests", "1").promote().green()).isTrue();
  }
}
