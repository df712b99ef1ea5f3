package dev.verdigris.gate;

import java.time.Instant;
import java.util.List;

/**
 * What validation saw.
 *
 * @param deployment the deployment's name
 * @param commit the git commit that was validated; empty where there is none
 * @param startedAt when validation began
 * @param finishedAt when it ended
 * @param expected ids of all validations that there are, from a discovery without filters
 * @param executed every validation that ran or was reported as skipped
 */
public record Evidence(
    String deployment,
    String commit,
    Instant startedAt,
    Instant finishedAt,
    List<String> expected,
    List<Executed> executed) {

  /** Makes the lists immutable. */
  public Evidence {
    expected = List.copyOf(expected);
    executed = List.copyOf(executed);
  }

  /** The number of validations that ended in a way that promotes. */
  public int promoting() {
    return (int) executed.stream().filter(one -> one.outcome().promotes()).count();
  }
}
