package dev.verdigris.execute;

import dev.verdigris.Phase;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Marker;
import dev.verdigris.plan.CreateStep;
import dev.verdigris.plan.Differences;
import dev.verdigris.plan.SinkClaim;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.Situation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sees whether names still lead to the ids that a plan was made with, and a sink to the relation
 * that it was planned with. What makes a transition and what cuts a sink over takes names, and
 * minutes may lie between the plan and it: another run of the deployment may have brought the names
 * elsewhere by then, so that the old relation's name is the new one's. Or another deployment has:
 * then it is told whose they are (ADR 16).
 *
 * @param catalog reads where the deployment stands
 * @param failures tells the state that was left
 */
public record Names(Fence.Reading<Situation> catalog, Failures failures) {

  /**
   * Compares the names of the deployment's schemas and clusters, with one read of the catalog.
   *
   * @param planned where the deployment stands by the steps before
   * @throws VerdigrisException VG-5302 where they are elsewhere, VG-5430 where another deployment
   *     was promoted
   */
  public void refuseMoved(Session session, Phase phase, Situation planned) throws SQLException {
    refuse(phase, planned, catalog.on(session));
  }

  /**
   * Compares the names of a sink and of what it shall read, and what it reads, with one short read:
   * right before its statement, behind all waits.
   *
   * @param planned where the deployment stands by the steps before
   * @param swapped whether this phase has swapped, so that the sink is one of several that it ends
   *     with
   * @throws SQLException what the server says; behind the swap, that the sink is elsewhere
   * @throws VerdigrisException VG-5302 where the names are others' by now, or the sink is
   *     elsewhere; VG-5430 where another deployment was promoted, VG-5431 where one is about to be
   *     and has the sink
   */
  void refuseMoved(Session session, Phase phase, SinkStep step, Situation planned, boolean swapped)
      throws SQLException {
    Map<String, String> meant = new LinkedHashMap<>();
    meant.put(step.sinkId(), step.sink());
    if (!CreateStep.isNew(step.toId())) {
      meant.put(step.toId(), step.to());
    }
    Set<String> reads = new HashSet<>();
    Map<String, String> now = names(session, meant, step.sinkId(), reads);
    List<String> moved = new ArrayList<>();
    meant.forEach(
        (id, name) -> {
          if (!name.equals(now.getOrDefault(id, name))) {
            moved.add(id + " was named " + name + " and is " + now.get(id));
          }
        });
    refuse(phase, moved);
    boolean made = CreateStep.isNew(step.fromId());
    if (now.containsKey(step.sinkId()) && !made && reads.stream().noneMatch(step::isFrom)) {
      Situation found = catalog.on(session);
      SinkClaim claim = new SinkClaim(found, step, swapped);
      if (swapped && !claim.holds()) {
        refuse(phase, planned, found);
        throw new SQLException("somebody has brought it elsewhere: " + claim.describe());
      }
      refuseTaken(phase, claim, planned);
    }
  }

  /**
   * Refuses for a sink that is another's now.
   *
   * @param planned where the deployment stands by the steps before
   * @throws VerdigrisException as {@link #refuseMoved(Session, Phase, SinkStep, Situation,
   *     boolean)} before the swap
   */
  void refuseTaken(Phase phase, SinkClaim claim, Situation planned) {
    refuse(phase, planned, claim.now());
    if (claim.holds()) {
      return;
    }
    Optional<Marker> first = claim.first();
    if (first.isPresent()) {
      String state = failures.state().get();
      throw ExecutionProblems.givesWay(
              phase, failures.deployment(), first.get(), claim.describe(), state)
          .exception();
    }
    refuse(phase, List.of(claim.describe()));
  }

  /**
   * What these are called.
   *
   * @param sinkId the one among them whose relation is asked for
   * @param reads gets the ids of what it depends on
   */
  private static Map<String, String> names(
      Session session, Map<String, String> ids, String sinkId, Set<String> reads)
      throws SQLException {
    return session.query(
        "SELECT o.id, d.name, s.name, o.name, r.referenced_object_id FROM mz_catalog.mz_objects o"
            + " JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id"
            + " JOIN mz_catalog.mz_databases d ON d.id = s.database_id"
            + " LEFT JOIN mz_internal.mz_object_dependencies r ON r.object_id = o.id"
            + " WHERE o.id IN ("
            + ids.keySet().stream().map(Identifiers::literal).collect(Collectors.joining(", "))
            + ")",
        rows -> {
          Map<String, String> names = new LinkedHashMap<>();
          while (rows.next()) {
            names.put(
                rows.getString(1),
                Identifiers.qualified(rows.getString(2), rows.getString(3), rows.getString(4)));
            if (rows.getString(1).equals(sinkId) && rows.getString(5) != null) {
              reads.add(rows.getString(5));
            }
          }
          return names;
        });
  }

  private void refuse(Phase phase, Situation planned, Situation now) {
    Optional<Marker> winner = Differences.overtaken(planned, now);
    if (winner.isPresent()) {
      String state = failures.state().get();
      throw ExecutionProblems.overtaken(phase, winner.get(), List.of(), state).exception();
    }
    refuse(phase, Differences.ofNames(planned, now));
  }

  private void refuse(Phase phase, List<String> moved) {
    if (!moved.isEmpty()) {
      throw ExecutionProblems.changed(phase, moved, List.of(), failures.state().get()).exception();
    }
  }
}
