package dev.verdigris.junit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process that stands in a phase until it is told to end. */
final class InterruptedTestCase {
  private InterruptedTestCase() {}

  public static void main(String[] arguments) throws InterruptedException {
    BuiltInPhase phase = BuiltInPhase.valueOf(arguments[0]);
    boolean over = Boolean.parseBoolean(arguments[1]);
    Standing standing = new Standing();
    standing.left("green is as it was", "");
    standing.enter(PlannedPhase.of(phase));
    if (phase == BuiltInPhase.CLEANUP) {
      standing.left("promoted all the same", "");
      standing.promote();
    }
    Console console = new Console(System.out);
    Interruption interruption = Interruption.watch(standing, console, Duration.ofSeconds(1));
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
