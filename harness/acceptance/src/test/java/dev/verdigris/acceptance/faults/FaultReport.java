package dev.verdigris.acceptance.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The matrix as a text: how cells ended, which failed and why, and one line that sums it up. */
final class FaultReport {
  private final List<CellResult> results;

  FaultReport(List<CellResult> results) {
    this.results = List.copyOf(results);
  }

  /** The cells that failed. */
  List<CellResult> failed() {
    return results.stream().filter(result -> !result.failures().isEmpty()).toList();
  }

  /** {@code FAULTS cells=… failed=0 lost=0 repeated=0}. */
  String line() {
    return "FAULTS cells=%d failed=%d lost=%d repeated=%d"
        .formatted(
            results.size(),
            failed().size(),
            results.stream().mapToInt(CellResult::lost).sum(),
            results.stream().mapToInt(CellResult::repeated).sum());
  }

  /** Everything; the last line is {@link #line()}. */
  String text() {
    List<String> lines = new ArrayList<>();
    Map<String, Map<String, Integer>> ends = new TreeMap<>();
    long millis = 0;
    for (CellResult result : results) {
      String row = result.cell().step().phase() + " · " + result.cell().fault().label();
      ends.computeIfAbsent(row, any -> new TreeMap<>()).merge(result.ended(), 1, Integer::sum);
      millis += result.millis();
    }
    lines.add("how the disturbed runs ended, by phase and fault:");
    ends.forEach((row, counts) -> lines.add("  " + row + ": " + counts));
    if (!results.isEmpty()) {
      lines.add("a cell takes " + millis / results.size() + " ms");
    }
    lines.add(
        "each cell: phase, session, statement, fault; how the disturbed run and the next ended:");
    lines.addAll(results.stream().map(FaultReport::cell).toList());
    lines.add(line());
    return String.join("\n", lines) + "\n";
  }

  /** Each cell, the failed ones with what was expected. */
  String cells() {
    return results.stream().map(FaultReport::cell).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String cell(CellResult result) {
    StringBuilder text =
        new StringBuilder(result.failures().isEmpty() ? "ok      " : "FAILED  ")
            .append(result.cell().describe())
            .append(" · ended ")
            .append(result.ended())
            .append(" · again ")
            .append(result.again());
    for (String failure : result.failures()) {
      text.append("\n    ").append(failure.replace("\n", "\n      "));
    }
    return text.toString();
  }
}
