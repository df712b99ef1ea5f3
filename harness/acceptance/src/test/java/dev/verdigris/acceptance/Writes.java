package dev.verdigris.acceptance;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells statements that change something from reads. */
public final class Writes {
  /** What a read may begin with; transaction control and settings of the session change nothing. */
  private static final Pattern READ =
      Pattern.compile(
          "^\\s*(select|show|set|begin|commit|rollback|declare|fetch|close|subscribe|copy\\s*\\(\\s*subscribe|explain|with)\\b");

  private Writes() {}

  /** Whether a statement changes something. */
  public static boolean isWrite(String sql) {
    String text = sql.toLowerCase(Locale.ROOT);
    return !text.isBlank()
        && (!READ.matcher(text).find() || text.contains("alter ") || text.contains("comment on"));
  }
}
