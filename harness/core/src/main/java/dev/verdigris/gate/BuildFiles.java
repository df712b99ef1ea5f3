package dev.verdigris.gate;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentName;
import java.nio.file.Path;

/**
 * Where a run leaves what others read: a later job, the build's last step, people. All of it is
 * below {@code target} beside the configuration file.
 *
 * @param target the directory
 */
public record BuildFiles(Path target) {

  /** Those of a deployment's configuration. */
  public static BuildFiles of(DeploymentConfig config) {
    return of(config.baseDirectory());
  }

  /** Those beside a configuration file in this directory. */
  public static BuildFiles of(Path baseDirectory) {
    return new BuildFiles(baseDirectory.resolve("target"));
  }

  /** The directory of verdicts and of records of promotion. */
  public Path verdicts() {
    return target.resolve("verdigris-verdicts");
  }

  /** What validation concluded: {@code verdigris-verdicts/<deployment>.json}. */
  public Path verdict(DeploymentName deployment) {
    return verdicts().resolve(deployment + ".json");
  }

  /** The directory of all states. */
  public Path states() {
    return target.resolve("verdigris-state");
  }

  /** Where the last run stands or how it ended: {@code verdigris-state/<deployment>.json}. */
  public Path state(DeploymentName deployment) {
    return states().resolve(deployment + ".json");
  }
}
