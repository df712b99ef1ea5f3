package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.WorkingTree;
import dev.verdigris.junit.DeploymentsTestCase.AllPass;
import dev.verdigris.junit.DeploymentsTestCase.OneAborts;
import dev.verdigris.junit.OutcomesTestCase.Breaks;
import dev.verdigris.junit.OutcomesTestCase.Inconclusive;
import dev.verdigris.junit.OutcomesTestCase.InconclusiveTwice;
import dev.verdigris.junit.OutcomesTestCase.OwnBlocks;
import dev.verdigris.junit.OutcomesTestCase.SetUp;
import dev.verdigris.junit.OutcomesTestCase.ShowsAll;
import dev.verdigris.junit.OutcomesTestCase.SkipsOne;
import dev.verdigris.junit.OutcomesTestCase.Tells;
import dev.verdigris.junit.OutcomesTestCase.WaiverExpired;
import dev.verdigris.junit.OutcomesTestCase.WaiverOfNobody;
import dev.verdigris.junit.OutcomesTestCase.Waives;
import dev.verdigris.junit.OutcomesTestCase.Warns;
import dev.verdigris.junit.OutcomesTestCase.WarnsThenBreaks;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How outcomes look to JUnit, to the verdict and to people. */
class OutcomesTests {

  private static Evidence evidence(GateRun run) {
    return run.rollout
        .concluded()
        .evidence("pr_17", "", WorkingTree.CLEAN, Instant.EPOCH, Instant.EPOCH, new TreeMap<>());
  }

  private static GateRun gate(String lines) {
    GateRun run = new GateRun();
    run.rollout.gate = "gate:\n" + lines;
    return run;
  }

  @Test
  void aWarningEndsWellIsShownAndPromotes() {
    GateRun run = new GateRun().promoting(Warns.class);

    assertThat(run.promoted()).isTrue();
    assertThat(run.node("warns()")).isEqualTo("SUCCESSFUL");
    assertThat(run.entries()).contains("verdigris.outcome", "verdigris.message");
    assertThat(run.console())
        .contains("  validate         …  Warning.warns (warning): 3 rows differ\n");
    assertThat(evidence(run).executed())
        .extracting(Executed::name, Executed::outcome, Executed::message)
        .containsExactlyInAnyOrder(
            tuple("Warning.warns", Outcome.WARN, "3 rows differ\nmore of it"),
            tuple("Warning.holds", Outcome.PASS, ""));
  }

  @Test
  void aNameThatMeansNoValidationIsSaid() {
    GateRun run =
        gate("""
                  off: [Warning.holds]
                  warn: [Warning.warn]
                  accepted_skips: [Gone]
                  waivers: ["Warning.holds until 2999-12-31 by anna: it is known"]
                """)
            .promoting(Warns.class);

    assertThat(run.promoted()).isTrue();
    assertThat(run.console())
        .contains(
            "  validate         …  gate.off names Warning.holds, and no default validation is called"
                + " so\n",
            "  validate         …  gate.warn names Warning.warn, and no validation is called so;"
                + " did you mean Warning.warns?\n",
            "  validate         …  gate.accepted_skips names Gone, and no validation is called so\n")
        .doesNotContain("gate.waivers names");
  }

  @Test
  void aClassSaysItForAllKindsOfItsTests() {
    GateRun run = new GateRun().promoting(ShowsAll.class);

    assertThat(run.promoted()).as(run.console()).isTrue();
    assertThat(evidence(run).executed())
        .filteredOn(one -> one.outcome() == Outcome.WARN)
        .extracting(Executed::name)
        .containsExactlyInAnyOrder(
            "ShownClass.inItself",
            "ShownClass.parameterized case 2",
            "ShownClass.made dynamic",
            "Inside.nested");
  }

  @Test
  void aMethodsOwnSeverityWins() {
    assertThat(new GateRun().promoting(OwnBlocks.class).promoted()).isFalse();
  }

