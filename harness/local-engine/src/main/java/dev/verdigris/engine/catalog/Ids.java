package dev.verdigris.engine.catalog;

import java.util.Comparator;

/** What the typed ids have in common. */
final class Ids {
  /** The server's before users', then by number. */
  static final Comparator<String> ORDER =
      Comparator.<String>comparingInt(id -> id.charAt(0))
          .thenComparingInt(String::length)
          .thenComparing(Comparator.naturalOrder());

  private Ids() {}

  /** The id of a user's object with that number. */
  static String user(long number) {
    return "u" + number;
  }
}
