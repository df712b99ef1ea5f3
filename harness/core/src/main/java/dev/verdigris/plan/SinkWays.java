package dev.verdigris.plan;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.ColumnRule;
import dev.verdigris.cutover.ComparedRelations;
import dev.verdigris.cutover.ComparedRelations.Compared;
import dev.verdigris.cutover.KeySets;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecision.Way;
import dev.verdigris.cutover.SinkDecisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How each sink is cut over: what was decided, and what was counted.
 *
 * @param decisions what the configuration says
 * @param counted the key sets by the sink's id, as far as they were read
 */
public record SinkWays(SinkDecisions decisions, Map<String, KeySets> counted) {

  /** Nothing is decided and nothing counted: every sink is cut over plainly. */
  public static final SinkWays NONE = decided(SinkDecisions.NONE);

  /** Makes the map immutable. */
  public SinkWays {
    counted = Map.copyOf(counted);
  }

  /** What was decided, and nothing counted yet. */
  public static SinkWays decided(SinkDecisions decisions) {
    return new SinkWays(decisions, Map.of());
  }

  /** The same with what somebody decided. */
  public SinkWays withDecisions(SinkDecisions others) {
    return new SinkWays(others, counted);
  }

  /** The same with key sets. */
  public SinkWays withCounted(Map<String, KeySets> keys) {
    return new SinkWays(decisions, keys);
  }

  /** Whether the sink with this id passes over the transition, in either direction. */
  public boolean isReconciled(Situation situation, String sinkId) {
    return Stream.concat(Cutovers.toGreen(situation).stream(), Cutovers.toOld(situation).stream())
        .filter(cutover -> cutover.sink().id().equals(sinkId))
        .anyMatch(cutover -> reconciles(situation.snapshot(), cutover));
  }

  Optional<SinkDecision> decision(Snapshot snapshot, Cutovers cutover) {
    return decisions.about(cutover.names(snapshot));
  }

  /** Whether a sink passes over the transition: somebody decided so, and it can. */
  boolean reconciles(Snapshot snapshot, Cutovers cutover) {
    return decision(snapshot, cutover).filter(one -> one.way() == Way.RECONCILED).isPresent()
        && obstacle(snapshot, cutover).isEmpty();
  }

  /** Whether somebody decided that a sink is cut over plainly. */
  boolean isPlain(Snapshot snapshot, Cutovers cutover) {
    return decision(snapshot, cutover).filter(one -> one.way() == Way.PLAIN).isPresent();
  }

  /** Why a sink cannot pass over the transition. */
  static Optional<String> obstacle(Snapshot snapshot, Cutovers cutover) {
    if (cutover.to().isEmpty()) {
      return Optional.of("the other version has no such object");
    }
    SinkContract contract = SinkContract.of(cutover.sink().definition());
    Optional<String> reason = obstacle(contract);
    if (reason.isPresent()) {
      return reason;
    }
    if (cutover.to().get().clusterId().isEmpty() && cutover.from().clusterId().isEmpty()) {
      return Optional.of("neither relation runs on a cluster that a transition could run on");
    }
    ComparedRelations relations = cutover.compared(snapshot);
    List<String> retyped = names(relations.columns().stream().filter(Compared::isRetyped).toList());
    if (!retyped.isEmpty()) {
      return Optional.of("no view can show both types of column " + String.join(", ", retyped));
    }
    boolean same = relations.columns().stream().noneMatch(Compared::isAdded);
    if ((!same || !lost(cutover).isEmpty()) && !contract.format().equals("JSON")) {
      return Optional.of(
          "the columns differ, and only JSON records may change their form on the way");
    }
    return Optional.empty();
  }

  /**
   * A relation has to be told apart by a key, and a vanished row has to be something that the sink
   * can send.
   */
  private static Optional<String> obstacle(SinkContract contract) {
    boolean debezium = contract.envelope().equals("DEBEZIUM");
    if (contract.key().isEmpty()) {
      return Optional.of("it has no KEY, so that nothing tells which record replaces which");
    }
    if (!debezium && !contract.envelope().equals("UPSERT")) {
      return Optional.of(
          "its envelope is "
              + (contract.envelope().isEmpty() ? "not known" : contract.envelope())
              + ", which cannot take a record back");
    }
    return debezium || contract.enforced()
        ? Optional.empty()
        : Optional.of("its KEY is NOT ENFORCED, so that several rows may have one key");
  }

  /** What the rule in force has against the columns of the new relation; empty where nothing. */
  List<String> columnsRefused(Snapshot snapshot, Cutovers cutover) {
    ColumnRule rule =
        decision(snapshot, cutover).map(SinkDecision::columns).orElse(ColumnRule.ADDED);
    List<String> refused = new ArrayList<>();
    if (rule == ColumnRule.ANY || cutover.to().isEmpty()) {
      return refused;
    }
    lost(cutover).forEach(name -> refused.add(name + " is lost"));
    for (Compared column : cutover.compared(snapshot).columns()) {
      if (column.isRetyped()) {
        refused.add(column.name() + " was " + column.oldType() + " and is " + column.newType());
      } else if (column.isAdded() && rule == ColumnRule.SAME) {
        refused.add(column.name() + " is new");
      }
    }
    return refused;
  }

  private static List<String> lost(Cutovers cutover) {
    List<String> kept =
        Cutovers.columns(cutover.to().orElseThrow(), cutover.from()).stream()
            .map(Column::name)
            .toList();
    return cutover.from().columns().stream()
        .map(Column::name)
        .filter(name -> !kept.contains(name))
        .toList();
  }

  private static List<String> names(List<Compared> columns) {
    return columns.stream().map(Compared::name).toList();
  }
}
