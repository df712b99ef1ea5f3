package dev.verdigris.junit;

import dev.verdigris.VerdigrisException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Jupiter in a launcher of its own, made with public API only. Nothing that {@link ServiceLoader}
 * finds takes part in it: the outer launcher has the user's listeners and filters already.
 */
final class NestedJupiter {
  private static final String JUPITER = "junit-jupiter";

  private final LauncherDiscoveryRequest request;
  private final List<String> classNames;

  /**
   * Prepares a request for the classes.
   *
   * @param outer whose configuration parameters and output directory are handed on
   * @param classNames selected by name, so that one that does not load is an error
   */
  NestedJupiter(EngineDiscoveryRequest outer, List<String> classNames) {
    this.classNames = List.copyOf(classNames);
    this.request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(classNames.stream().map(DiscoverySelectors::selectClass).toList())
            .configurationParameters(copy(outer.getConfigurationParameters()))
            .configurationParameter("junit.platform.discovery.issue.failure.phase", "discovery")
            // A private test, for example, is never run: JUnit warns of it, a gate must not pass.
            .configurationParameter("junit.platform.discovery.issue.severity.critical", "WARNING")
            .outputDirectoryCreator(outer.getOutputDirectoryCreator())
            .build();
  }

  private static Map<String, String> copy(ConfigurationParameters parameters) {
    Map<String, String> copy = new HashMap<>();
    for (String key : parameters.keySet()) {
      parameters.get(key).ifPresent(value -> copy.put(key, value));
    }
    return copy;
  }

  /**
   * The whole suite.
   *
   * @throws dev.verdigris.VerdigrisException VG-36xx when something in it cannot be discovered, or
   *     a class has no tests
   */
  ExpectedTests discover(UniqueId deployment) {
    ExpectedTests expected;
    try (LauncherSession session = LauncherFactory.openSession(config().build())) {
      expected = new ExpectedTests(deployment, session.getLauncher().discover(request));
    } catch (VerdigrisException refused) {
      throw refused;
    } catch (RuntimeException | LinkageError notDiscovered) {
      throw SetUpProblems.notDiscovered(notDiscovered);
    }
    List<String> empty = expected.withoutTests(classNames);
    if (!empty.isEmpty()) {
      throw SetUpProblems.withoutTests(empty);
    }
    return expected;
  }

  /**
   * Runs the selected part of the suite.
   *
   * @param selected unique ids of the nested tests to run
   * @param prepare is given the session before anything runs in it
   */
  void execute(
      Set<String> selected, Consumer<LauncherSession> prepare, TestExecutionListener listener) {
    LauncherConfig config =
        config()
            .addLauncherSessionListeners(
                new LauncherSessionListener() {
                  @Override
                  public void launcherSessionOpened(LauncherSession session) {
                    prepare.accept(session);
                  }
                })
            .addPostDiscoveryFilters(
                (PostDiscoveryFilter) test -> FilterResult.includedIf(covers(selected, test)))
            .build();
    try (LauncherSession session = LauncherFactory.openSession(config)) {
      session.getLauncher().execute(request, listener);
    }
  }

  /** A class template's methods are below it while filters look, and gone afterwards. */
  private static boolean covers(Set<String> selected, TestDescriptor test) {
    return selected.contains(test.getUniqueId().toString())
        || test.getParent().filter(parent -> covers(selected, parent)).isPresent();
  }

  private static LauncherConfig.Builder config() {
    return LauncherConfig.builder()
        .enableTestEngineAutoRegistration(false)
        .addTestEngines(jupiter())
        .enableLauncherSessionListenerAutoRegistration(false)
        .enableLauncherDiscoveryListenerAutoRegistration(false)
        .enableTestExecutionListenerAutoRegistration(false)
        .enablePostDiscoveryFilterAutoRegistration(false);
  }

  private static TestEngine jupiter() {
    for (TestEngine engine : ServiceLoader.load(TestEngine.class)) {
      if (engine.getId().equals(JUPITER)) {
        return engine;
      }
    }
    throw SetUpProblems.noJupiter();
  }
}
