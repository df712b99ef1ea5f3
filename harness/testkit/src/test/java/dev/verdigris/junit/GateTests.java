package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.verdigris.junit.DeploymentsTestCase.AfterAllThrows;
import dev.verdigris.junit.DeploymentsTestCase.AfterEachThrows;
import dev.verdigris.junit.DeploymentsTestCase.AllPass;
import dev.verdigris.junit.DeploymentsTestCase.BeforeAllThrows;
import dev.verdigris.junit.DeploymentsTestCase.ClassAborts;
import dev.verdigris.junit.DeploymentsTestCase.ClassTemplate;
import dev.verdigris.junit.DeploymentsTestCase.ConstructorThrows;
import dev.verdigris.junit.DeploymentsTestCase.DynamicFails;
import dev.verdigris.junit.DeploymentsTestCase.FactoryEmpty;
import dev.verdigris.junit.DeploymentsTestCase.NestedFails;
import dev.verdigris.junit.DeploymentsTestCase.NotAValidation;
import dev.verdigris.junit.DeploymentsTestCase.OneAborts;
import dev.verdigris.junit.DeploymentsTestCase.OneDisabled;
import dev.verdigris.junit.DeploymentsTestCase.OneFails;
import dev.verdigris.junit.DeploymentsTestCase.OneIsPrivate;
import dev.verdigris.junit.DeploymentsTestCase.ParameterizedFails;
import dev.verdigris.junit.DeploymentsTestCase.RepeatedFails;
import dev.verdigris.junit.DeploymentsTestCase.Reports;
import dev.verdigris.junit.DeploymentsTestCase.RunsOutOfMemory;
import dev.verdigris.junit.DeploymentsTestCase.TemplateEmpty;
import dev.verdigris.junit.DeploymentsTestCase.WithoutATest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.TagFilter;

class GateTests {

  @Test
  void promotesWhenEverythingPassed() {
    GateRun run = new GateRun().promoting(AllPass.class);

    assertThat(run.rollout.calls)
        .containsExactly("init", "run", "await", "fingerprint", "conclude", "promote", "close");
    assertThat(run.green()).isTrue();
    assertThat(run.node("promote")).isEqualTo("SUCCESSFUL");
    assertThat(run.node("airport 1")).isEqualTo("SUCCESSFUL");
    assertThat(run.console())
        .isEqualTo(
            """
            VERDIGRIS  AllPass: validate and promote
              init             …  pr_17 on a fake
              init         0.0 s  init is done
              run          0.0 s  run is done
              await        0.0 s  await is done
              validate     0.0 s  conclude is done
              promote      0.0 s  promote is done
              cleanup        -    not run: the old environment is kept, as promote.keep_blue says
              state     deployment pr_17 is promoted (it is in production and the old environment still stands)
              next      verdigris rollback swaps back; verdigris cleanup drops the old environment
            """);
  }

  @Test
  void eachOfTwoDeploymentsHasItsOwnVerdictOneAfterTheOther() {
    GateRun run =
        new GateRun()
            .execute(true, List.of(selectClass(OneFails.class), selectClass(Reports.class)));

    assertThat(run.rollout.calls)
        .containsExactly(
            "init",
            "run",
            "await",
            "fingerprint",
            "conclude",
            "close",
            "init",
            "run",
            "await",
            "fingerprint",
            "conclude",
            "promote",
            "close");
  }

