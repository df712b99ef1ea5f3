package dev.verdigris.engine.sink;

import org.jspecify.annotations.Nullable;

/**
 * What a sink is made to suffer from.
 *
 * @param stalled it sends nothing
 * @param error it sends nothing and says this; null if it has no error
 * @param cutoverHangs it sends, but does not go over to another relation
 */
public record SinkFault(boolean stalled, @Nullable String error, boolean cutoverHangs) {
  /** Nothing. */
  public static final SinkFault NONE = new SinkFault(false, null, false);

  /** Whether it sends nothing. */
  public boolean standsStill() {
    return stalled || error != null;
  }

  /** The same, but stalled or not. */
  public SinkFault stalling(boolean still) {
    return new SinkFault(still, error, cutoverHangs);
  }

  /** The same, but with this error. */
  public SinkFault failing(@Nullable String message) {
    return new SinkFault(stalled, message, cutoverHangs);
  }

  /** The same, but going over or not. */
  public SinkFault hanging(boolean hangs) {
    return new SinkFault(stalled, error, hangs);
  }
}
