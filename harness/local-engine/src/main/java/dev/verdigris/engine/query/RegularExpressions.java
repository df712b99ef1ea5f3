package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Regular expressions: Materialize's and PostgreSQL's dialects agree on the common part only. */
final class RegularExpressions {
  /** Literals, classes, groups, alternatives, repetitions; escapes of punctuation and \d \w \s. */
  private static final Pattern COMMON =
      Pattern.compile(
          "(?:[^\\\\(\\[{]|\\\\[dwsDWS.^$*+?()\\[\\]{}|/\\\\-]|\\((?!\\?)|\\(\\?:"
              + "|\\{\\d+(?:,\\d*)?\\}|\\[\\^?[^\\[\\]\\\\&]*\\])*");

  private static final Pattern TIME_FORMAT =
      Pattern.compile("(?:YYYY|MM|DD|HH24|HH12|HH|MI|SS|MS|US|Mon|Dy|AM|PM|[^A-Za-z\"\\\\])*");

  private RegularExpressions() {}

  /** Refuses a pattern that is no literal or that the two dialects may read differently. */
  static void check(Expression pattern) {
    String text = literal(pattern);
    if (text == null) {
      throw SqlException.unsupported("a regular expression that is not a literal");
    }
    if (!COMMON.matcher(text).matches() || !isValid(text)) {
      throw SqlException.unsupported("the regular expression " + text);
    }
  }

  private static boolean isValid(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** Refuses a replacement with references to groups, which the dialects write differently. */
  static void checkReplacement(Expression replacement) {
    String text = literal(replacement);
    if (text == null || text.contains("$") || text.contains("\\")) {
      throw SqlException.unsupported("a replacement of a regular expression with references");
    }
  }

  /** Refuses a format of to_char whose parts are not all the most common ones. */
  static void checkTimeFormat(Expression format) {
    String text = literal(format);
    if (text == null || !TIME_FORMAT.matcher(text).matches()) {
      throw SqlException.unsupported("a format of to_char with uncommon parts");
    }
  }

  private static @Nullable String literal(Expression expression) {
    String sql = expression.sql();
    int end = sql.lastIndexOf('\'');
    boolean literal =
        expression.origin() instanceof Origin.Constant && sql.startsWith("'") && end > 0;
    return literal ? sql.substring(1, end).replace("''", "'") : null;
  }
}