  @Test
  void promotesNothingUnlessAskedTo() {
    GateRun run = new GateRun().validating(AllPass.class);

    assertThat(run.rollout.calls)
        .containsExactly("init", "run", "await", "fingerprint", "conclude", "close");
    assertThat(run.green()).isTrue();
    assertThat(run.message("promote")).isEqualTo("not run: promotion was not asked for");
    assertThat(run.message("cleanup")).isEqualTo("not run: nothing was promoted");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        OneFails.class,
        ConstructorThrows.class,
        BeforeAllThrows.class,
        AfterAllThrows.class,
        AfterEachThrows.class,
        DynamicFails.class,
        ParameterizedFails.class,
        RepeatedFails.class,
        NestedFails.class,
        RunsOutOfMemory.class
      })
  void promotesNothingAfterAFailure(Class<?> deployment) {
    GateRun run = new GateRun().promoting(deployment);

    assertThat(run.promoted()).isFalse();
    assertThat(run.node("validate")).isEqualTo("FAILED");
    assertThat(run.message("validate")).startsWith("VG-3620 GATE FAILED  ");
    assertThat(run.node("promote")).isEqualTo("FAILED");
    assertThat(run.message("promote"))
        .startsWith("VG-3621 NOT PROMOTED  promotion was asked for, but validate failed");
    assertThat(run.rollout.concluded().full()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(classes = {OneFails.class, BeforeAllThrows.class, DynamicFails.class})
  void failsWithoutPromotionToo(Class<?> deployment) {
    GateRun run = new GateRun().validating(deployment);

    assertThat(run.green()).isFalse();
    assertThat(run.message("promote")).isEqualTo("not run: validate failed");
  }

  @Test
  void saysWhichValidationFailedAndWhatIsLeft() {
    assertThat(new GateRun().promoting(OneFails.class).message("validate"))
        .isEqualTo(
            """
            VG-3620 GATE FAILED  1 of 6 validations failed
              failed    Failing.fails: the keys are not unique
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again; each failure is told in full above\
            """);
  }

  @ParameterizedTest
  @ValueSource(classes = {OneDisabled.class, OneAborts.class, ClassAborts.class})
  void promotesNothingWhenATestDidNotRun(Class<?> deployment) {
    GateRun run = new GateRun().promoting(deployment);

    assertThat(run.promoted()).isFalse();
    assertThat(run.node("validate")).isEqualTo("SUCCESSFUL");
    assertThat(run.node("promote")).isEqualTo("FAILED");
    assertThat(run.message("promote")).startsWith("VG-3623 NOT PROMOTED  1 of ");
    assertThat(new GateRun().validating(deployment).green()).isTrue();
  }

  @Test
  void namesWhatDidNotRun() {
    GateRun run = new GateRun().validating(OneAborts.class);

    assertThat(run.console()).contains("…  Aborting.aborts (aborted): no data today");
    assertThat(new GateRun().promoting(OneDisabled.class).message("promote"))
        .isEqualTo(
            """
            VG-3623 NOT PROMOTED  1 of 2 validations did not run
              not run   Disabled.skipped (disabled): @DisabledIf("always") evaluated to true
              state     nothing was promoted; green stays up
              next      enable or delete them: what did not run validates nothing\
            """);
  }

  @ParameterizedTest
  @ValueSource(classes = {FactoryEmpty.class, TemplateEmpty.class})
  void failsWhenAFactoryOrTemplateMadeNoTest(Class<?> deployment) {
    GateRun run = new GateRun().promoting(deployment);

    assertThat(run.promoted()).isFalse();
    assertThat(run.message("validate")).startsWith("VG-9621 NOTHING VALIDATED  Empty");
    assertThat(new GateRun().validating(deployment).green()).isFalse();
  }

  @Test
  void namesWhatMadeNoTest() {
    assertThat(new GateRun().promoting(FactoryEmpty.class).message("validate"))
        .isEqualTo(
            """
            VG-9621 NOTHING VALIDATED  EmptyFactory.tests validated nothing
              empty     EmptyFactory.tests (empty): it made no test
              state     nothing was promoted; green stays up
              next      make each factory and template give at least one test\
            """);
  }

  @Test
  void countsTheTestsOfClassTemplates() {
    GateRun run = new GateRun().promoting(ClassTemplate.class);

    assertThat(run.promoted()).isTrue();
    assertThat(run.rollout.concluded()).extracting(Conclusion::succeeded).isEqualTo(2L);
  }

  @Test
  void promotesNothingWhenAFilterLeftTestsOut() {
    GateRun run = new GateRun().promoting(AllPass.class, TagFilter.includeTags("slow"));

    assertThat(run.promoted()).isFalse();
    assertThat(run.green()).isFalse();
    assertThat(run.node("two()")).isEqualTo("SUCCESSFUL");
    assertThat(run.message("AllPass"))
        .isEqualTo(
            """
            VG-3622 NOT PROMOTED  partial: 1 of 3 validations were selected
              not run   Passing.airport (filtered)
                        Passing.one (filtered)
              state     nothing was promoted; green stays up
              next      run the deployment class as a whole, without a filter\
            """);
    assertThat(new GateRun().validating(AllPass.class, TagFilter.includeTags("slow")).green())
        .isTrue();
  }

  @Test
  void failsWhenATagMatchesNothing() {
    GateRun run = new GateRun().validating(AllPass.class, TagFilter.includeTags("nosuchtag"));

    assertThat(run.green()).isFalse();
    assertThat(run.message("AllPass"))
        .startsWith("VG-9620 NOTHING VALIDATED  none of 3 validations ran to its end");
  }

  @Test
  void runsNothingWhenAValidationClassHasNoTests() {
    GateRun run = new GateRun().promoting(WithoutATest.class);

    assertThat(run.rollout.calls).isEmpty();
    assertThat(run.message("init")).isEqualTo("not run: a validation class has no test");
    assertThat(run.message("validate"))
        .isEqualTo(
            """
            VG-9601 NOTHING VALIDATED  a validation class has no test
              classes   dev.verdigris.junit.DeploymentsTestCase$NoTest
              state     nothing was sent to the server
              next      give it a @Test method that is not private, or delete it\
            """);
    assertThat(run.node("promote")).isEqualTo("FAILED");
  }

  @Test
  void refusesAClassThatIsNoValidation() {
    GateRun run = new GateRun().validating(NotAValidation.class);

    assertThat(run.rollout.calls).isEmpty();
    assertThat(run.message("validate"))
        .isEqualTo(
            """
            VG-2605 CONFIGURATION  NotAValidation names Plain, which is no concrete class with @Validation
              state     nothing was sent to the server
              next      add @Validation to it\
            """);
  }

  @Test
  void passesReportEntriesOn() {
    GateRun run = new GateRun().promoting(Reports.class);

    assertThat(run.entries()).contains("seen", "verdigris.phase", "verdigris.ms");
  }

  @ParameterizedTest
  @ValueSource(classes = {AllPass.class, OneFails.class, OneDisabled.class, DynamicFails.class})
  void decidesTheSameWhenTestsRunInParallel(Class<?> deployment) {
    GateRun run =
        new GateRun()
            .with("junit.jupiter.execution.parallel.enabled", "true")
            .with("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .with("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .with("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
            .promoting(deployment);

    assertThat(run.promoted()).isEqualTo(deployment == AllPass.class);
    assertThat(run.rollout.concluded().total())
        .isEqualTo(new GateRun().promoting(deployment).rollout.concluded().total());
  }

  @Test
  void promotesNothingWhenTheVerdictCannotBeWritten() {
    GateRun run = new GateRun();
    run.rollout.failures.put("conclude", new IllegalStateException("disk full"));
    run.promoting(AllPass.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.message("validate")).startsWith("VG-1621 INTERNAL  validate ended with");
  }

  @Test
  void validatesNothingWhenGreenCannotBeRead() {
    GateRun run = new GateRun();
    run.rollout.failures.put("fingerprint", new IllegalStateException("gone"));
    run.promoting(AllPass.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.rollout.calls).doesNotContain("conclude");
    assertThat(run.message("JUnit Jupiter")).isEqualTo("not run: validate failed");
    assertThat(run.node("validate")).isEqualTo("FAILED");
  }

  @Test
  void refusesATestThatJUnitWouldNeverRun() {
    GateRun run = new GateRun().promoting(OneIsPrivate.class);

    assertThat(run.rollout.calls).isEmpty();
    assertThat(run.message("validate"))
        .startsWith("VG-3601 GATE FAILED  the validations cannot all be discovered\n  cause  ")
        .contains("must not be private. It will not be executed.");
    assertThat(run.node("promote")).isEqualTo("FAILED");
  }
}
