package dev.verdigris.execute;

import dev.verdigris.plan.DropStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a cleanup could not drop. It goes on with the rest, and says at its end what is left. */
final class Leftovers {
  private final List<String> lines = new ArrayList<>();
  private SQLException first = new SQLException("nothing failed");

  void add(DropStep step, SQLException cause) {
    if (lines.isEmpty()) {
      first = cause;
    } else {
      first.addSuppressed(cause);
    }
    lines.add(step.target().sql() + ": " + SqlStates.message(cause));
  }

  /** Throws VG-7553 where something is left. */
  void refuse(Failures failures) {
    if (!lines.isEmpty()) {
      throw ExecutionProblems.leftovers(lines, failures.state().get()).exception(first);
    }
  }
}
