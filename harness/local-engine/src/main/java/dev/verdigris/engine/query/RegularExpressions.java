package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
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

  /** A pattern without escapes, classes and extensions, so that every parenthesis is a group. */
  private static final Pattern GROUPS_ONLY = Pattern.compile("(?:[^\\\\\\[{\\n?]|(?<!\\()\\?)*");

  private static final Pattern GROUP =
      Pattern.compile("\\\\.|\\[\\^?\\]?[^\\]]*\\]|\\((?!\\?(?!P?<[A-Za-z_]))(?:\\?P?<(\\w+)>)?");

  private RegularExpressions() {}

  /**
   * Refuses a pattern that is no literal or that the two dialects may read differently; what it
   * gives is the pattern, or an expression that fails as Materialize says that the pattern does.
   */
  static Expression check(Expression pattern) {
    String text = literal(pattern);
    if (text == null) {
      if (pattern.origin() instanceof Origin.Constant && pattern.sql().startsWith("NULL::")) {
        return pattern;
      }
      throw SqlException.unsupported("a regular expression that is not a literal");
    }
    String error = error(text);
    if (error != null) {
      return Literals.failing("invalid regular expression: " + error, SqlType.TEXT);
    }
    if (!COMMON.matcher(text).matches() || !isValid(text)) {
      throw SqlException.unsupported("the regular expression " + text);
    }
    return pattern;
  }

  /** What is wrong with groups that do not match up, as Materialize shows it; null if nothing. */
  private static @Nullable String error(String text) {
    if (!GROUPS_ONLY.matcher(text).matches()) {
      return null;
    }
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(') {
        open.push(i);
      } else if (c == ')' && open.isEmpty()) {
        return shown(text, i, "unopened group");
      } else if (c == ')') {
        open.pop();
      } else if ("*+?".indexOf(c) >= 0 && (i == 0 || "(|".indexOf(text.charAt(i - 1)) >= 0)) {
        return shown(text, i, "repetition operator missing expression");
      }
    }
    return open.isEmpty() ? null : shown(text, open.peek(), "unclosed group");
  }

  private static String shown(String text, int at, String error) {
    return "regex parse error:\n    " + text + "\n    " + " ".repeat(at) + "^\nerror: " + error;
  }

  /** The groups of a pattern, in order: the name of a named one, else null. */
  static List<@Nullable String> groups(String pattern) {
    List<@Nullable String> names = new ArrayList<>();
    Matcher matcher = GROUP.matcher(pattern);
    while (matcher.find()) {
      if (matcher.group().startsWith("(")) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  /** The pattern with its named groups as plain ones, which is how PostgreSQL has them. */
  static String unnamed(String pattern) {
    return pattern.replaceAll("\\(\\?P?<[A-Za-z_][A-Za-z0-9_]*>", "(");
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

  /** The string that an expression is; null if it is none. */
  static @Nullable String literal(Expression expression) {
    String sql = expression.sql();
    int end = sql.lastIndexOf('\'');
    boolean literal =
        expression.origin() instanceof Origin.Constant && sql.startsWith("'") && end > 0;
    return literal ? sql.substring(1, end).replace("''", "'") : null;
  }
}
