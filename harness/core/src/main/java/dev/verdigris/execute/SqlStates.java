package dev.verdigris.execute;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The few SQLSTATEs that mean something; most planning errors are {@code XX000}. */
public final class SqlStates {
  /** Another session changed the catalog while a transaction of swaps was open. */
  public static final String CATALOG_CHANGED = "40001";

  /** A right is missing. */
  public static final String FORBIDDEN = "42501";

  /** The statement was cancelled or timed out. */
  public static final String CANCELLED = "57014";

  private static final String CONNECTION_CLASS = "08";
  private static final String SHUTDOWN_CLASS = "57P";

  private SqlStates() {}

  /** Whether another session's DDL ended the transaction. */
  public static boolean catalogChanged(SQLException e) {
    return CATALOG_CHANGED.equals(e.getSQLState());
  }

  /** Whether a right is missing. */
  public static boolean forbidden(SQLException e) {
    return FORBIDDEN.equals(e.getSQLState());
  }

  /** Whether the connection is lost, so that it is unknown what became of the statement. */
  public static boolean connectionLost(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith(CONNECTION_CLASS) || state.startsWith(SHUTDOWN_CLASS));
  }

  /** The message that the server gave, without its severity; else the driver's. */
  public static String message(SQLException e) {
    ServerErrorMessage server = server(e);
    String text = server == null ? null : server.getMessage();
    return text == null ? ConnectionProblems.message(e) : text;
  }

  /** The same with the detail behind it, which tells for example whose right is missing. */
  public static String messageAndDetail(SQLException e) {
    ServerErrorMessage server = server(e);
    String detail = server == null ? null : server.getDetail();
    return message(e) + (detail == null ? "" : ": " + detail);
  }

  /** Everything that the server said, if it was the server. */
  static @Nullable ServerErrorMessage server(SQLException e) {
    return e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
  }
}
