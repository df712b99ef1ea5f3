package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.WorkingTree;
import dev.verdigris.junit.DeploymentsTestCase.AfterAllThrows;
import dev.verdigris.junit.DeploymentsTestCase.AllPass;
import dev.verdigris.junit.DeploymentsTestCase.BeforeAllThrows;
import dev.verdigris.junit.DeploymentsTestCase.DynamicFails;
import dev.verdigris.junit.DeploymentsTestCase.FactoryEmpty;
import dev.verdigris.junit.DeploymentsTestCase.OneDisabled;
import dev.verdigris.junit.DeploymentsTestCase.OneFails;
import dev.verdigris.junit.OutcomesTestCase.Waives;
import dev.verdigris.junit.OutcomesTestCase.Warns;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TagFilter;

/** What the gate of core is told: it must block by itself whatever the engine would block. */
class ConclusionTests {

  private static Evidence evidence(GateRun run) {
    return run.rollout
        .concluded()
        .evidence("pr_17", "", WorkingTree.CLEAN, Instant.EPOCH, Instant.EPOCH, new TreeMap<>());
  }

  private static boolean promotes(Evidence evidence) {
    return evidence.expected().equals(evidence.executed().stream().map(Executed::id).toList())
        && evidence.promoting() == evidence.expected().size();
  }

  @Test
  void countsTestsAndTemplatesAndTheirCases() {
    Evidence evidence = evidence(new GateRun().validating(AllPass.class));

    assertThat(evidence.executed())
        .extracting(Executed::name, Executed::outcome)
        .contains(
            tuple("Passing.one", Outcome.PASS),
            tuple("Passing.airport", Outcome.PASS),
            tuple("Passing.airport airport 2", Outcome.PASS))
        .hasSize(5);
    assertThat(promotes(evidence)).isTrue();
  }

  @Test
  void blocksOnEveryWayToFailOrNotToRun() {
    for (Class<?> deployment :
        new Class<?>[] {
          OneFails.class,
          BeforeAllThrows.class,
          AfterAllThrows.class,
          DynamicFails.class,
          OneDisabled.class,
          FactoryEmpty.class
        }) {
      assertThat(promotes(evidence(new GateRun().validating(deployment))))
          .as(deployment.getSimpleName())
          .isFalse();
    }
    assertThat(
            promotes(
                evidence(new GateRun().validating(AllPass.class, TagFilter.includeTags("slow")))))
        .isFalse();
  }

  @Test
  void tellsAnAssertionFromAnyOtherException() {
    assertThat(evidence(new GateRun().validating(OneFails.class)).executed())
        .extracting(Executed::outcome)
        .contains(Outcome.FAIL)
        .doesNotContain(Outcome.ERROR);
    assertThat(evidence(new GateRun().validating(AfterAllThrows.class)).executed())
        .extracting(Executed::outcome)
        .contains(Outcome.ERROR);
  }

  @Test
  void whatWarnsOrIsWaivedIsNotToldAsPassed() {
    assertThat(new GateRun().promoting(Warns.class).rollout.concluded().counts())
        .isEqualTo("1 of 2 passed, 1 with a warning");
    assertThat(new GateRun().promoting(Waives.class).rollout.concluded().counts())
        .isEqualTo("0 of 1 passed, 1 waived");
  }
}
