package dev.verdigris;

import static dev.verdigris.plan.Catalogs.SCOPE;
import static dev.verdigris.plan.Catalogs.validated;
import static dev.verdigris.plan.Catalogs.withKeyedSinks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.PromotePlanner;
import dev.verdigris.plan.SinkWays;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NextStepsTests {
  @TempDir private Path directory = Path.of("unset");

  private DeploymentConfig config(boolean keepBlue) throws IOException {
    Path file = directory.resolve("verdigris.yaml");
    Files.writeString(
        file, "deployment: pr_17\nschemas: [flights]\npromote: {keep_blue: " + keepBlue + "}\n");
    return DeploymentConfig.load(file, Settings.none());
  }

  /** Without units, as if all of them had been made. */
  private static Situation made() {
    return new Situation(scope(), nothing(), List.of());
  }

  private static Scope scope() {
    return new Scope(new DeploymentName("pr_17"), "materialize", List.of("flights"), List.of());
  }

  private static Snapshot nothing() {
    return new Snapshot(
        "materialize", "me", Set.of("me"), false, Map.of(), Map.of(), Map.of(), Map.of());
  }

  private static String phases(NextSteps next) {
    return next.phases().stream().map(Phase::label).collect(Collectors.joining(" "));
  }

  private NextSteps next(Kind kind, boolean keepBlue, String... sinks) throws IOException {
    return NextSteps.of(
        made(), new DeploymentState(kind, "because", List.of(sinks), ""), config(keepBlue));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ABSENT        | init run await validate promote | verdigris init --deployment pr_17 makes green's schemas and clusters",
        "BUILDING      | run await validate promote      | verdigris run --deployment pr_17 creates the models that green does not have yet",
        "BUILT         | await validate promote          | mvn verify -Dverdigris.deployment=pr_17 waits until green is ready and validates it",
        "VALIDATED     | promote                         | verdigris promote --deployment pr_17 swaps it into production, if the verdict still fits",
        "SINKS_PENDING | promote                         | verdigris promote --deployment pr_17 cuts the sinks over",
        "PROMOTED      | cleanup                         | verdigris rollback --deployment pr_17 swaps back while the old environment stands",
        "ROLLED_BACK   | cleanup                         | verdigris cleanup --deployment pr_17 drops green",
        "CLEANING_UP   | cleanup                         | verdigris cleanup --deployment pr_17 drops what is left",
        "SUPERSEDED    | ''                              | nothing: a later deployment stands on top of it",
        "GONE          | ''                              | nothing is left to do",
        "INCONSISTENT  | ''                              | nothing is guessed: look at what the state names, and mend it by hand",
      })
  void eachStateHasItsPhasesAndItsCommand(Kind kind, String phases, String first)
      throws IOException {
    NextSteps next = next(kind, true);
    assertThat(phases(next)).isEqualTo(phases);
    assertThat(next.text()).matches(Pattern.quote(first) + "(; .*)?");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyStateSaysWhatIsLeft(Kind kind) throws IOException {
    assertThat(next(kind, true).left()).isNotBlank().doesNotEndWith(".");
    assertThat(next(kind, false).text()).isNotBlank();
  }

  @Test
  void sinksThatStillReadGreenAfterARollbackAreBroughtBackFirst() throws IOException {
    NextSteps next = next(Kind.ROLLED_BACK, true, "sinks.delays");
    assertThat(phases(next)).isEqualTo("rollback");
    assertThat(next.text())
        .isEqualTo("verdigris rollback --deployment pr_17 brings the sinks back");
  }

  /** A promotion was killed before its swap. */
  @Test
  void aCleanupSaysThatItBringsSinksBackFromATransition() throws IOException {
    Snapshot now = validated(withKeyedSinks());
    SinkWays ways =
        SinkWays.NONE.withDecisions(
            new SinkDecisions(Map.of("sinks.delays", SinkDecision.reconciled())));
    String promote =
        "verdigris promote --deployment pr_17 swaps it into production, if the verdict still fits; ";
    assertThat(text(now))
        .isEqualTo(promote + "verdigris cleanup --deployment pr_17 gives it up: drops green");
    for (Step step : PromotePlanner.plan(Situation.of(SCOPE, now), ways).steps()) {
      if (step.transactional()) {
        break;
      }
      now = step.after(now);
    }
    assertThat(text(now))
        .isEqualTo(
            promote
                + "verdigris cleanup --deployment pr_17 gives it up: brings its sinks back and drops"
                + " green");
  }

  private String text(Snapshot snapshot) throws IOException {
    Situation situation = Situation.of(SCOPE, snapshot);
    return NextSteps.of(situation, situation.state(), config(true)).text();
  }

  @Test
  void whatContradictsItselfIsMendedAsTheStateSays() throws IOException {
    NextSteps next =
        NextSteps.of(
            made(),
            new DeploymentState(Kind.INCONSISTENT, "because", List.of(), "write the marker again"),
            config(true));
    assertThat(next.left()).isEqualTo("write the marker again");
    assertThat(next.commands()).isEmpty();
  }

  @Test
  void whereABakeTimeIsSetTheCleanupSaysSo() throws IOException {
    config(true);
    DeploymentConfig bakes =
        DeploymentConfig.load(
            directory.resolve("verdigris.yaml"),
            Settings.none().withOverrides(Map.of("verdigris.promote.bakeTime", "1d")));
    NextSteps next =
        NextSteps.of(made(), new DeploymentState(Kind.PROMOTED, "because", List.of(), ""), bakes);
    assertThat(next.text()).endsWith("pr_17 drops the old environment, once its bake time is over");
  }

  @Test
  void whereTheOldEnvironmentIsNotKeptACleanupBelongsToIt() throws IOException {
    assertThat(phases(next(Kind.BUILT, false))).isEqualTo("await validate promote cleanup");
    assertThat(phases(next(Kind.VALIDATED, false))).isEqualTo("promote cleanup");
  }

  @Test
  void whereGreenIsNotCompleteInitComesFirst() throws IOException {
    NextSteps next =
        NextSteps.of(
            Situation.of(scope(), nothing()),
            new DeploymentState(Kind.BUILDING, "because", List.of(), ""),
            config(true));
    assertThat(next.commands().get(0).line()).isEqualTo("verdigris init --deployment pr_17");
    assertThat(phases(next)).startsWith("init run");
  }
}
