package dev.verdigris.junit;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.Green;
import javax.sql.DataSource;

/** The deployment that a phase or a validation runs in. */
public interface DeploymentEnvironment {

  /** What is deployed. */
  DeploymentConfig config();

  /** The deployment's environment; there is none before init. */
  Green green();

  /** Production as it is. */
  Blue blue();

  /**
   * Connections on green's cluster, whose unqualified names mean green's objects. Read-only in
   * intent: what changes green after validation voids the verdict.
   */
  DataSource dataSource();
}
