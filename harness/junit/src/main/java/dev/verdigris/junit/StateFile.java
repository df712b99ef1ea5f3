package dev.verdigris.junit;

import dev.verdigris.gate.RunState;
import dev.verdigris.gate.RunStateFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The run's state file: written at the beginning and end of each phase, and when the process is
 * told to end.
 */
final class StateFile {
  private final Console console;
  private final String deploymentClass;
  private @Nullable RunStateFile file;

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
    file =
        new RunStateFile(
            opened.file(),
            opened.deployment(),
            deploymentClass,
            problem -> console.text(problem.format()));
  }

  synchronized void write(Standing standing, boolean ended) {
    RunStateFile to = file;
    if (to == null) {
      return;
    }
    RunState.Status status =
        standing.interrupted()
            ? RunState.Status.INTERRUPTED
            : ended ? RunState.Status.ENDED : RunState.Status.RUNNING;
    to.write(
        status, standing.phase().name(), standing.promotion(), standing.state(), standing.next());
  }
}
