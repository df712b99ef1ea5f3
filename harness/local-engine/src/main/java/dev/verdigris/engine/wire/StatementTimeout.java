package dev.verdigris.engine.wire;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a statement that computes after the session's {@code statement_timeout}, if it has one. */
final class StatementTimeout {

  private final @Nullable ScheduledFuture<?> timer;

  /** Begins to count. */
  StatementTimeout(Session session) {
    Duration timeout = Variable.duration(session.variables().get("statement_timeout"));
    timer =
        timeout.isZero()
            ? null
            : session
                .timers()
                .schedule(
                    () -> session.interruption().raise(Interruption.Reason.TIMEOUT),
                    timeout.toMillis(),
                    TimeUnit.MILLISECONDS);
  }

  /** The statement has come to its end. */
  void end() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
