package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's errors in Materialize's words. */
public final class PostgresErrors {
  private static final String PREFIX = "Evaluation error: ";

  /** What calling a function says that is there for the server's own tests only. */
  static final String UNSAFE_FUNCTION =
      "executing potentially dangerous functions is not supported";

  private static final String NOT_NULL = "23502";
  private static final String OUR_OWN = "VGMZE";

  private record Rule(Pattern pattern, String replacement) {}

  private static final List<Rule> RULES =
      List.of(
          rule(
              "more than one row returned by a subquery used as an expression",
              "more than one record produced in subquery"),
          rule("(?:integer|bigint|smallint) out of range", "numeric field overflow"),
          rule("value overflows numeric format", "numeric field overflow"),
          rule("value out of range: overflow", "value out of range: overflow"),
          rule(
              "invalid input syntax for type (smallint|integer|bigint): \"\"",
              "invalid input syntax for type $1: cannot parse integer from empty string: \"\""),
          rule(
              "invalid input syntax for type (smallint|integer|bigint): (\"(?s:.*)\")",
              "invalid input syntax for type $1: invalid digit found in string: $2"),
          rule(
              "value (\"-.*\") is out of range for type (smallint|integer|bigint)",
              "invalid input syntax for type $2: number too small to fit in target type: $1"),
          rule(
              "value (\".*\") is out of range for type (smallint|integer|bigint)",
              "invalid input syntax for type $2: number too large to fit in target type: $1"),
          rule(
              "date/time field value out of range: (\"\\d+-\\d+-\\d+\")",
              "invalid input syntax for type date: invalid or out-of-range date: $1"),
          rule("cannot take logarithm of zero", "function ln is not defined for zero"),
          rule(
              "cannot take logarithm of a negative number",
              "function ln is not defined for negative numbers"),
          rule(
              "cannot take square root of a negative number",
              "cannot take square root of a negative number"),
          rule("step size cannot equal zero", "step size cannot equal zero"),
          rule("invalid hexadecimal digit: (\".*\")", "invalid hexadecimal digit: $1"),
          rule(
              "null value in column (\".*?\").*",
              "null value in column $1 violates not-null" + " constraint"));

  private static final Pattern UUID =
      Pattern.compile("invalid input syntax for type uuid: \"((?s:.*))\"");

  private PostgresErrors() {}

  /**
   * What the client is told of an error that PostgreSQL raised while it ran a planned statement.
   *
   * @param sqlState PostgreSQL's state
   * @param message its message
   * @param hint its hint, if any
   * @param evaluation {@link PlannedQuery#evaluation()} of the statement
   */
  public static SqlException translate(
      String sqlState, String message, @Nullable String hint, boolean evaluation) {
    if (sqlState.equals("57014") || sqlState.startsWith("08") || sqlState.startsWith("57P")) {
      return SqlException.of(sqlState, message);
    }
    if (sqlState.equals("40001") || sqlState.equals("40P01")) {
      return SqlException.of("40001", message);
    }
    String words;
    try {
      words = reworded(message);
    } catch (SqlException refusal) {
      return refusal;
    }
    if (words.equals(UNSAFE_FUNCTION)) {
      return SqlException.internal(words)
          .withDetail(
              "The requested feature (unsafe_enable_unsafe_functions) is unsafe and is meant only"
                  + " for internal development and testing of Materialize.");
    }
    if (words.startsWith("local engine: ")) {
      return SqlException.of(SqlException.FEATURE_NOT_SUPPORTED, words);
    }
    if (sqlState.equals(NOT_NULL)) {
      return SqlException.of(NOT_NULL, words);
    }
    return SqlException.internal(evaluation && !words.startsWith(PREFIX) ? PREFIX + words : words)
        .withHint(sqlState.equals(OUR_OWN) ? hint : null);
  }

  private static String reworded(String message) {
    Matcher uuid = UUID.matcher(message);
    if (uuid.matches()) {
      return uuidError(uuid.group(1));
    }
    if (message.equals("invalid input syntax for type json")) {
      throw SqlException.unsupported("Materialize's wording of an error in a text of JSON");
    }
    for (Rule rule : RULES) {
      Matcher matcher = rule.pattern().matcher(message);
      if (matcher.matches()) {
        return matcher.replaceAll(rule.replacement());
      }
    }
    return message;
  }

  /** Names the first character that no UUID has. */
  private static String uuidError(String value) {
    for (int i = 0; i < value.length(); i++) {
      if ("0123456789abcdefABCDEF-".indexOf(value.charAt(i)) < 0) {
        return "invalid input syntax for type uuid: invalid character: expected an optional prefix"
            + " of `urn:uuid:` followed by [0-9a-fA-F-], found `"
            + value.charAt(i)
            + "` at "
            + (i + 1)
            + ": \""
            + value
            + "\"";
      }
    }
    throw SqlException.unsupported("Materialize's wording of an error in a text of a UUID");
  }

  private static Rule rule(String pattern, String replacement) {
    return new Rule(Pattern.compile(pattern), replacement);
  }
}