  @Test
  void aWaivedFailureEndsWellAndIsShownWithWhoAnswersForIt() {
    GateRun run = new GateRun().promoting(Waives.class);

    assertThat(run.promoted()).isTrue();
    assertThat(run.entries()).contains("verdigris.owner", "verdigris.reason", "verdigris.until");
    assertThat(run.console())
        .contains(
            "Waiving.isWaived (waived): waived by anna until 2999-12-31: the source repeats keys");
    assertThat(evidence(run).executed())
        .extracting(Executed::outcome)
        .containsExactly(Outcome.WAIVED);
  }

  @Test
  void anExpiredWaiverBlocksAndSaysSo() {
    GateRun run = new GateRun().promoting(WaiverExpired.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.message("wasWaived()"))
        .isEqualTo(
            """
            the waiver of anna ended on 2020-12-31 (the source repeats keys)
            3 rows differ
            more of it\
            """);
    assertThat(evidence(run).executed())
        .extracting(Executed::outcome)
        .containsExactly(Outcome.FAIL);
  }

  @Test
  void aWaiverThatNobodyAnswersForBlocks() {
    GateRun run = new GateRun().promoting(WaiverOfNobody.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.message("isNobodys()"))
        .startsWith("VG-2302 CONFIGURATION  a waiver has no owner\n");
  }

  @ParameterizedTest
  @ValueSource(classes = {Inconclusive.class, InconclusiveTwice.class})
  void whatIsInconclusiveFailsAndBlocks(Class<?> deployment) {
    GateRun run = new GateRun().promoting(deployment);

    assertThat(run.promoted()).isFalse();
    assertThat(run.green()).isFalse();
    assertThat(evidence(run).executed())
        .extracting(Executed::outcome)
        .containsExactly(Outcome.INCONCLUSIVE);
    assertThat(run.message("validate")).contains(" (inconclusive): ");
  }

  @Test
  void nothingMakesABrokenValidationLess() {
    GateRun run = new GateRun().promoting(Breaks.class);

    assertThat(run.promoted()).isFalse();
    assertThat(evidence(run).executed())
        .extracting(Executed::outcome)
        .containsExactly(Outcome.ERROR);
  }

  @Test
  void aSeverityIsOfTheTestAndNotOfItsSetUp() {
    assertThat(new GateRun().promoting(SetUp.class).promoted()).isFalse();
  }

  @Test
  void whatATestTellsStandsInTheVerdict() {
    GateRun run = new GateRun().promoting(Tells.class);

    assertThat(run.promoted()).isTrue();
    assertThat(evidence(run).executed())
        .extracting(Executed::name, Executed::outcome, Executed::message, Executed::readAt)
        .containsExactlyInAnyOrder(
            tuple(
                "Telling.tells",
                Outcome.WARN,
                "delays grew by 12 %",
                List.of("1764000123456", "1764000123999")),
            tuple(
                "Telling.waives",
                Outcome.WAIVED,
                "waived by anna until 2999-12-31: known\n3 keys are stale",
                List.of()));
  }

  @Test
  void aWarningDoesNotCoverALaterFailure() {
    GateRun run = new GateRun().promoting(WarnsThenBreaks.class);

    assertThat(run.promoted()).isFalse();
    assertThat(evidence(run).executed())
        .extracting(Executed::outcome)
        .containsExactly(Outcome.ERROR);
  }

  @Test
  void theConfigurationWarnsAndWaivesByName() {
    assertThat(
            evidence(gate("  warn: [Failing]\n").promoting(DeploymentsTestCase.OneFails.class))
                .executed())
        .extracting(Executed::outcome)
        .contains(Outcome.WARN)
        .doesNotContain(Outcome.FAIL);
    assertThat(
            evidence(
                    gate("  waivers: [\"Failing.fails until 2999-01-01 by bob: known\"]\n")
                        .promoting(DeploymentsTestCase.OneFails.class))
                .executed())
        .extracting(Executed::outcome)
        .contains(Outcome.WAIVED)
        .doesNotContain(Outcome.FAIL);
    assertThat(
            gate("  waivers: [\"Failing.fails until 2020-01-01 by bob: known\"]\n")
                .promoting(DeploymentsTestCase.OneFails.class)
                .promoted())
        .isFalse();
    assertThat(
            gate("  warn: [Failing.fail]\n")
                .promoting(DeploymentsTestCase.OneFails.class)
                .promoted())
        .isFalse();
  }

