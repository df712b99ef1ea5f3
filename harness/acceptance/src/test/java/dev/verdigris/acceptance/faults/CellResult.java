package dev.verdigris.acceptance.faults;

import java.util.List;

/**
 * What came of a cell.
 *
 * @param cell which one
 * @param ended how the disturbed run ended: a code, {@code done} or {@code killed}
 * @param failures what is not as it should be; empty where all is well
 * @param lost how many changes are missing in the topics
 * @param repeated how many changes are in a topic more than once
 * @param millis how long it took
 */
record CellResult(
    Cell cell, String ended, List<String> failures, int lost, int repeated, long millis) {
  CellResult {
    failures = List.copyOf(failures);
  }
}
