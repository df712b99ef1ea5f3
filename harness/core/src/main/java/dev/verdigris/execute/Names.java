package dev.verdigris.execute;

import dev.verdigris.Phase;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.plan.CreateStep;
import dev.verdigris.plan.Differences;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.Situation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sees whether names still lead to the ids that a plan was made with. What makes a transition and
 * what cuts a sink over takes names, and minutes may lie between the plan and it: another run of
 * the deployment may have brought the names elsewhere by then, so that the old relation's name is
 * the new one's.
 *
 * @param catalog reads where the deployment stands
 * @param failures tells the state that was left
 */
public record Names(Fence.Reading<Situation> catalog, Failures failures) {

  /**
   * Compares the names of the deployment's schemas and clusters, with one read of the catalog.
   *
   * @param planned where the deployment stands by the steps before
   * @throws VerdigrisException VG-5302 where they are elsewhere
   */
  public void refuseMoved(Session session, Phase phase, Situation planned) throws SQLException {
    refuse(phase, Differences.ofNames(planned, catalog.on(session)));
  }

  /**
   * Compares the names of a sink and of what it shall read, with one short read: right before its
   * statement, behind all waits.
   *
   * @throws VerdigrisException VG-5302 where they are others' by now
   */
  void refuseMoved(Session session, Phase phase, SinkStep step) throws SQLException {
    Map<String, String> meant = new LinkedHashMap<>();
    meant.put(step.sinkId(), step.sink());
    if (!CreateStep.isNew(step.toId())) {
      meant.put(step.toId(), step.to());
    }
    Map<String, String> now = names(session, meant);
    List<String> moved = new ArrayList<>();
    meant.forEach(
        (id, name) -> {
          if (!name.equals(now.getOrDefault(id, name))) {
            moved.add(id + " was named " + name + " and is " + now.get(id));
          }
        });
    refuse(phase, moved);
  }

  private static Map<String, String> names(Session session, Map<String, String> ids)
      throws SQLException {
    return session.query(
        "SELECT o.id, d.name, s.name, o.name FROM mz_catalog.mz_objects o"
            + " JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id"
            + " JOIN mz_catalog.mz_databases d ON d.id = s.database_id WHERE o.id IN ("
            + ids.keySet().stream().map(Identifiers::literal).collect(Collectors.joining(", "))
            + ")",
        rows -> {
          Map<String, String> names = new LinkedHashMap<>();
          while (rows.next()) {
            names.put(
                rows.getString(1),
                Identifiers.qualified(rows.getString(2), rows.getString(3), rows.getString(4)));
          }
          return names;
        });
  }

  private void refuse(Phase phase, List<String> moved) {
    if (!moved.isEmpty()) {
      throw ExecutionProblems.changed(phase, moved, List.of(), failures.state().get()).exception();
    }
  }
}
