package dev.verdigris.junit;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import dev.verdigris.plan.DeploymentState;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The environment of a validation that runs outside of a deployment, as from an IDE: a green that
 * exists already. It is read and never changed.
 */
final class AttachedEnvironment implements AutoCloseable {
  /** The configuration parameter that names the deployment to attach to. */
  static final String ATTACH = "verdigris.attach";

  /** The configuration parameter that names the configuration file. */
  static final String CONFIG = "verdigris.config";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(AttachedEnvironment.class);

  private final Server server;
  private final DeploymentRun run;
  private final CoreEnvironment environment;

  private AttachedEnvironment(DeploymentConfig config, Server server) {
    this.server = server;
    this.run = DeploymentRun.open(config, server, DeploymentListener.NONE);
    this.environment = new CoreEnvironment(config, run);
  }

  /**
   * The deployment that the test runs in, or the one that it attaches to.
   *
   * @throws TestAbortedException when there is none, with a sentence that says how to get one
   */
  @SuppressWarnings("deprecation") // JUnit 6 has another name for it, JUnit 5 only this one.
  static DeploymentEnvironment currentOrAttached(ExtensionContext context) {
    DeploymentEnvironment environment = CurrentEnvironment.find(context);
    if (environment != null) {
      return environment;
    }
    String deployment =
        context
            .getConfigurationParameter(ATTACH)
            .orElseThrow(
                () ->
                    new TestAbortedException(
                        "there is no deployment to validate: run the @Deployment class, or attach"
                            + " to a green that exists with -Dverdigris.attach=<deployment>"));
    return context
        .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(deployment, name -> open(name, context), AttachedEnvironment.class)
        .environment;
  }

  private static AttachedEnvironment open(String deployment, ExtensionContext context) {
    String file = context.getConfigurationParameter(CONFIG).orElse(DeploymentConfig.FILE_NAME);
    Path location = ConfigLocation.of(file, context.getRequiredTestClass());
    Settings settings = Settings.system().withOverrides(Map.of("verdigris.deployment", deployment));
    DeploymentConfig config = DeploymentConfig.load(location, settings);
    AttachedEnvironment attached = new AttachedEnvironment(config, Servers.open(config));
    DeploymentState state = attached.run.state();
    if (state.kind() == DeploymentState.Kind.ABSENT) {
      attached.close();
      throw new TestAbortedException(
          "deployment " + deployment + " has no green: run the @Deployment class to build it");
    }
    return attached;
  }

  @Override
  public void close() {
    environment.endReads();
    run.close();
    server.close();
  }
}
