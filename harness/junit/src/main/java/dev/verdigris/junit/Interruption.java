package dev.verdigris.junit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says what state is left when the process is told to end while a deployment runs. The rest of the
 * run ends with the process, except a promotion: it is given the time to finish, since a swap that
 * has begun is worth knowing the end of.
 */
final class Interruption {
  /** Surefire halts its process thirty seconds after the signal. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final Thread hook;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Interruption(Standing standing, Console console) {
    this.hook = new Thread(() -> tell(standing, console), "verdigris-interruption");
  }

  static Interruption watch(Standing standing, Console console) {
    Interruption interruption = new Interruption(standing, console);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void tell(Standing standing, Console console) {
    boolean finished = false;
    if (standing.phase().builtIn() == BuiltInPhase.PROMOTE) {
      console.text("VERDIGRIS  interrupted; the promotion that has begun is brought to its end");
      finished = await();
    }
    console.text(RunProblems.interrupted(standing, finished).problem().format());
  }

  private boolean await() {
    try {
      return ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException again) {
      return false;
    }
  }

  /** The run is over. */
  void end() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already and tells.
    }
  }
}
