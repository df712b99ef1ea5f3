package dev.verdigris.validations;

import java.util.function.Supplier;

/**
 * What one look at the server came to.
 *
 * @param kind how it ended
 * @param at the timestamp that was read, in milliseconds since 1970
 * @param message makes the failure's message
 */
record Finding(Kind kind, String at, Supplier<String> message) {

  /** How a look ended. */
  enum Kind {
    HOLDS,
    FAILS,
    /** Neither holds nor fails, for want of data. */
    UNDECIDED
  }

  static Finding holds(String at) {
    return new Finding(Kind.HOLDS, at, () -> "");
  }

  static Finding fails(String at, Supplier<String> message) {
    return new Finding(Kind.FAILS, at, message);
  }

  static Finding undecided(String at, Supplier<String> message) {
    return new Finding(Kind.UNDECIDED, at, message);
  }

  boolean holds() {
    return kind == Kind.HOLDS;
  }
}
