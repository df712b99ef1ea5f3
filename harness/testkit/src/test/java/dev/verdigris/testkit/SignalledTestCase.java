package dev.verdigris.testkit;

import dev.verdigris.junit.Deployment;
import dev.verdigris.junit.DeploymentPhase;
import dev.verdigris.junit.Phases;
import dev.verdigris.junit.Validation;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process that deploys, to be told to end; it holds where it is told to. */
final class SignalledTestCase {
  private static final String HOLD = "verdigris.test.hold";

  private SignalledTestCase() {}

  private static void hold(String where) throws InterruptedException {
    if (where.equals(System.getProperty(HOLD))) {
      new CountDownLatch(1).await(1, TimeUnit.MINUTES);
    }
  }

  @Validation
  static class Holding {
    @Test
    void holds() throws InterruptedException {
      hold("validate");
    }
  }

  @Deployment(validations = Holding.class)
  static class Holds {
    @RegisterExtension
    @Order(Phases.VALIDATE + 50)
    static final DeploymentPhase BEFORE = environment -> hold("BEFORE");

    @RegisterExtension
    @Order(Phases.PROMOTE + 50)
    static final DeploymentPhase AFTER = environment -> hold("AFTER");
  }

  /** Deploys the project in a directory, on the engine that runs on another one. */
  public static void main(String[] arguments) {
    TestProject project = TestProject.in(Path.of(arguments[0]), Path.of(arguments[1]));
    System.out.println(DeploymentTestKit.of(Holds.class, project).promote().console());
  }
}
