package dev.verdigris.validations;

import dev.verdigris.Durations;
import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.Relation;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.execute.DeadlineException;
import dev.verdigris.execute.ReadSession;
import dev.verdigris.gate.InconclusiveError;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The texts of reads that fail. */
final class ReadProblems {
  private ReadProblems() {}

  /** The error of a statement; it breaks the test, since nothing was said about the rows. */
  static VerdigrisException notReadable(String what, String sql, SQLException cause) {
    return Problem.of(ExitCode.GATE_FAILED, 108, "GATE FAILED", what + " cannot be read")
        .detail("cause", String.valueOf(cause.getMessage()))
        .detail("query", sql)
        .state(Report.STATE)
        .next("mend the query, or the model, and run mvn verify again")
        .exception(cause);
  }

  /** Nothing answers: most often a relation that is not hydrated. */
  static InconclusiveError noAnswer(
      String what, List<Relation> relations, String sql, DeadlineException late) {
    String hydrated = relations.isEmpty() ? "unknown" : hydration(relations.get(0));
    return new InconclusiveError(noAnswer(what, late.deadline().toMillis(), hydrated, sql), late);
  }

  static String noAnswer(String what, long millis, String hydrated, String sql) {
    Problem.Builder problem =
        Problem.of(
                ExitCode.GATE_FAILED,
                109,
                "INCONCLUSIVE",
                what + " did not answer within " + Durations.text(Duration.ofMillis(millis)))
            .detail("hydrated", hydrated);
    if (!sql.isEmpty()) {
      problem.detail("query", sql);
    }
    return problem
        .state("the read was cancelled; " + Report.STATE)
        .next("wait until it is hydrated, or give it longer: deadline(…), timeouts.statement")
        .build()
        .format();
  }

  /** What the catalog says, read on another session. */
  private static String hydration(Relation relation) {
    String sql =
        "SELECT count(*), sum(CASE WHEN hydrated THEN 1 ELSE 0 END)"
            + " FROM mz_internal.mz_hydration_statuses WHERE object_id = "
            + Identifiers.literal(relation.id());
    try (ReadSession session = relation.sessionApart()) {
      Table table = session.query(sql, Table::of);
      return table.number(0) == 0
          ? "nothing is known of " + relation.name()
          : table.value(1) + " of " + table.value(0) + " replicas";
    } catch (SQLException | VerdigrisException e) {
      return "unknown: " + e.getMessage();
    }
  }
}
