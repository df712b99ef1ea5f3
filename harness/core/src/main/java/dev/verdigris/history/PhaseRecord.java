package dev.verdigris.history;

import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.plan.SinkStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One phase that ended, well or not.
 *
 * @param deployment the deployment's name
 * @param phase the phase
 * @param endedAt when it ended
 * @param took how long it took
 * @param facts who deployed what
 * @param renamed the schemas and clusters that changed their names
 * @param sinks the sinks that were cut over
 * @param keys how the keys of sinks differ between old and new, one line a sink
 * @param exit what a process would end with
 * @param code the code of what went wrong; empty where nothing did
 * @param text what was done, or what went wrong, one line
 * @param state the state that was left
 */
public record PhaseRecord(
    String deployment,
    Phase phase,
    Instant endedAt,
    Duration took,
    Facts facts,
    List<Renamed> renamed,
    List<CutOver> sinks,
    List<String> keys,
    ExitCode exit,
    String code,
    String text,
    String state) {

  /** Makes the lists immutable. */
  public PhaseRecord {
    renamed = List.copyOf(renamed);
    sinks = List.copyOf(sinks);
    keys = List.copyOf(keys);
  }

  /**
   * Who deployed what; absent texts are empty.
   *
   * @param by the role that was connected
   * @param commit the git commit: the verdict's, else the one that green was made from
   * @param verdict the digest of the verdict
   * @param tests the number of tests behind it
   */
  public record Facts(String by, String commit, String verdict, int tests) {
    /** Nothing is known yet. */
    static final Facts NONE = new Facts("", "", "", 0);
  }

  /**
   * A schema or cluster that has another name now. A swap is two of them. Where the phase found its
   * swap done, these are what carries production's names.
   *
   * @param kind {@code schema} or {@code cluster}
   * @param id its id, which stays
   * @param from its name before; empty where the phase found it with the name that it has
   * @param to its name after
   */
  public record Renamed(String kind, String id, String from, String to) {}

  /**
   * A sink that reads another relation now.
   *
   * @param sink its whole name
   * @param id its id
   * @param from the id of the relation that it read
   * @param to the id of the relation that it reads
   */
  public record CutOver(String sink, String id, String from, String to) {
    static CutOver of(SinkStep step) {
      return new CutOver(step.sink(), step.sinkId(), step.fromId(), step.toId());
    }
  }
}
