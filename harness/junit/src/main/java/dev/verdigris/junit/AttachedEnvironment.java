package dev.verdigris.junit;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.RunState;
import dev.verdigris.plan.DeploymentState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
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

  private static final String NONE =
      "there is no deployment to validate: run the @Deployment class, or attach"
          + " to a green that exists with -Dverdigris.attach=<deployment>";

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
   * The deployment that the test runs in, or the one that it attaches to: the one of {@link
   * #ATTACH}, or, unless a build tool runs it, the last one of this project; on a local engine that
   * one is built where it is not there or where models have changed.
   *
   * @throws TestAbortedException when there is none, with a sentence that says how to get one
   */
  @SuppressWarnings("deprecation") // JUnit 6 has another name for it, JUnit 5 only this one.
  static DeploymentEnvironment currentOrAttached(ExtensionContext context) {
    DeploymentEnvironment environment = CurrentEnvironment.find(context);
    if (environment != null) {
      return environment;
    }
    String deployment = context.getConfigurationParameter(ATTACH).orElse("");
    if (deployment.isEmpty() && Surroundings.underSurefire()) {
      throw new TestAbortedException(NONE);
    }
    return context
        .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(
            "attached " + deployment, key -> open(deployment, context), AttachedEnvironment.class)
        .environment;
  }

  private static AttachedEnvironment open(String asked, ExtensionContext context) {
    String file = context.getConfigurationParameter(CONFIG).orElse(DeploymentConfig.FILE_NAME);
    Path location = ConfigLocation.of(file, context.getRequiredTestClass());
    if (asked.isEmpty() && !Files.exists(location)) {
      throw new TestAbortedException(NONE);
    }
    DeploymentConfig config = config(location, asked, context);
    AttachedEnvironment attached = new AttachedEnvironment(config, Servers.open(config));
    try {
      if (asked.isEmpty() && config.server().url() == null) {
        attached.build();
      }
      attached.refuseWithoutGreen();
      context.publishReportEntry(
          "verdigris.attached", config.deployment() + " on " + attached.server.description());
      return attached;
    } catch (RuntimeException refused) {
      attached.close();
      throw refused;
    }
  }

  /** Of the deployment that is asked for, or of the last one of this project. */
  private static DeploymentConfig config(Path file, String asked, ExtensionContext context) {
    Settings settings =
        Settings.system()
            .withConfigurationParameters(
                Settings.names().stream()
                    .filter(name -> context.getConfigurationParameter(name).isPresent())
                    .collect(
                        Collectors.toMap(
                            name -> name,
                            name -> context.getConfigurationParameter(name).orElse(""))));
    if (!asked.isEmpty()) {
      return DeploymentConfig.load(
          file, settings.withOverrides(Map.of("verdigris.deployment", asked)));
    }
    DeploymentConfig config = DeploymentConfig.load(file, settings);
    return RunState.latest(BuildFiles.of(config).states())
        .map(
            last ->
                DeploymentConfig.load(
                    file,
                    settings.withOverrides(Map.of("verdigris.deployment", last.deployment()))))
        .orElse(config);
  }

  /** On an engine of one's own, green is cheap: each phase does only what is left to do. */
  private void build() {
    if (run.state().kind().inProduction()) {
      return;
    }
    run.init();
    try {
      run.run();
    } catch (VerdigrisException e) {
      // What was rolled back stands for a look until its models change.
      if (run.state().kind() != DeploymentState.Kind.ROLLED_BACK) {
        throw e;
      }
    }
    run.await();
  }

  private void refuseWithoutGreen() {
    DeploymentState state = run.state();
    switch (state.kind()) {
      case ABSENT, BUILDING, CLEANING_UP, INCONSISTENT ->
          throw new TestAbortedException(
              "deployment "
                  + run.config().deployment()
                  + " has no complete green ("
                  + state.kind().label()
                  + "): run the @Deployment class to build it");
      default -> {
        // There is something to read.
      }
    }
  }

  @Override
  public void close() {
    environment.endReads();
    run.close();
    server.close();
  }
}
