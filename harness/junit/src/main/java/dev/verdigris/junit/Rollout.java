package dev.verdigris.junit;

import dev.verdigris.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One deployment on one server, as the engine drives it: core behind the few calls that the phases
 * make.
 */
interface Rollout extends AutoCloseable {

  /** Opens a deployment; nothing is changed by that. */
  @FunctionalInterface
  interface Factory {
    /**
     * Reads the configuration and connects.
     *
     * @param deploymentClass the class with the {@link Deployment} annotation
     * @param settings what overrides the configuration file
     * @param progress is told what happens while a phase runs
     */
    Rollout open(Class<?> deploymentClass, Settings settings, Progress progress) throws Exception;
  }

  /** Hears what happens inside a phase. */
  @FunctionalInterface
  interface Progress {
    void tell(String words);
  }

  /**
   * What a phase did.
   *
   * @param text what was done, one line
   * @param state the state that was left, one line
   * @param next the next command or step, one line
   */
  record Done(String text, String state, String next) {}

  /** What phases and validations are given. */
  DeploymentEnvironment environment();

  /** Deployment and server in one phrase. */
  String description();

  /** How the last run on this machine ended, if it was cut short, and what the catalog tells. */
  Optional<String> lastRun();

  /** Where and for whom the run's state is written. */
  StateFile.Target stateFile();

  /** Whether production is this deployment; empty where the server does not tell. */
  Optional<Boolean> inProduction();

  /** Whether only plans are to be shown and nothing but reads is to be sent. */
  boolean isDryRun();

  /**
   * Tells the plans of all phases, as text of several lines; fails where the first of them would be
   * refused.
   */
  void dryRun(Consumer<String> text) throws Exception;

  Done init() throws Exception;

  Done run() throws Exception;

  Done await() throws Exception;

  /** Notes what green is, right before the validations. */
  void beginValidation() throws Exception;

  /**
   * Writes down what validation concluded. What is written decides whether {@link #promote()} does
   * anything.
   */
  Done conclude(Conclusion conclusion) throws Exception;

  Done promote() throws Exception;

  /** Swaps back, and takes the record of the promotion away. */
  Done rollback() throws Exception;

  Done cleanup() throws Exception;

  /** Ends every statement that validations are waiting for. */
  void endReads();

  /** Whether a smoke validation that fails rolls back. */
  boolean rollsBackOnSmokeFailure();

  /** Whether the old environment stays after a promotion. */
  boolean keepsBlue();

  /** How long await may take. */
  Duration awaitDeadline();

  /** How long one validation test may take. */
  Duration validationDeadline();

  /** Lets go of connections and server; changes nothing. */
  @Override
  void close();
}
