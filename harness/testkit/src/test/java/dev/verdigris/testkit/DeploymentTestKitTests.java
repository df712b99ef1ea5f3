package dev.verdigris.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.RunState;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.testkit.DeploymentsTestCase.FailsOnProduction;
import dev.verdigris.testkit.DeploymentsTestCase.HoldsOnProduction;
import dev.verdigris.testkit.DeploymentsTestCase.OneFails;
import dev.verdigris.testkit.DeploymentsTestCase.Whole;
import dev.verdigris.testkit.DeploymentsTestCase.WithOwnPhase;
import dev.verdigris.testkit.NodeResult.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTestKitTests {
  @TempDir private Path directory = Path.of("unset");

  @Test
  void tellsOfEveryPhaseAndOfTheVerdict() {
    DeploymentResults results = DeploymentTestKit.of(Whole.class, Flights.in(directory)).validate();

    assertThat(results.green()).as(results.console()).isTrue();
    assertThat(results.node("await").status()).isEqualTo(Status.SUCCESSFUL);
    assertThat(results.node("noneIsNegative(Green)").status()).isEqualTo(Status.SUCCESSFUL);
    assertThat(results.node("promote").message()).isEqualTo("not run: promotion was not asked for");
    assertThat(results.verdict().orElseThrow().evidence().executed())
        .extracting(one -> one.outcome())
        .containsExactly(Outcome.PASS, Outcome.PASS);
    assertThat(results.verdict().orElseThrow().evidence().versions())
        .containsKeys("driver", "java", "junit-jupiter", "junit-platform", "server", "verdigris");
    assertThat(results.state().kind()).isEqualTo(Kind.VALIDATED);
    assertThat(results.runState().map(RunState::status)).contains(RunState.Status.ENDED);
  }

  @Test
  void promotesOnTheEngine() {
    TestProject project = Flights.in(directory);
    DeploymentResults results = DeploymentTestKit.of(Whole.class, project).promote();

    assertThat(results.green()).as(results.console()).isTrue();
    assertThat(results.state().kind()).isEqualTo(Kind.PROMOTED);
    assertThat(results.promotions()).hasSize(1);
    assertThat(results.runState().map(RunState::promotion)).contains(RunState.Promotion.PROMOTED);
  }

  @Test
  void promotesNothingWhenOneFails() {
    DeploymentResults results =
        DeploymentTestKit.of(OneFails.class, Flights.in(directory)).promote();

    assertThat(results.green()).isFalse();
    assertThat(results.node("promote").status()).isEqualTo(Status.FAILED);
    assertThat(results.state().kind()).isEqualTo(Kind.BUILT);
    assertThat(results.promotions()).isEmpty();
    assertThat(results.runState().map(RunState::promotion)).contains(RunState.Promotion.NOT_BEGUN);
  }

  @Test
  void rollsBackWhatFailsOnProduction() {
    TestProject project =
        Flights.in(directory, "smoke_back", "promote: {on_smoke_failure: rollback}\n");
    DeploymentResults results = DeploymentTestKit.of(FailsOnProduction.class, project).promote();

    assertThat(results.green()).isFalse();
    assertThat(results.node("promote").status()).isEqualTo(Status.SUCCESSFUL);
    assertThat(results.node("smoke").message())
        .startsWith("VG-8550 ROLLED BACK  production failed its smoke validations and was rolled")
        .contains("\n  state     deployment next is rolled back (");
    assertThat(results.state().kind()).isEqualTo(Kind.ROLLED_BACK);
    assertThat(results.promotions()).isEmpty();
    assertThat(results.runState().map(RunState::promotion))
        .contains(RunState.Promotion.NOT_PROMOTED);

    DeploymentResults again = DeploymentTestKit.of(FailsOnProduction.class, project).promote();
    assertThat(again.node("run").message()).startsWith("VG-5550 CONFLICT");
    assertThat(again.state().kind()).isEqualTo(Kind.ROLLED_BACK);
  }

  @Test
  void smokesOnProductionWithWhatWasPromotedAsGreen() {
    DeploymentResults results =
        DeploymentTestKit.of(HoldsOnProduction.class, Flights.in(directory)).promote();

    assertThat(results.green()).as(results.console()).isTrue();
    assertThat(results.console()).contains("2 of 2 passed on production");
    assertThat(results.state().kind()).isEqualTo(Kind.PROMOTED);
  }

  @Test
  void runsPhasesOfOnesOwn() {
    DeploymentResults results =
        DeploymentTestKit.of(WithOwnPhase.class, Flights.in(directory)).validate();

    assertThat(results.node("WARM_CACHES").status()).isEqualTo(Status.SUCCESSFUL);
    assertThat(results.node("nothing of this name").status()).isEqualTo(Status.ABSENT);
  }
}
