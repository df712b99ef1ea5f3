package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.EveryValue;
import dev.verdigris.execute.DeadlineException;
import dev.verdigris.execute.ReadSession;
import dev.verdigris.execute.SqlStates;
import dev.verdigris.validations.EstateMessages.Seen;
import dev.verdigris.validations.Inspection.Sight;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads each relation so that all of it is evaluated, and little is sent. */
final class RelationReads {
  private static final String ERROR = "error";
  private static final String LATE = "no answer";

  private RelationReads() {}

  /**
   * Reads every value of each.
   *
   * @param deadline of each read; null: that of the configuration
   * @param place what it is called, for people
   * @param cluster where it is read
   * @throws SQLException when the connection is lost
   */
  static Sight of(
      Collection<Relation> relations, @Nullable Duration deadline, String place, String cluster)
      throws SQLException {
    List<Observation> observations = new ArrayList<>();
    List<String> looks = new ArrayList<>();
    for (Relation relation : relations) {
      failure(relation, deadline)
          .ifPresent(
              failure -> {
                observations.add(failure);
                looks.add("SELECT * FROM " + relation);
              });
    }
    return new Sight(
        new Seen(
            "read",
            "every value of " + place + ", on cluster " + cluster,
            looks.isEmpty() ? "" : looks.get(0)),
        "",
        relations.size(),
        "relations",
        observations);
  }

  /** A session of its own for each: one that failed is not used again. */
  private static Optional<Observation> failure(Relation relation, @Nullable Duration deadline)
      throws SQLException {
    try (ReadSession session = relation.session()) {
      session.query(
          EveryValue.of(relation.sqlName(), relation.columns()),
          deadline == null ? session.deadline() : deadline,
          rows -> rows.next());
      return Optional.empty();
    } catch (DeadlineException late) {
      return Optional.of(Observation.fail(LATE, relation.name() + "  " + late.getMessage()));
    } catch (SQLException e) {
      if (SqlStates.connectionLost(e)) {
        throw e;
      }
      return Optional.of(Observation.fail(ERROR, relation.name() + "  " + SqlStates.message(e)));
    }
  }
}
