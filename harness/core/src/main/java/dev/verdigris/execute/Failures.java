package dev.verdigris.execute;

import dev.verdigris.DeploymentName;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import dev.verdigris.plan.CreateStep;
import dev.verdigris.plan.Step;
import dev.verdigris.project.GreenStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Makes a failure for people out of an {@link SQLException}.
 *
 * @param phase the phase that runs
 * @param deployment the deployment
 * @param server what the server is
 * @param interruption whether somebody asked the run to stop
 * @param state tells what state was left, asked only when something failed
 */
public record Failures(
    Phase phase,
    DeploymentName deployment,
    String server,
    Interruption interruption,
    Supplier<String> state) {

  /** The failure of a step. */
  VerdigrisException of(Step step, SQLException cause) {
    Optional<GreenStatement> statement = step.model();
    if (statement.isEmpty() || !isAboutTheModel(cause)) {
      return of(step.sql(), cause);
    }
    boolean asWritten = step.sql().equals(statement.get().sql());
    int offset = asWritten ? Math.max(1, position(cause)) - 1 : 0;
    return ExecutionProblems.model(
            step.sql(), statement.get().origin().at(offset), state.get(), cause)
        .exception(cause);
  }

  /** The failure to create a sink of the project: what it reads is in production by then. */
  VerdigrisException sinkNotCreated(CreateStep.OfSink step, SQLException cause) {
    return SinksLeftProblems.sinkNotCreated(step, state.get(), cause).exception(cause);
  }

  /** The failure of a statement. */
  public VerdigrisException of(String sql, SQLException cause) {
    return problem(sql, cause).exception(cause);
  }

  /** The failure when the run was asked to stop. */
  public VerdigrisException interrupted() {
    return ExecutionProblems.interrupted(phase, deployment, state.get()).exception();
  }

  private Problem problem(String sql, SQLException cause) {
    // An interrupted process may take its own engine along.
    boolean ended =
        SqlStates.CANCELLED.equals(cause.getSQLState()) || SqlStates.connectionLost(cause);
    if (interruption.requested() && ended) {
      return ExecutionProblems.interrupted(phase, deployment, state.get());
    }
    if (cause instanceof DeadlineException late) {
      return ExecutionProblems.late(phase, sql, state.get(), late);
    }
    if (SqlStates.connectionLost(cause)) {
      return ExecutionProblems.gone(phase, server, state.get(), cause);
    }
    if (SqlStates.forbidden(cause)) {
      return ExecutionProblems.forbidden(phase, sql, state.get(), cause);
    }
    return ExecutionProblems.refused(phase, sql, state.get(), cause);
  }

  private static boolean isAboutTheModel(SQLException cause) {
    return !(cause instanceof DeadlineException)
        && !SqlStates.connectionLost(cause)
        && !SqlStates.forbidden(cause)
        && !SqlStates.catalogChanged(cause)
        && !SqlStates.CANCELLED.equals(cause.getSQLState());
  }

  private static int position(SQLException cause) {
    ServerErrorMessage message =
        cause instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    return message == null ? 0 : message.getPosition();
  }
}
