package dev.verdigris.execute;

import dev.verdigris.plan.KeyedSink;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Asks the server, long before a swap, whether each sink's key is provably unique in the relation
 * that it shall read: an {@code ALTER SINK} behind the swap would be too late to find out. The
 * question is an {@code EXPLAIN}, which changes nothing: its answer is always an error, and which
 * one tells whether the sink was accepted.
 *
 * @param unproven sinks whose key the server cannot prove, one line each, with the keys it knows
 * @param unchecked sinks about which the server said something else
 */
public record SinkKeys(List<String> unproven, List<Unchecked> unchecked) {
  /** Behind the checks of the sink: that it is no Avro. So all else was in order. */
  private static final String ACCEPTED = "EXPLAIN SCHEMA is only available for";

  private static final String NOT_UNIQUE = "upsert key could not be validated as unique";
  private static final String NO_COLUMN = "column referenced in KEY does not exist";
  private static final String KEY_LINE = "  (";

  /** Makes the lists immutable. */
  public SinkKeys {
    unproven = List.copyOf(unproven);
    unchecked = List.copyOf(unchecked);
  }

  /**
   * A sink about whose key nothing is known.
   *
   * @param sink the sink
   * @param cause what the server said instead of an answer
   */
  public record Unchecked(KeyedSink sink, SQLException cause) {

    /** For people. */
    public String text() {
      return sink.description() + ": " + SqlStates.message(cause);
    }

    /** Whether it is no matter of the sink: a right is missing, or the server took too long. */
    public boolean isForbiddenOrLate() {
      return SqlStates.forbidden(cause) || cause instanceof DeadlineException;
    }
  }

  /**
   * Asks about each sink; an answer that cannot be read keeps none of the others back.
   *
   * @throws SQLException that the server went away
   */
  public static SinkKeys of(Session session, List<KeyedSink> sinks) throws SQLException {
    List<String> unproven = new ArrayList<>();
    List<Unchecked> unchecked = new ArrayList<>();
    for (KeyedSink sink : sinks) {
      try {
        unproven(session, sink).ifPresent(unproven::add);
      } catch (SQLException e) {
        if (SqlStates.connectionLost(e)) {
          throw e;
        }
        unchecked.add(new Unchecked(sink, e));
      }
    }
    return new SinkKeys(unproven, unchecked);
  }

  /**
   * Why the server cannot prove one sink's key, with the keys that it knows; empty where it can.
   *
   * @throws SQLException if the server answers anything else than that a key is good or is not
   */
  public static Optional<String> unproven(Session session, KeyedSink sink) throws SQLException {
    return refusal(session, sink.probe()).map(reason -> sink.description() + "; " + reason);
  }

  private static Optional<String> refusal(Session session, String probe) throws SQLException {
    try {
      session.query(probe, rows -> rows.next());
      return Optional.empty();
    } catch (SQLException e) {
      ServerErrorMessage server = SqlStates.server(e);
      String message = SqlStates.message(e);
      if (message.startsWith(ACCEPTED)) {
        return Optional.empty();
      }
      if (message.equals(NOT_UNIQUE) || message.startsWith(NO_COLUMN)) {
        return Optional.of(reason(message, server == null ? null : server.getDetail()));
      }
      throw e;
    }
  }

  /** For people: which keys the server knows, from the detail of its refusal. */
  static String reason(String message, @Nullable String detail) {
    if (message.startsWith(NO_COLUMN)) {
      return message;
    }
    List<String> keys =
        detail == null
            ? List.of()
            : detail
                .lines()
                .filter(line -> line.startsWith(KEY_LINE))
                .map(line -> line.strip().replace("\"", ""))
                .toList();
    return "provable keys: " + (keys.isEmpty() ? "none" : String.join(", ", keys));
  }
}
