package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.execute.ReadSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One timestamp for several assertions. The relations are named up front, because the first query
 * of a transaction fixes what later ones may read. It holds a connection and a transaction, which
 * Materialize ends after two minutes of idleness and which any failing statement ends: take it,
 * assert, close it. What is read of the catalog is never part of it.
 *
 * <pre>
 * try (SharedSnapshot now = snapshotOf(green.relation("flights.a"), blue.relation("flights.a"))) {
 *   assertThat(green.relation("flights.a")).atTimestampOf(now).hasSameRowCountAs(blue);
 *   assertThat(green.relation("flights.a")).atTimestampOf(now).keyedBy("id").matches(blue);
 * }
 * </pre>
 *
 * Assertions of several threads wait for each other.
 */
public final class SharedSnapshot implements AutoCloseable {
  private final ReadSession session;
  private final Set<Relation> relations;
  private final String at;
  private @Nullable String ended;

  private SharedSnapshot(ReadSession session, Set<Relation> relations, String at) {
    this.session = session;
    this.relations = relations;
    this.at = at;
  }

  /** Takes one on the cluster of the first relation. */
  static SharedSnapshot of(Relation... relations) {
    if (relations.length == 0) {
      throw new IllegalArgumentException("snapshotOf: name at least one relation");
    }
    ReadSession session = relations[0].session();
    String sql = Reading.touching(List.of(relations));
    try {
      session.execute("BEGIN", session.deadline());
      String at = session.query(sql, Table::of).value(0);
      return new SharedSnapshot(session, new LinkedHashSet<>(List.of(relations)), at);
    } catch (SQLException e) {
      session.close();
      throw ReadProblems.notReadable(relations[0].name(), sql, e);
    }
  }

  /** The timestamp, in milliseconds since 1970 as {@code mz_now()} tells it. */
  public String timestamp() {
    return at;
  }

  /** Makes a check in the transaction. */
  synchronized Finding judge(Check check, @Nullable Duration deadline) throws SQLException {
    if (ended != null) {
      throw new IllegalStateException("the shared timestamp " + at + " is over: " + ended);
    }
    for (Relation relation : check.relations()) {
      if (!relations.contains(relation)) {
        throw OptionProblems.notInSnapshot(
            relation.environment() + " " + relation.name(),
            relations.stream().map(known -> known.environment() + " " + known.name()).toList());
      }
    }
    try (Reading reading = Reading.sharing(session, deadline)) {
      return check.judge(reading);
    } catch (SQLException e) {
      ended = "a statement failed, which ends the transaction: " + e.getMessage();
      throw e;
    }
  }

  /** Ends the transaction. */
  @Override
  public synchronized void close() {
    if (ended == null) {
      try {
        session.execute("COMMIT", session.deadline());
      } catch (SQLException e) {
        // Nothing was written, and the session is not used again after a failure.
        session.spoil();
      }
    } else {
      session.spoil();
    }
    session.close();
    ended = "it was closed";
  }
}
