package dev.verdigris.history;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.execute.SqlStates;
import java.nio.file.Path;
import java.sql.SQLException;

/** The texts of histories that cannot be read. Deployments go on without them. */
final class HistoryProblems {
  private static final String UNTOUCHED = "nothing was changed; no deployment depends on it";

  private HistoryProblems() {}

  static Problem unreadable(Path file, String cause) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            563,
            "CONFIGURATION",
            "the history's file cannot be read: " + file)
        .detail("cause", cause)
        .state(UNTOUCHED)
        .next("mend the line or move the file away: the next phase begins a new one")
        .build();
  }

  static Problem refused(String schema, SQLException cause) {
    return Problem.of(
            ExitCode.CONNECTION,
            561,
            "PERMISSION",
            "the history's table in schema " + schema + " cannot be read")
        .detail("cause", SqlStates.message(cause))
        .state(UNTOUCHED)
        .next("grant SELECT on the table and USAGE on its schema, or read the file: --from file")
        .build();
  }
}
