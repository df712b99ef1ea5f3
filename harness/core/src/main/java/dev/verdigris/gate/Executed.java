package dev.verdigris.gate;

import java.time.Duration;
import java.util.List;

/**
 * A validation that ran, or was found not to run.
 *
 * @param id the same id that it is expected under
 * @param name what people call it
 * @param outcome how it ended
 * @param took how long it took
 * @param message what it said; empty where it said nothing
 * @param readAt the times of Materialize that it read at, in their order, as {@code mz_now()} tells
 *     them; empty where it told none
 * @param accepted whether the configuration accepts by name that it did not run; only for {@link
 *     Outcome#SKIPPED}
 * @param byDefault whether it is one of the default validations, which alone promote nothing
 */
public record Executed(
    String id,
    String name,
    Outcome outcome,
    Duration took,
    String message,
    List<String> readAt,
    boolean accepted,
    boolean byDefault) {

  /** Makes the list immutable. */
  public Executed {
    readAt = List.copyOf(readAt);
  }

  /** One of the user's that told no time. */
  public Executed(String id, String name, Outcome outcome, Duration took, String message) {
    this(id, name, outcome, took, message, List.of(), false, false);
  }

  /** Whether it keeps a verdict from promoting. */
  public boolean blocks() {
    return !outcome.promotes() && !(outcome == Outcome.SKIPPED && accepted);
  }

  /** Whether it is one of the user's own and ended in a way that promotes. */
  public boolean counts() {
    return outcome.promotes() && !byDefault;
  }
}
