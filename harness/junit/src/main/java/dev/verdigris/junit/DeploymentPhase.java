package dev.verdigris.junit;

import java.time.Duration;
import org.junit.jupiter.api.extension.Extension;

/**
 * A phase of one's own, run once in a deployment at the place that its {@link
 * org.junit.jupiter.api.Order} gives it among the built-in {@link Phases}. Registered on the {@link
 * Deployment} class by a static {@link org.junit.jupiter.api.extension.RegisterExtension} field or
 * by {@link org.junit.jupiter.api.extension.ExtendWith}, or for every deployment by {@link
 * java.util.ServiceLoader}.
 *
 * <p>A phase that throws ends the deployment: before promote nothing is promoted; after it the
 * deployment stays promoted and the run fails. A phase ordered after {@link Phases#PROMOTE} runs
 * only when something was promoted.
 */
@FunctionalInterface
public interface DeploymentPhase extends Extension {

  /**
   * Does the phase's work.
   *
   * @param environment the deployment that runs
   * @throws Exception to fail the phase
   */
  void run(DeploymentEnvironment environment) throws Exception;

  /** How long the phase may take before it is interrupted and fails; ten minutes unless changed. */
  default Duration deadline() {
    return Duration.ofMinutes(10);
  }
}
