package dev.verdigris.junit;

import dev.verdigris.VerdigrisException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A user's phase, made only now: what it fails with is told as any other failure of a phase. */
final class OwnPhase {
  private final PlannedPhase planned;
  private final Standing standing;
  private @Nullable DeploymentPhase phase;
  private @Nullable Throwable notMade;

  OwnPhase(PlannedPhase planned, Standing standing) {
    this.planned = planned;
    this.standing = standing;
    try {
      phase = planned.fetch();
    } catch (Exception | LinkageError failed) {
      notMade = failed;
    }
  }

  Duration deadline() {
    return phase == null ? Duration.ofMinutes(1) : phase.deadline();
  }

  void run(DeploymentEnvironment environment) {
    if (phase == null) {
      throw failed(notMade == null ? new IllegalStateException("no phase") : notMade);
    }
    try {
      phase.run(environment);
    } catch (Exception | AssertionError | LinkageError failure) {
      throw failed(failure);
    }
  }

  private VerdigrisException failed(Throwable failure) {
    return failure instanceof VerdigrisException known
        ? known
        : RunProblems.ownPhaseFailed(planned.name(), failure, standing);
  }
}
