package dev.verdigris;

import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Sessions;
import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState;

/**
 * One deployment on one server, phase by phase. Each phase reads the catalog, plans, and executes;
 * a phase that was cut short continues where it stopped when it is called again, and one that is
 * complete does nothing and says so.
 *
 * <p>Not for use by several threads, except for {@link #interrupt()}.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class DeploymentRun implements AutoCloseable {
  private final DeploymentConfig config;
  private final DeploymentListener listener;
  private final Interruption interruption = new Interruption();
  private final Sessions sessions;

  private DeploymentRun(DeploymentConfig config, Server server, DeploymentListener listener) {
    this.config = config;
    this.listener = listener;
    this.sessions =
        new Sessions(server, config.deployment(), config.timeouts().statement(), interruption);
  }

  /**
   * A run on a server that the caller closes.
   *
   * @param config what is deployed
   * @param server where
   * @param listener hears what happens
   */
  public static DeploymentRun open(
      DeploymentConfig config, Server server, DeploymentListener listener) {
    return new DeploymentRun(config, server, listener);
  }

  /** What is deployed. */
  public DeploymentConfig config() {
    return config;
  }

  /** Where the deployment stands, from the catalog alone. */
  public DeploymentState state() {
    throw new UnsupportedOperationException();
  }

  /** Makes green's schemas and clusters from blue's. */
  public void init() {
    throw new UnsupportedOperationException(listener.toString());
  }

  /** Creates the models in green. */
  public void run() {
    throw new UnsupportedOperationException();
  }

  /** Waits until green is ready. */
  public void await() {
    throw new UnsupportedOperationException();
  }

  /** Green as it is now: take it before the validations, and hand it to {@link #conclude}. */
  public Fingerprint fingerprint() {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends validation: writes the verdict's digest into green's marker if it promotes.
   *
   * @param before green's fingerprint from before the validations
   * @param evidence what validation saw
   * @return the verdict, also when it blocks
   */
  public Verdict conclude(Fingerprint before, Evidence evidence) {
    throw new UnsupportedOperationException(before + " " + evidence);
  }

  /** Swaps green and blue and cuts the sinks over. */
  public void promote(Verdict verdict) {
    throw new UnsupportedOperationException(verdict.toString());
  }

  /** Swaps back, sinks included. */
  public void rollback() {
    throw new UnsupportedOperationException();
  }

  /** Drops what is not in production: the old environment, or green if it was not promoted. */
  public void cleanup() {
    throw new UnsupportedOperationException();
  }

  /**
   * What phases would send, in order, each planned on what the ones before it would leave. Sends
   * nothing but reads.
   *
   * @param phases the phases, in order
   * @return text of several lines, with a line break at its end
   */
  public String dryRun(Phase... phases) {
    throw new UnsupportedOperationException(String.valueOf(phases.length));
  }

  /** The deployment's environment. */
  public Green green() {
    throw new UnsupportedOperationException();
  }

  /** Production as it is, or was before the promotion. */
  public Blue blue() {
    throw new UnsupportedOperationException();
  }

  /** Asks the phase that runs to stop between two steps; callable from any thread. */
  public void interrupt() {
    interruption.request();
  }

  @Override
  public void close() {
    sessions.close();
  }
}
