package dev.verdigris.acceptance;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Takes a deployment through its phases, with a validation that passes. */
public final class Runs {
  private Runs() {}

  /** Up to a verdict that promotes. */
  public static Verdict validated(DeploymentRun run) {
    run.init();
    run.run();
    run.await();
    return validate(run);
  }

  public static Verdict validate(DeploymentRun run) {
    return validate(run, Outcome.PASS);
  }

  /** One validation that ends so. */
  public static Verdict validate(DeploymentRun run, Outcome outcome) {
    Fingerprint before = run.fingerprint();
    Instant now = Instant.now();
    return run.conclude(
        before,
        new Evidence(
            run.config().deployment().value(),
            "",
            now,
            now,
            List.of("validation"),
            List.of(new Executed("validation", "validation", outcome, Duration.ofMillis(1), ""))));
  }

  /** The whole way, promotion included. */
  public static void promoted(DeploymentConfig config, Server server, Recorder recorder) {
    try (DeploymentRun run = DeploymentRun.open(config, server, recorder)) {
      run.promote(validated(run));
    }
  }
}
