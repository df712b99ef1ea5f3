package dev.verdigris.junit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A process that stands in a phase until it is told to end. */
final class InterruptedTestCase {
  private InterruptedTestCase() {}

  @Validation
  static class Waiting {
    @Test
    void passesWhenTheProcessIsEnding() throws InterruptedException {
      System.out.println("ready");
      new CountDownLatch(1).await(1, TimeUnit.SECONDS);
    }
  }

  @Deployment(validations = Waiting.class)
  static class Waits {}

  /** Deploys, and is kept alive for three seconds after it was told to end. */
  private static void deploy() {
    FakeRollout rollout = new FakeRollout();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    new CountDownLatch(1).await(3, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  System.out.println("calls " + rollout.calls);
                }));
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .addTestEngines(
                new VerdigrisTestEngine(
                    (type, settings, progress) -> rollout,
                    new Console(System.out),
                    () -> Surroundings.PLAIN))
            .build();
    LauncherFactory.create(config)
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(Waits.class))
                .configurationParameter(DeploymentExecution.PROMOTE, "true")
                .build());
  }

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments[0].equals("deploy")) {
      deploy();
      return;
    }
    BuiltInPhase phase = BuiltInPhase.valueOf(arguments[0]);
    boolean over = Boolean.parseBoolean(arguments[1]);
    Standing standing = new Standing();
    standing.left("green is as it was", "");
    standing.enter(PlannedPhase.of(phase));
    if (phase == BuiltInPhase.SMOKE || phase == BuiltInPhase.CLEANUP) {
      standing.left("promoted all the same", "");
      standing.promote();
    }
    Console console = new Console(System.out);
    Interruption interruption =
        Interruption.watch(
            standing, console, new StateFile(console, Waits.class), Duration.ofSeconds(1));
    if (phase == BuiltInPhase.PROMOTE) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    standing.left("promoted all the same", "");
                    standing.promote();
                    interruption.end();
                  }));
    }
    if (over) {
      interruption.end();
    }
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}
