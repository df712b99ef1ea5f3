package dev.verdigris.execute;

import dev.verdigris.Phase;
import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Schema;
import dev.verdigris.plan.ChangeStep;
import dev.verdigris.plan.CreateStep;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Target;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes markers. A COMMENT names a schema or cluster, and a name can be swapped away between the
 * snapshot and the COMMENT: by another run of the same deployment, since nobody else moves green's
 * names. So the ids are read afterwards, and a marker that landed on another one is taken back.
 *
 * @param session where statements are sent
 * @param phase the phase that writes
 * @param failures tells the state that is left
 */
record MarkWriter(Session session, Phase phase, Failures failures) {
  private static final int TRIES = 3;

  /**
   * Writes a marker.
   *
   * @param planned what it was planned with
   * @throws dev.verdigris.VerdigrisException VG-5551 where it landed on another one, VG-5552 where
   *     another run wrote at the same time
   */
  void write(ChangeStep.Mark mark, Situation planned) throws SQLException {
    session.execute(mark.sql());
    String meant = id(mark.target(), planned).orElse("");
    Map<String, String> found = carriers(mark, planned);
    Map<String, String> wrong = wrong(found, meant, planned, mark.target());
    if (!wrong.isEmpty()) {
      takeBack(mark, planned, meant, wrong);
      throw ExecutionProblems.markerMisplaced(
              phase, mark.target().sql(), wrong, failures.state().get())
          .exception();
    }
    // What the plan creates has no id yet that the plan could know.
    if (CreateStep.isNew(meant) ? found.isEmpty() : !found.containsKey(meant)) {
      throw ExecutionProblems.markerOverwritten(phase, mark.target().sql(), failures.state().get())
          .exception();
    }
  }

  private void takeBack(
      ChangeStep.Mark mark, Situation planned, String meant, Map<String, String> first)
      throws SQLException {
    Map<String, String> wrong = first;
    for (int i = 0; i < TRIES && !wrong.isEmpty(); i++) {
      for (Map.Entry<String, String> entry : wrong.entrySet()) {
        Target target =
            isSchema(mark.target())
                ? new Target.OfSchema(planned.scope().database(), entry.getValue())
                : new Target.OfCluster(entry.getValue());
        session.execute(
            new ChangeStep.Comment(target, comment(planned, mark.target(), entry.getKey())).sql());
      }
      wrong = wrong(carriers(mark, planned), meant, planned, mark.target());
    }
  }

  private Map<String, String> carriers(ChangeStep.Mark mark, Situation planned)
      throws SQLException {
    return CatalogReader.commented(
        session, planned.scope(), isSchema(mark.target()), mark.marker().comment(mark.userText()));
  }

  /** What was there when it was planned, and is not what the marker was meant for. */
  private static Map<String, String> wrong(
      Map<String, String> found, String meant, Situation planned, Target target) {
    Map<String, String> wrong = new TreeMap<>(found);
    wrong.keySet().removeIf(id -> meant.equals(id) || !known(planned, target, id));
    return wrong;
  }

  private static boolean known(Situation planned, Target target, String id) {
    return isSchema(target)
        ? planned.snapshot().schema(id).isPresent()
        : planned.snapshot().cluster(id).isPresent();
  }

  private static Optional<String> id(Target target, Situation planned) {
    if (target instanceof Target.OfSchema schema) {
      return planned.snapshot().schemaNamed(schema.database(), schema.name()).map(Schema::id);
    }
    return target instanceof Target.OfCluster cluster
        ? planned.snapshot().clusterNamed(cluster.name()).map(Cluster::id)
        : Optional.empty();
  }

  private static String comment(Situation planned, Target target, String id) {
    return isSchema(target)
        ? planned.snapshot().schema(id).map(Schema::comment).orElse("")
        : planned.snapshot().cluster(id).map(Cluster::comment).orElse("");
  }

  private static boolean isSchema(Target target) {
    return target instanceof Target.OfSchema;
  }
}
