package dev.verdigris.junit;

import dev.verdigris.junit.DeploymentsTestCase.Passing;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deployments with phases of their own that tests run, most of them wrong in one way. */
final class PhasesTestCase {
  private PhasesTestCase() {}

  @Deployment(validations = Passing.class)
  static class OwnPhases {
    @RegisterExtension
    @Order(Phases.INIT - 50)
    static DeploymentPhase first = environment -> ((FakeRollout) environment).calls.add("first");

    @RegisterExtension
    @Order(Phases.AWAIT + 50)
    static DeploymentPhase warm = environment -> ((FakeRollout) environment).calls.add("warm");

    @RegisterExtension
    @Order(Phases.VALIDATE)
    static DeploymentPhase tell = environment -> ((FakeRollout) environment).calls.add("tell");

    @RegisterExtension
    @Order(Phases.PROMOTE + 1)
    static DeploymentPhase cheer = environment -> ((FakeRollout) environment).calls.add("cheer");
  }

  @Order(Phases.RUN + 1)
  static class FromClass implements DeploymentPhase {
    @Override
    public void run(DeploymentEnvironment environment) {
      ((FakeRollout) environment).calls.add("fromClass");
    }
  }

  @ExtendWith(FromClass.class)
  @Deployment(validations = Passing.class)
  static class PhaseByClass {}

  @Deployment(validations = Passing.class)
  static class PhaseBeforeThrows {
    @RegisterExtension
    @Order(Phases.AWAIT + 50)
    static DeploymentPhase warm =
        environment -> {
          throw new IllegalStateException("cold");
        };
  }

  @Deployment(validations = Passing.class)
  static class PhaseAfterValidationThrows {
    @RegisterExtension
    @Order(Phases.VALIDATE + 50)
    static DeploymentPhase approve =
        environment -> {
          throw new IllegalStateException("nobody approved");
        };
  }

  @Deployment(validations = Passing.class)
  static class PhaseAfterPromotionThrows {
    @RegisterExtension
    @Order(Phases.PROMOTE + 50)
    static DeploymentPhase announce =
        environment -> {
          throw new IllegalStateException("no network");
        };
  }

  @Deployment(validations = Passing.class)
  static class PhaseHangs {
    @RegisterExtension
    @Order(Phases.RUN + 50)
    static DeploymentPhase hang =
        new DeploymentPhase() {
          @Override
          public void run(DeploymentEnvironment environment) throws InterruptedException {
            new CountDownLatch(1).await();
          }

          @Override
          public Duration deadline() {
            return Duration.ofMillis(50);
          }
        };
  }

  @Deployment(validations = Passing.class)
  static class PhaseWithoutOrder {
    @RegisterExtension static DeploymentPhase lost = environment -> {};
  }

  @Deployment(validations = Passing.class)
  static class PhaseNotStatic {
    @RegisterExtension
    @Order(Phases.RUN + 50)
    final DeploymentPhase instance = environment -> {};
  }

  @Deployment(validations = Passing.class)
  static class PhaseIsNull {
    @RegisterExtension
    @Order(Phases.RUN + 50)
    @SuppressWarnings("NullAway")
    static DeploymentPhase nothing = null;
  }

  @Deployment(validations = Passing.class)
  static class PhaseNamedTwice {
    @RegisterExtension
    @Order(Phases.RUN + 50)
    static DeploymentPhase run = environment -> {};
  }

  static class NoPhase implements Extension {}

  @ExtendWith(NoPhase.class)
  @Deployment(validations = Passing.class)
  static class OtherExtension {}
}
