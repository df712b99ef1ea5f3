package dev.verdigris.gate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What validation saw.
 *
 * @param deployment the deployment's name
 * @param commit the git commit that was validated; empty where there is none
 * @param tree whether the files were those of the commit
 * @param startedAt when validation began
 * @param finishedAt when it ended
 * @param expected ids of all validations that there are, from a discovery without filters
 * @param executed every validation that ran or was reported as skipped
 * @param versions of what validated and of the server, by name: {@code verdigris}, {@code junit},
 *     {@code server}, {@code driver}, {@code java}
 */
public record Evidence(
    String deployment,
    String commit,
    WorkingTree tree,
    Instant startedAt,
    Instant finishedAt,
    List<String> expected,
    List<Executed> executed,
    SortedMap<String, String> versions) {

  /** Makes lists and map immutable. */
  public Evidence {
    expected = List.copyOf(expected);
    executed = List.copyOf(executed);
    versions = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  /** Without versions, and of a tree that nobody looked at. */
  public Evidence(
      String deployment,
      String commit,
      Instant startedAt,
      Instant finishedAt,
      List<String> expected,
      List<Executed> executed) {
    this(
        deployment,
        commit,
        WorkingTree.UNKNOWN,
        startedAt,
        finishedAt,
        expected,
        executed,
        new TreeMap<>());
  }

  /** The same with these versions. */
  public Evidence withVersions(Map<String, String> others) {
    return new Evidence(
        deployment, commit, tree, startedAt, finishedAt, expected, executed, new TreeMap<>(others));
  }

  /** The number of validations that ended in a way that promotes. */
  public int promoting() {
    return (int) executed.stream().filter(one -> one.outcome().promotes()).count();
  }

  /** The number of the user's own validations that ended so: what the marker remembers. */
  public int tests() {
    return (int) executed.stream().filter(Executed::counts).count();
  }
}
