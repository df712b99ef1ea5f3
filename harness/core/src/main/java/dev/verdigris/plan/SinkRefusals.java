package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.KeySets;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecision.Way;
import dev.verdigris.plan.SinkProblems.About;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Refuses a promotion whose sinks' consumers would see something that nobody decided about.
 *
 * @param situation where the deployment stands, before the swap
 * @param ways what was decided, and what was counted
 * @param project the project's sinks: about one that does not exist yet it may be decided, too
 */
public record SinkRefusals(Situation situation, SinkWays ways, ProjectSinks project) {

  /**
   * Refuses what can be told without reading data: names that no sink has, columns, sinks that
   * cannot be reconciled.
   *
   * @throws dev.verdigris.VerdigrisException VG-2700, VG-5701, VG-5704
   */
  public void beforeCounting() {
    refuseUnknown();
    Snapshot snapshot = situation.snapshot();
    List<About> columns = new ArrayList<>();
    List<About> stuck = new ArrayList<>();
    for (Cutovers cutover : cutovers()) {
      String sink = snapshot.displayName(cutover.sink());
      List<String> refused = ways.columnsRefused(snapshot, cutover);
      if (!refused.isEmpty()) {
        columns.add(new About(cutover.describe(snapshot), refused));
      }
      boolean reconciled =
          ways.decision(snapshot, cutover).filter(one -> one.way() == Way.RECONCILED).isPresent();
      Optional<String> obstacle = SinkWays.obstacle(snapshot, cutover);
      if (reconciled && refused.isEmpty() && obstacle.isPresent()) {
        stuck.add(new About(sink, List.of(obstacle.get())));
      }
    }
    if (!columns.isEmpty()) {
      throw SinkProblems.columns(columns).exception();
    }
    if (!stuck.isEmpty()) {
      throw SinkProblems.notReconcilable(stuck).exception();
    }
  }

  /**
   * Refuses what only the data tells: differences that nobody decided about, and more of them than
   * were accepted.
   *
   * @param uncounted by sink id, why its key sets could not be read
   * @throws dev.verdigris.VerdigrisException VG-5702, VG-5703; VG-5706, VG-6706, VG-4706 where they
   *     could not be read
   */
  public void afterCounting(Map<String, Uncounted> uncounted) {
    Snapshot snapshot = situation.snapshot();
    List<About> unknown = new ArrayList<>();
    List<Uncounted> reasons = new ArrayList<>();
    List<About> undecided = new ArrayList<>();
    List<About> over = new ArrayList<>();
    List<String> undecidedYaml = new ArrayList<>();
    List<String> overYaml = new ArrayList<>();
    for (Cutovers cutover : cutovers()) {
      String sink = snapshot.displayName(cutover.sink());
      Optional<SinkDecision> decision = ways.decision(snapshot, cutover);
      Uncounted because = uncounted.get(cutover.sink().id());
      KeySets keys = ways.counted().get(cutover.sink().id());
      if (because != null) {
        boolean given =
            decision.filter(one -> one.way() == Way.PLAIN && one.allowsAnything()).isPresent();
        if (!given) {
          unknown.add(new About(sink, List.of(because.reason())));
          reasons.add(because);
        }
      } else if (keys != null && !keys.isEmpty()) {
        boolean can = SinkWays.obstacle(snapshot, cutover).isEmpty();
        if (decision.isEmpty()) {
          undecided.add(new About(sink, lines(keys)));
          undecidedYaml.addAll(SinkProblems.choice(sink, keys, can));
        } else if (decision.get().way() == Way.PLAIN && !decision.get().allows(keys)) {
          over.add(new About(sink, lines(keys)));
          overYaml.addAll(SinkProblems.choice(sink, keys, can));
        }
      }
    }
    if (!unknown.isEmpty()) {
      throw SinkProblems.notCounted(Uncounted.gravest(reasons), unknown).exception();
    }
    if (!undecided.isEmpty()) {
      throw SinkProblems.undecided(undecided, undecidedYaml).exception();
    }
    if (!over.isEmpty()) {
      throw SinkProblems.overBudget(over, overYaml).exception();
    }
  }

  private List<Cutovers> cutovers() {
    return Cutovers.possible(Cutovers.toGreen(situation));
  }

  private void refuseUnknown() {
    TreeSet<String> known = new TreeSet<>();
    TreeSet<String> full = new TreeSet<>();
    Snapshot snapshot = situation.snapshot();
    for (Item item : situation.sinks()) {
      List<String> names = Cutovers.names(snapshot, item);
      known.add(names.get(0));
      full.addAll(names);
    }
    for (ProjectSink sink : project.sinks()) {
      QualifiedName name = sink.name();
      String whole = name.database() + "." + name;
      known.add(name.database().equals(snapshot.database()) ? name.toString() : whole);
      full.add(whole);
    }
    full.addAll(known);
    for (String name : ways.decisions().bySink().keySet()) {
      if (!full.contains(name)) {
        throw SinkProblems.unknown(name, known).exception();
      }
    }
  }

  private static List<String> lines(KeySets keys) {
    return Stream.concat(Stream.of(keys.text()), keys.examples().stream()).toList();
  }
}
