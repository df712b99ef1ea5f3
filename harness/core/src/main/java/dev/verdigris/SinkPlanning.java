package dev.verdigris;

import dev.verdigris.cutover.KeySets;
import dev.verdigris.execute.KeyCounts;
import dev.verdigris.execute.KeyCounts.Patience;
import dev.verdigris.plan.ProjectSinks;
import dev.verdigris.plan.SinkPair;
import dev.verdigris.plan.SinkRefusals;
import dev.verdigris.plan.SinkWays;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Uncounted;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Counts what the consumers of sinks would see of a cutover, and decides how each is done.
 *
 * @param execution the deployment's
 */
record SinkPlanning(PhaseExecution execution) {
  /**
   * What was decided and counted.
   *
   * @param ways how each sink is cut over
   * @param notes the key sets for people
   */
  record Counted(SinkWays ways, List<String> notes) {}

  /**
   * Before a promotion's swap: refuses what nobody decided about. Behind it nothing is counted any
   * more.
   *
   * @param situation the one in which the project's sinks go where their files say
   */
  Counted promotion(Situation situation, ProjectSinks project) {
    SinkWays decided = decided();
    if (situation.state().kind().inProduction()) {
      return new Counted(decided, List.of());
    }
    SinkRefusals before = new SinkRefusals(situation, decided, project);
    before.refuseUnknown();
    Set<String> anyway = before.refusedAnyway();
    List<SinkPair> pairs =
        SinkPair.toGreen(situation).stream()
            .filter(pair -> !anyway.contains(pair.sinkId()))
            .toList();
    Patience patience = Patience.forEach(execution.config().timeouts().statement());
    KeyCounts counts = count(Phase.PROMOTE, pairs, patience);
    SinkWays ways = decided.withCounted(counts.counted());
    new SinkRefusals(situation, ways, project).refuse(counts.uncounted());
    return new Counted(ways, notes(situation, pairs, ways, counts));
  }

  /**
   * Before a rollback: shown, and never a reason to refuse it.
   *
   * @param patience for all sinks together
   * @return the key sets for people
   */
  List<String> rollback(Situation situation, Duration patience) {
    SinkWays decided = decided();
    List<SinkPair> pairs = SinkPair.toOld(situation);
    KeyCounts counts = count(Phase.ROLLBACK, pairs, Patience.forAll(patience));
    return notes(situation, pairs, decided.withCounted(counts.counted()), counts);
  }

  private KeyCounts count(Phase phase, List<SinkPair> pairs, Patience patience) {
    try {
      return KeyCounts.read(execution.sessions(), pairs, patience);
    } catch (SQLException e) {
      throw execution.failures(phase).of("the key sets of sinks", e);
    }
  }

  /** What was decided, without counting. */
  SinkWays decided() {
    return SinkWays.decided(execution.config().sinks());
  }

  private static List<String> notes(
      Situation situation, List<SinkPair> pairs, SinkWays ways, KeyCounts counts) {
    List<String> notes = new ArrayList<>();
    for (SinkPair pair : pairs) {
      KeySets keys = counts.counted().get(pair.sinkId());
      Uncounted because = counts.uncounted().get(pair.sinkId());
      if (because != null) {
        notes.add("sink " + pair.sink() + ": its keys were not counted");
        notes.add("  " + because.reason());
      } else if (keys != null) {
        notes.add("sink " + pair.sink() + ": " + keys.text());
        keys.examples().forEach(example -> notes.add("  " + example));
        if (ways.isReconciled(situation, pair.sinkId())) {
          notes.add(
              "sink "
                  + pair.sink()
                  + ": reconciled, "
                  + keys.differing()
                  + " records will be sent; its transition reads "
                  + (keys.oldRows() + keys.newRows())
                  + " rows on cluster "
                  + pair.cluster()
                  + " until it is dropped");
        }
      }
    }
    return notes;
  }
}
