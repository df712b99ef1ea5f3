package dev.verdigris.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A process that runs one validation, as a click in an IDE does. */
final class ClickTestCase {
  private ClickTestCase() {}

  @Validation
  static class Clicked {
    @Test
    void reads(Green green) throws SQLException {
      assertThat(String.join(", ", DeploymentsTestCase.rows(green.relations().get(0))))
          .isEqualTo(System.getProperty("verdigris.test.rows"));
    }
  }

  /** Every engine that is found takes part, as in an IDE. */
  public static void main(String[] arguments) {
    TestProject project = TestProject.in(Path.of(arguments[0]), Path.of(arguments[1]));
    DeploymentRecorder recorder = new DeploymentRecorder();
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(Clicked.class))
                  .configurationParameters(project.settings())
                  .build(),
              recorder);
    }
    List<String> told = new ArrayList<>();
    recorder
        .nodes()
        .forEach(
            node -> {
              told.add(node.name() + " " + node.status() + " " + node.message());
              node.entries().forEach(entry -> told.add(String.valueOf(entry)));
            });
    Collections.sort(told);
    told.forEach(System.out::println);
  }
}
