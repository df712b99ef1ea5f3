package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.verdigris.junit.DeploymentsTestCase.Connecting;
import dev.verdigris.junit.DeploymentsTestCase.Passing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

class ValidationExtensionTests {

  @Test
  void abortsAValidationWithoutADeployment() {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Passing.class))
        .execute()
        .containerEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                abortedWithReason(
                    message(
                        "there is no deployment to validate: run the @Deployment class, or attach"
                            + " to a green that exists with -Dverdigris.attach=<deployment>"))));
  }

  @Test
  void readsTheConfigurationThatItIsToldOfWhenItAttaches(@TempDir Path directory)
      throws IOException {
    Path config = Files.writeString(directory.resolve("other.yaml"), "colour: blue\n");

    EngineTestKit.engine("junit-jupiter")
        .configurationParameter(AttachedEnvironment.ATTACH, "pr_17")
        .configurationParameter(AttachedEnvironment.CONFIG, config.toString())
        .selectors(selectClass(Passing.class))
        .execute()
        .containerEvents()
        .assertStatistics(statistics -> statistics.failed(1).aborted(0));
  }

  @Test
  void givesEachTestOneConnectionAndClosesIt() {
    GateRun run = new GateRun().promoting(Connecting.class);

    assertThat(run.promoted()).isTrue();
    assertThat(run.rollout.calls)
        .containsSubsequence("open", "close connection", "open", "close connection", "conclude");
    assertThat(run.rollout.calls.stream().filter("open"::equals)).hasSize(2);
  }
}
