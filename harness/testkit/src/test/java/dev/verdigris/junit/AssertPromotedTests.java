package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.gate.PromotionRecord;
import dev.verdigris.junit.DeploymentsTestCase.AllPass;
import dev.verdigris.junit.DeploymentsTestCase.OneFails;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssertPromotedTests {
  private static final Instant BEGAN = Instant.parse("2026-11-25T10:00:00Z");
  private static final long BUILD = 815;

  private final AssertPromoted check = new AssertPromoted(BEGAN, BUILD);

  @Test
  void takesARecordOfAProcessThatTheBuildStarted() {
    PromotionRecord ours = record(AllPass.class, BEGAN.plusSeconds(1), 4711, 4710, BUILD, 1);
    PromotionRecord older = record(AllPass.class, BEGAN.minusSeconds(1), 4000, BUILD);

    assertThat(check.ours(AllPass.class, List.of(older, ours))).isEqualTo(ours);
  }

  @Test
  void takesNoRecordFromBeforeTheBuild() {
    assertThatThrownBy(
            () ->
                check.ours(
                    AllPass.class, List.of(record(AllPass.class, BEGAN.minusSeconds(1), BUILD))))
        .hasMessage(
            message(
                "the last promotion is of 2026-11-25T09:59:59Z, and this build began at"
                    + " 2026-11-25T10:00:00Z"));
  }

  @Test
  void takesNoRecordOfABuildBeside() {
    assertThatThrownBy(
            () ->
                check.ours(
                    AllPass.class, List.of(record(AllPass.class, BEGAN.plusSeconds(1), 4711, 1))))
        .hasMessage(
            message(
                "the promotion of 2026-11-25T10:00:01Z was made by process 4711, which this build"
                    + " (process 815) did not start"));
  }

  @Test
  void takesNoRecordOfAnotherDeploymentClass() {
    assertThatThrownBy(
            () ->
                check.ours(
                    AllPass.class, List.of(record(OneFails.class, BEGAN.plusSeconds(1), BUILD))))
        .hasMessage(message("no record of a promotion"));
  }

  private static String message(String found) {
    return """
    VG-3650 NOT PROMOTED  this build was asked to promote AllPass and did not promote it
      found     %s
      state     this build promoted nothing; what is in production stays as it was
      next      run it without -DskipITs, -DskipTests, -Dmaven.test.skip, -Dit.test and \
    -Dmaven.test.failure.ignore;
                the failsafe plugin has to run AllPass before assert-promoted\
    """
        .formatted(found);
  }

  @Test
  void failsWhereNoDeploymentClassWasCompiled(@TempDir Path directory) {
    Path classes = directory.resolve("test-classes");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int exitCode =
        check.run(classes, List.of(), new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(exitCode).isEqualTo(3);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            VG-3651 NOT PROMOTED  this build was asked to promote and has no @Deployment class
              looked in %s, for compiled classes with @dev.verdigris.junit.Deployment
              state     this build promoted nothing; what is in production stays as it was
              next      write one, src/test/java/com/example/ProductionDeployment.java:
                        @Deployment class ProductionDeployment {}
                        beside its @Validation classes, and let the failsafe plugin include it;
                        where there is one, run without -Dmaven.test.skip, or take assert-promoted out of this module
            """
                .formatted(classes));
  }

  @Test
  void refusesANameThatIsNoDeploymentClass(@TempDir Path directory) {
    for (String name : List.of("com.example.Absent", String.class.getName())) {
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      int exitCode =
          check.run(
              directory, List.of(name), new PrintStream(printed, true, StandardCharsets.UTF_8));

      assertThat(exitCode).isEqualTo(2);
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .isEqualTo(
              """
              VG-2650 CONFIGURATION  assert-promoted names %s, which is no @Deployment class
                looked in %s
                state     not known: what this build promoted was not looked for; verdigris status tells
                next      name the class as Java does, with its package, in <deployments>
              """
                  .formatted(name, directory));
    }
  }

  /** It mentions the annotation, as class files do, and is none. */
  @Test
  void failsWhereADeploymentClassDoesNotLoad(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("Ship.class"), "Ldev/verdigris/junit/Deployment;");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int exitCode =
        check.run(directory, List.of(), new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(exitCode).isEqualTo(3);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            VG-3652 NOT PROMOTED  deployment class Ship cannot be loaded, so nothing tells that it was promoted
              cause     java.lang.ClassNotFoundException: Ship
              state     not known: what this build promoted was not looked for; verdigris status tells
              next      compile everything again: mvn clean verify -Pdeploy
            """);
  }

  @Test
  void findsTheDeploymentClassesOfADirectory() throws Exception {
    Path classes =
        Path.of(AllPass.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    assertThat(DeploymentClasses.in(classes, List.of())).contains(AllPass.class, OneFails.class);
    assertThat(DeploymentClasses.in(classes, List.of())).doesNotContain(AssertPromotedTests.class);
  }

  @Test
  void writesAndReadsARecord(@TempDir Path directory) {
    PromotionRecord record = record(AllPass.class, BEGAN, 4711, BUILD);
    record.write(PromotionRecord.file(directory.resolve("verdicts"), record.deployment()));

    assertThat(PromotionRecord.readAll(directory.resolve("verdicts"))).containsExactly(record);
    assertThat(PromotionRecord.readAll(directory.resolve("absent"))).isEmpty();
  }

  @Test
  void namesThisProcessAndItsParents() {
    assertThat(PromotionRecord.thisProcess())
        .startsWith(ProcessHandle.current().pid())
        .contains(ProcessHandle.current().parent().orElseThrow().pid());
  }

  private static PromotionRecord record(Class<?> deployment, Instant at, long... processes) {
    return new PromotionRecord(
        deployment.getName(),
        "pr_17",
        at,
        java.util.Arrays.stream(processes).boxed().toList(),
        new PromotionRecord.Place(null, "/data"),
        "materialize",
        List.of(new PromotionRecord.Carrier("schema", "flights", "u7")));
  }
}
