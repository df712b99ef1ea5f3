package dev.verdigris.gate;

import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Keeps a run's state file up to date. A file that cannot be written is told of once and keeps
 * nothing from going on: the catalog is the truth.
 */
public final class RunStateFile {
  private final Path file;
  private final String deployment;
  private final String deploymentClass;
  private final Consumer<Problem> refusal;
  private boolean refused;

  /**
   * A file that is written from now on.
   *
   * @param file the file
   * @param deployment the deployment's name
   * @param deploymentClass what stands for it
   * @param refusal is told when it cannot be written, once
   */
  public RunStateFile(
      Path file, String deployment, String deploymentClass, Consumer<Problem> refusal) {
    this.file = file;
    this.deployment = deployment;
    this.deploymentClass = deploymentClass;
    this.refusal = refusal;
  }

  /**
   * Writes where the run stands.
   *
   * @param status whether it goes on, and how it ended
   * @param phase the phase that runs or ran last
   * @param promotion what is known of production
   * @param state the state that was left, for people
   * @param next the next command or step, for people
   */
  public synchronized void write(
      RunState.Status status,
      String phase,
      RunState.Promotion promotion,
      String state,
      String next) {
    if (refused) {
      return;
    }
    try {
      new RunState(
              deployment,
              deploymentClass,
              status,
              phase,
              promotion,
              Instant.now(),
              ProcessHandle.current().pid(),
              state,
              next)
          .write(file);
    } catch (VerdigrisException notWritten) {
      refused = true;
      refusal.accept(notWritten.problem());
    }
  }
}
