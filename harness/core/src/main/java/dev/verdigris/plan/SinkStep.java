package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.ComparedRelations;
import java.util.HashSet;
import java.util.Set;

/**
 * Cuts a sink over to another relation. The sink keeps its id and sends no snapshot of it.
 *
 * @param sink the sink's whole name
 * @param sinkId the sink's id
 * @param to the relation's whole name
 * @param fromId the id of the relation that it reads
 * @param toId the id of the relation that it shall read
 * @param before what is awaited before
 */
public record SinkStep(
    String sink, String sinkId, String to, String fromId, String toId, Before before)
    implements Step {

  /** What is awaited before a sink is cut over. */
  public sealed interface Before {}

  /** Nothing: it is sent at once. */
  public record Now() implements Before {}

  /**
   * Until both relations hold the same, so that the cutover leaves nothing otherwise: a view that
   * was just made is read, which waits until it is hydrated.
   *
   * @param relations what the sink reads and what it shall read
   * @param cluster the name of the cluster they are read on
   */
  public record Equal(ComparedRelations relations, String cluster) implements Before {}

  /**
   * Until the sink has sent everything up to a time at which the switch showed the side that it
   * goes to.
   *
   * @param switchSql the switch's whole name
   * @param cluster the name of the cluster it is read on
   * @param toNew the side
   */
  public record Flipped(String switchSql, String cluster, boolean toNew) implements Before {}

  @Override
  public String verb() {
    return "sink";
  }

  @Override
  public String sql() {
    return "ALTER SINK " + sink + " SET FROM " + to;
  }

  @Override
  public Snapshot after(Snapshot snapshot) {
    return snapshot.item(sinkId).map(item -> snapshot.with(moved(item))).orElse(snapshot);
  }

  /**
   * Whether the sink reads what it should. A relation that this very plan creates is known by its
   * name until then; of all others a name may be another's by now.
   */
  public boolean isDone(Snapshot snapshot) {
    return snapshot.item(sinkId).stream()
        .flatMap(sink -> sink.dependsOn().stream())
        .anyMatch(id -> CreateStep.isNew(toId) ? isNamed(snapshot, id) : id.equals(toId));
  }

  /** Whether a sink that reads this relation reads what the step was planned with, or its end. */
  public boolean isFrom(String relationId) {
    return relationId.equals(fromId) || relationId.equals(toId);
  }

  private boolean isNamed(Snapshot snapshot, String id) {
    return snapshot.item(id).filter(read -> snapshot.sqlName(read).equals(to)).isPresent();
  }

  private Item moved(Item item) {
    Set<String> dependsOn = new HashSet<>(item.dependsOn());
    dependsOn.remove(fromId);
    dependsOn.add(toId);
    return item.withDependsOn(dependsOn);
  }
}
