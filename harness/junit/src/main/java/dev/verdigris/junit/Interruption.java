package dev.verdigris.junit;

import dev.verdigris.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says what state is left when the process is told to end while a deployment runs. Core stops a
 * phase between two of its steps, and a swap that has begun is brought to its end; both are waited
 * for, since what came of them is worth knowing. Validations and the user's own phases just end. No
 * further phase begins.
 */
final class Interruption {
  /** Surefire halts its process thirty seconds after the signal. */
  static final Duration PATIENCE = Duration.ofSeconds(25);

  private final Thread hook;
  private final Duration patience;
  private final StateFile file;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Interruption(Standing standing, Console console, StateFile file, Duration patience) {
    this.patience = patience;
    this.file = file;
    this.hook = new Thread(() -> tell(standing, console), "verdigris-interruption");
  }

  static Interruption watch(Standing standing, Console console, StateFile file, Duration patience) {
    Interruption interruption = new Interruption(standing, console, file, patience);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void tell(Standing standing, Console console) {
    BuiltInPhase phase = standing.interrupt().builtIn();
    boolean finished = false;
    file.write(standing, false);
    if (phase != null && phase != BuiltInPhase.VALIDATE) {
      console.text("VERDIGRIS  interrupted; " + phase.label() + " stops at its next step");
      finished = await();
    }
    Problem problem = RunProblems.interrupted(phase, standing, finished).problem();
    console.text(problem.format());
    PhaseRunner.leave(standing, problem);
    file.write(standing, true);
  }

  private boolean await() {
    try {
      return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
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
