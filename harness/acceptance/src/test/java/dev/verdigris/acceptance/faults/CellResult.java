package dev.verdigris.acceptance.faults;

import dev.verdigris.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a cell.
 *
 * @param cell which one
 * @param ended how the disturbed run ended: {@code killed}, or as {@link #ended} has it
 * @param again how the run after it ended, likewise; {@code no need} behind one that did its work
 * @param failures what is not as it should be; empty where all is well
 * @param lost how many changes are missing in the topics
 * @param repeated how many changes are in a topic more than once
 * @param millis how long it took
 */
record CellResult(
    Cell cell,
    String ended,
    String again,
    List<String> failures,
    int lost,
    int repeated,
    long millis) {
  CellResult {
    failures = List.copyOf(failures);
  }

  /** How a run ended: {@code VG-6201 exit 6}, or {@code done exit 0}. */
  static String ended(@Nullable Problem problem) {
    return problem == null ? "done exit 0" : problem.code() + " exit " + problem.exitCode().value();
  }
}
