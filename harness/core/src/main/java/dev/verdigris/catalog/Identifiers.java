package dev.verdigris.catalog;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes names and texts as SQL. Everything that goes into a statement passes through here. */
public final class Identifiers {

  /** The longest name that Materialize takes, in bytes of UTF-8. */
  public static final int MAX_BYTES = 255;

  private Identifiers() {}

  /** {@code name} in double quotes, with quotes inside it doubled. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The quoted parts with dots between: {@code "materialize"."flights"."delays"}. */
  public static String qualified(String... parts) {
    return Arrays.stream(parts).map(Identifiers::quote).collect(Collectors.joining("."));
  }

  /** {@code text} as a string literal; backslashes mean themselves. */
  public static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
