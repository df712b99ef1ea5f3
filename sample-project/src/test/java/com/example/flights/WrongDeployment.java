package com.example.flights;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Deploys the models of this project with a wrong one in place of the right one. */
final class WrongDeployment {
  static final Map<String, String> SETTINGS =
      Map.of(
          "verdigris.deployment", "wrong",
          "verdigris.models.directory", "target/models-wrong",
          "verdigris.localEngine.data", "target/verdigris-wrong-model");

  private WrongDeployment() {}

  /**
   * Runs the deployment and asks for promotion.
   *
   * @param mistakes directories of {@code models-wrong}
   * @return what failed, and with which message
   */
  static Map<String, String> deploy(String... mistakes) throws IOException {
    copy(Path.of("models"));
    for (String mistake : mistakes) {
      copy(Path.of("models-wrong", mistake));
    }
    Map<String, String> failures = new HashMap<>();
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(FlightsDeployment.class))
                  .configurationParameters(SETTINGS)
                  .configurationParameter("verdigris.promote", "true")
                  .build(),
              new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                  result
                      .getThrowable()
                      .ifPresent(failure -> failures.put(name(test), failure.getMessage()));
                }
              });
    }
    return failures;
  }

  /** Without the parameters. */
  private static String name(TestIdentifier test) {
    return test.getDisplayName().replaceAll("\\(.*", "");
  }

  private static void copy(Path models) throws IOException {
    try (Stream<Path> files = Files.walk(models)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = Path.of("target/models-wrong").resolve(models.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
