package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an assertion asks the server, and how it judges the answer. */
interface Check {

  /**
   * Reads and judges, everything at one timestamp.
   *
   * @throws SQLException what the server says, or {@link dev.verdigris.execute.DeadlineException}
   */
  Finding judge(Reading reading) throws SQLException;

  /** The relations that it reads, as far as they are known; a shared snapshot asks. */
  default List<Relation> relations() {
    return List.of();
  }

  /**
   * What a subscription can follow; empty where the check has to be made again and again.
   *
   * @see Pulse
   */
  default Optional<Pulse> pulse() {
    return Optional.empty();
  }

  /**
   * A query of one row that decides whether the check holds, at every time of its own.
   *
   * @param sql the query, without {@code now()}
   * @param holds judges the row
   */
  record Pulse(String sql, Predicate<List<@Nullable String>> holds) {}
}
