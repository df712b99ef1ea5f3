package dev.verdigris.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** The environment of a validation that runs outside of a deployment, as from an IDE. */
final class AttachedEnvironment {
  private AttachedEnvironment() {}

  /**
   * The deployment that the test runs in.
   *
   * @throws TestAbortedException when there is none, with a sentence that says how to get one
   */
  static DeploymentEnvironment currentOrAttached(ExtensionContext context) {
    DeploymentEnvironment environment = CurrentEnvironment.find(context);
    if (environment == null) {
      throw new TestAbortedException(NONE);
    }
    return environment;
  }

  private static final String NONE =
      "there is no deployment to validate: run the @Deployment class";
}
