package dev.verdigris.validations;

import dev.verdigris.execute.DeadlineException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes a check as often as the options ask: once, or until time has decided. */
final class Course {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Check check;
  private final Options options;
  private final Origin origin;

  Course(Check check, Options options, Origin origin) {
    this.check = check;
    this.options = options;
    this.origin = origin;
  }

  /**
   * What the check came to.
   *
   * @throws dev.verdigris.VerdigrisException VG-3108 when a statement fails
   * @throws dev.verdigris.gate.InconclusiveError VG-3109 when nothing answers in time
   */
  Finding run() {
    try {
      if (options.timing().isOnce()) {
        return once();
      }
      return check.pulse().isPresent() ? followed(check.pulse().get()) : polled();
    } catch (FailedStatement e) {
      throw failure(e.sql(), e.failure());
    } catch (SQLException e) {
      throw failure("", e);
    }
  }

  private RuntimeException failure(String sql, SQLException cause) {
    if (cause instanceof DeadlineException late) {
      throw ReadProblems.noAnswer(origin.what(), origin.relations(), sql, late);
    }
    return ReadProblems.notReadable(origin.what(), sql, cause);
  }

  private Finding once() throws SQLException {
    SharedSnapshot snapshot = options.snapshot();
    if (snapshot != null) {
      return snapshot.judge(check, options.deadline());
    }
    try (Reading reading = Reading.with(origin.session().get(), options.deadline())) {
      return check.judge(reading);
    }
  }

  /** Subscribes, so that every change is seen at once and none between two looks is missed. */
  private Finding followed(Check.Pulse pulse) throws SQLException {
    Watch.Result result;
    try (Watch watch = Watch.of(origin.apart().get(), pulse, options.deadline())) {
      result = watch.follow(options.timing());
    } catch (DeadlineException late) {
      throw late;
    } catch (SQLException notToBeSubscribedTo) {
      return polled();
    }
    if (result.passed()) {
      return Finding.holds(result.at());
    }
    Finding now = once();
    return now.holds()
        ? Finding.fails(
            result.at(), () -> TimingMessages.heldAgain(origin, options, pulse.sql(), result, now))
        : now;
  }

  private Finding polled() throws SQLException {
    Stretch stretch = new Stretch(options.timing(), System.nanoTime());
    Duration pause = FIRST_PAUSE;
    while (true) {
      Finding now = once();
      Stretch.State state = stretch.observe(now.holds(), System.nanoTime());
      if (state != Stretch.State.OPEN) {
        return now;
      }
      Duration left = stretch.left(System.nanoTime());
      rest(pause.compareTo(left) < 0 ? pause : left);
      pause = pause.multipliedBy(3).dividedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
  }

  private static void rest(Duration pause) {
    try {
      // Nobody counts down: the latch is a pause that an interrupt ends.
      if (new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError("unreachable");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TimingMessages.interrupted();
    }
  }
}
