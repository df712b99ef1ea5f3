package dev.verdigris.testkit;

import dev.verdigris.junit.VerdigrisTestEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs a {@link dev.verdigris.junit.Deployment} class on the local engine and tells what every
 * phase and validation came to, for tests of own phases, validations and assertions.
 *
 * <pre>{@code
 * DeploymentResults results = DeploymentTestKit.of(WarmsCaches.class, project).promote();
 *
 * assertThat(results.node("warmCaches").status()).isEqualTo(Status.SUCCESSFUL);
 * assertThat(results.state().kind()).isEqualTo(Kind.PROMOTED);
 * }</pre>
 *
 * <p>Each run is a launcher session of its own. What runs is the real thing; only the server is the
 * local engine's, and what would go to the console is kept.
 */
public final class DeploymentTestKit {
  private final TestProject project;
  private final List<DiscoverySelector> selectors = new ArrayList<>();
  private final List<Filter<?>> filters = new ArrayList<>();
  private final Map<String, String> parameters = new TreeMap<>();

  private DeploymentTestKit(TestProject project) {
    this.project = project;
    parameters.putAll(project.settings());
  }

  /** Runs this class. */
  public static DeploymentTestKit of(Class<?> deploymentClass, TestProject project) {
    return selecting(project, DiscoverySelectors.selectClass(deploymentClass));
  }

  /** Runs what is selected, as an IDE or a build tool does. */
  public static DeploymentTestKit selecting(TestProject project, DiscoverySelector... selected) {
    DeploymentTestKit kit = new DeploymentTestKit(project);
    kit.selectors.addAll(List.of(selected));
    return kit;
  }

  /** Sets a configuration parameter of JUnit, for example {@code verdigris.await.timeout}. */
  public DeploymentTestKit with(String parameter, String value) {
    parameters.put(parameter, value);
    return this;
  }

  /** Filters as a build tool does, for example by tags. */
  public DeploymentTestKit filter(Filter<?>... added) {
    filters.addAll(List.of(added));
    return this;
  }

  /** Runs without promotion: {@code mvn verify}. */
  public DeploymentResults validate() {
    return run("false");
  }

  /** Runs with promotion asked for: {@code mvn verify -Pdeploy}. */
  public DeploymentResults promote() {
    return run("true");
  }

  private DeploymentResults run(String promote) {
    // The engine is there before the run, which finds it as a build's process would.
    project.server();
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableTestEngineAutoRegistration(false)
            .addTestEngines(VerdigrisTestEngine.printingTo(out))
            .build();
    DeploymentRecorder recorder = new DeploymentRecorder();
    try (LauncherSession session = LauncherFactory.openSession(config)) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectors)
                  .filters(filters.toArray(Filter[]::new))
                  .configurationParameters(parameters)
                  .configurationParameter("verdigris.promote", promote)
                  .build(),
              recorder);
    }
    return new DeploymentResults(
        project, parameters, recorder, console.toString(StandardCharsets.UTF_8));
  }
}
