package dev.verdigris.engine;

import org.jspecify.annotations.Nullable;

/**
 * An error that a client sees, with the fields of PostgreSQL's ErrorResponse. Texts and SQLSTATEs
 * are Materialize's own where it has the error; what the engine itself cannot do is {@link
 * #unsupported(String)}.
 */
public final class SqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** SQLSTATE of everything that Materialize gives no state of its own. */
  public static final String INTERNAL = "XX000";

  /** SQLSTATE of what the server knows of and does not do. */
  public static final String FEATURE_NOT_SUPPORTED = "0A000";

  /** SQLSTATE of a text that is not SQL. */
  public static final String SYNTAX_ERROR = "42601";

  private final String severity;
  private final String sqlstate;
  private final String text;
  private final @Nullable String detail;
  private final @Nullable String hint;
  private final @Nullable Integer position;

  /**
   * An error with all its fields.
   *
   * @param severity {@code ERROR} or {@code FATAL}
   * @param position the character of the statement text, from 1
   */
  public SqlException(
      String severity,
      String sqlstate,
      String message,
      @Nullable String detail,
      @Nullable String hint,
      @Nullable Integer position) {
    super(message);
    this.severity = severity;
    this.sqlstate = sqlstate;
    this.text = message;
    this.detail = detail;
    this.hint = hint;
    this.position = position;
  }

  /** An error of severity {@code ERROR} with a message only. */
  public static SqlException of(String sqlstate, String message) {
    return new SqlException("ERROR", sqlstate, message, null, null, null);
  }

  /** An error with SQLSTATE {@code XX000}, which is what Materialize gives to most of them. */
  public static SqlException internal(String message) {
    return of(INTERNAL, message);
  }

  /** A syntax error; {@code position} counts characters from 1. */
  public static SqlException syntax(String message, int position) {
    return new SqlException("ERROR", SYNTAX_ERROR, message, null, null, position);
  }

  /** An error that ends the connection. */
  public static SqlException fatal(String sqlstate, String message) {
    return new SqlException("FATAL", sqlstate, message, null, null, null);
  }

  /**
   * A refusal: Materialize may have {@code feature}, the local engine does not model it.
   *
   * @param feature what was asked for, as it fits before "is not modelled"
   */
  public static SqlException unsupported(String feature) {
    return of(FEATURE_NOT_SUPPORTED, "local engine: " + feature + " is not modelled")
        .withHint(
            "The local engine refuses what it cannot do as Materialize does it. Run this against a"
                + " real Materialize: set -Dverdigris.url to its address.");
  }

  /**
   * A feature that the server has and does not give unless it is switched on.
   *
   * @param what as it fits before "is not available"
   * @param feature the name by which a system user switches it on
   */
  public static SqlException preview(String what, String feature) {
    return internal(what + " is not available")
        .withDetail("The requested feature (" + feature + ") is in private preview.")
        .withHint("Contact support to discuss enabling the feature in your Materialize region.");
  }

  /** This error with a detail. */
  public SqlException withDetail(@Nullable String newDetail) {
    return copy(newDetail, hint);
  }

  /** This error with a hint. */
  public SqlException withHint(@Nullable String newHint) {
    return copy(detail, newHint);
  }

  private SqlException copy(@Nullable String newDetail, @Nullable String newHint) {
    SqlException copy = new SqlException(severity, sqlstate, text, newDetail, newHint, position);
    copy.initCause(getCause());
    return copy;
  }

  /** {@code ERROR} or {@code FATAL}. */
  public String severity() {
    return severity;
  }

  /** The five characters that name the kind of error. */
  public String sqlstate() {
    return sqlstate;
  }

  /** The message, never null. */
  public String message() {
    return text;
  }

  /** More about the error, if there is more. */
  public @Nullable String detail() {
    return detail;
  }

  /** What to do about it, if something is known. */
  public @Nullable String hint() {
    return hint;
  }

  /** The character of the statement text, from 1, if the error has a place. */
  public @Nullable Integer position() {
    return position;
  }
}
