package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said, to the letter, when a sink does not get over its transition. */
class FailedTransitionTests extends DeploymentRunFixture {

  @BeforeEach
  void reconcile() throws IOException {
    Files.writeString(
        directory.resolve("verdigris.yaml"),
        "sinks: {sinks.delays: reconciled}\n",
        StandardOpenOption.APPEND);
    giveTheSinkAKey();
  }

  @Test
  void a_sink_that_does_not_come_to_the_transition_keeps_the_swap_from_happening() {
    server.intercept(
        failing("ALTER SINK", refusal("XX000", "upsert key could not be validated as unique", "")));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-4701 NOT READY  1 sink is not where promote needs it
            cause     "materialize"."sinks"."delays": upsert key could not be validated as unique; status running, frontier 1
            state     deployment pr_17 is validated (green has been validated and not been promoted)
            next      run again: it continues with what is left; cleanup brings the sinks back\
          """);
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
  }
}
