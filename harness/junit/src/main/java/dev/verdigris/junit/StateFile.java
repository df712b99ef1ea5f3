package dev.verdigris.junit;

import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.RunState;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the run's state file up to date: at the beginning and end of each phase, and when the
 * process is told to end. A file that cannot be written is told of and keeps nothing from going on:
 * the catalog is the truth.
 */
final class StateFile {
  private final Console console;
  private final String deploymentClass;
  private @Nullable Target target;
  private boolean refused;

  StateFile(Console console, Class<?> deploymentClass) {
    this.console = console;
    this.deploymentClass = deploymentClass.getName();
  }

  /**
   * Where and for whom it is written.
   *
   * @param file the file
   * @param deployment the deployment's name
   */
  record Target(Path file, String deployment) {}

  /** From now on it is written: the configuration tells where. */
  synchronized void open(Target opened) {
    target = opened;
  }

  synchronized void write(Standing standing, boolean ended) {
    Target to = target;
    if (to == null || refused) {
      return;
    }
    RunState.Status status =
        standing.interrupted()
            ? RunState.Status.INTERRUPTED
            : ended ? RunState.Status.ENDED : RunState.Status.RUNNING;
    try {
      new RunState(
              to.deployment(),
              deploymentClass,
              status,
              standing.phase().name(),
              standing.promotion(),
              Instant.now(),
              ProcessHandle.current().pid(),
              standing.state(),
              standing.next())
          .write(to.file());
    } catch (VerdigrisException notWritten) {
      refused = true;
      console.text(notWritten.problem().format());
    }
  }
}
