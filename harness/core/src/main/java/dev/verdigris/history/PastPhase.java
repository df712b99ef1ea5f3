package dev.verdigris.history;

import com.google.gson.JsonArray;
import java.util.List;

/**
 * A phase that a history tells of; absent texts are empty.
 *
 * @param at when it ended, or began where nothing tells its end; in UTC, ISO 8601
 * @param ended whether its end was written down: one that was killed has only begun
 * @param deployment the deployment's name
 * @param phase the phase's label
 * @param tookMs how long it took, in milliseconds
 * @param by the role that was connected
 * @param commit the git commit
 * @param verdict the digest of the verdict
 * @param tests the number of tests behind it
 * @param renamed what changed its name, as the file has it
 * @param sinks what was cut over, as the file has it
 * @param keys how the keys of sinks differ, one line a sink
 * @param exitCode what a process would have ended with
 * @param code the code of what went wrong
 * @param text what was done, or what went wrong
 * @param state the state that was left
 */
public record PastPhase(
    String at,
    boolean ended,
    String deployment,
    String phase,
    long tookMs,
    String by,
    String commit,
    String verdict,
    int tests,
    JsonArray renamed,
    JsonArray sinks,
    List<String> keys,
    int exitCode,
    String code,
    String text,
    String state) {

  /** Makes what it holds immutable. */
  public PastPhase {
    renamed = renamed.deepCopy();
    sinks = sinks.deepCopy();
    keys = List.copyOf(keys);
  }

  /** A copy. */
  @Override
  public JsonArray renamed() {
    return renamed.deepCopy();
  }

  /** A copy. */
  @Override
  public JsonArray sinks() {
    return sinks.deepCopy();
  }
}