  @Test
  void aSkippedTestIsAcceptedByNameOnly() {
    GateRun accepted = gate("  accepted_skips: [Seasonal.summer]\n").promoting(SkipsOne.class);

    assertThat(accepted.promoted()).isTrue();
    assertThat(accepted.console()).contains("Seasonal.summer (disabled, accepted): summer only");
    assertThat(evidence(accepted).executed())
        .extracting(Executed::name, Executed::accepted)
        .contains(tuple("Seasonal.summer", true), tuple("Seasonal.always", false));
    assertThat(gate("  accepted_skips: [Seasonal.winter]\n").promoting(SkipsOne.class).promoted())
        .isFalse();
    assertThat(gate("  accepted_skips: [Aborting]\n").promoting(OneAborts.class).promoted())
        .isTrue();
  }

  @Test
  void whatIsAcceptedAloneValidatesNothing() {
    GateRun run =
        gate("  accepted_skips: [Seasonal]\n")
            .with("junit.jupiter.conditions.deactivate", "none")
            .promoting(OnlySkipped.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.message("validate"))
        .isEqualTo(
            """
            VG-9620 NOTHING VALIDATED  none of 1 validations ran to its end
              not run   Asleep.sleeps (disabled): for now
              state     nothing was promoted; green stays up
              next      run the whole suite: without a filter, and with at least one test enabled\
            """);
  }

  @Validation
  static class Asleep {
    @Test
    @org.junit.jupiter.api.Disabled("for now")
    void sleeps() {}
  }

  @Deployment(validations = Asleep.class)
  static class OnlySkipped {}

  @Test
  void defaultValidationsRunBesideAndAloneValidateNothing(@TempDir Path directory)
      throws Exception {
    GateRun warned = byDefault(gate("  warn: [Always.sinksRun]\n"), AllPass.class, directory);
    assertThat(warned.promoted()).as(warned.console()).isTrue();
    assertThat(evidence(warned).executed())
        .filteredOn(Executed::byDefault)
        .extracting(Executed::name, Executed::outcome)
        .containsExactlyInAnyOrder(
            tuple("Always.sameObjects", Outcome.PASS), tuple("Always.sinksRun", Outcome.WARN));
    assertThat(evidence(warned).tests()).isEqualTo(5);

    GateRun off = byDefault(gate("  off: [Always.sinksRun]\n"), AllPass.class, directory);
    assertThat(off.promoted()).as(off.console()).isTrue();
    assertThat(off.message("sinksRun()")).isEqualTo("gate.off in verdigris.yaml switches it off");

    assertThat(byDefault(new GateRun(), AllPass.class, directory).promoted()).isFalse();

    GateRun alone =
        byDefault(
            gate("  off: [Always.sinksRun]\n  accepted_skips: [Asleep]\n"),
            OnlySkipped.class,
            directory);
    assertThat(alone.promoted()).isFalse();
    assertThat(alone.message("validate"))
        .isEqualTo(
            """
            VG-9622 NOTHING VALIDATED  none of your own validations ran to its end
              because   the default validations alone promote nothing
              not run   Asleep.sleeps (disabled, accepted): for now
                        Always.sinksRun (disabled, accepted): gate.off in verdigris.yaml switches it off
              state     nothing was promoted; green stays up
              next      run the whole suite: without a filter, and with at least one test enabled\
            """);
  }

  @Test
  void ownTestsCannotBeSwitchedOffAsDefaultsCan() {
    GateRun run = gate("  off: [Failing]\n").promoting(DeploymentsTestCase.OneFails.class);

    assertThat(run.node("fails()")).isEqualTo("FAILED");
    assertThat(run.promoted()).isFalse();
  }

  private static GateRun byDefault(GateRun run, Class<?> deployment, Path directory)
      throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(DefaultValidations.class.getName()),
        OutcomesTestCase.ByDefault.class.getName());
    URL[] urls = {directory.toUri().toURL()};
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls, before)) {
      thread.setContextClassLoader(loader);
      return run.promoting(deployment);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
