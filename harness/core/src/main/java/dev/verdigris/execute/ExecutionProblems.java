package dev.verdigris.execute;

import dev.verdigris.DeploymentName;
import dev.verdigris.Durations;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.SourcePosition;
import dev.verdigris.catalog.Marker;
import dev.verdigris.plan.TransitionStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.util.ServerErrorMessage;

/** The texts of what goes wrong while a plan is executed. Each says the state that was left. */
final class ExecutionProblems {
  private static final int SHOWN = 5;

  private ExecutionProblems() {}

  /** The server went away: what became of the last statement is not known. */
  static Problem gone(Phase phase, String server, String state, SQLException cause) {
    return Problem.of(
            ExitCode.CONNECTION,
            201,
            "CONNECTION",
            "the server went away during " + phase.label() + ": " + server)
        .detail("cause", ConnectionProblems.message(cause))
        .state(state)
        .next("run again: the catalog tells where to continue")
        .build();
  }

  /** A right is missing. */
  static Problem forbidden(Phase phase, String sql, String state, SQLException cause) {
    Problem.Builder problem =
        Problem.of(ExitCode.CONNECTION, 202, "PERMISSION", phase.label() + " lacks a right")
            .quoting(SqlStates.message(cause))
            .detail("statement", firstLine(sql));
    detail(cause, problem);
    return problem
        .state(state)
        .next("grant the right to the deploying role, or make it a member of the owner; run again")
        .build();
  }

  /** A statement was cancelled at its deadline. */
  static Problem late(Phase phase, String sql, String state, DeadlineException cause) {
    return Problem.of(
            ExitCode.NOT_READY,
            201,
            "NOT READY",
            "a statement of "
                + phase.label()
                + " did not end within "
                + Durations.text(cause.deadline())
                + " and was cancelled")
        .detail("statement", firstLine(sql))
        .state(state)
        .next(
            "look why the server is slow, or raise timeouts.statement in verdigris.yaml; run again")
        .build();
  }

  /** The server does not take a model's statement. */
  static Problem model(String sql, SourcePosition at, String state, SQLException cause) {
    Problem.Builder problem =
        Problem.of(ExitCode.CONFIGURATION, 211, "MODEL", "the server refuses a model")
            .quoting(SqlStates.message(cause))
            .detail("where", at.excerpt())
            .detail("statement", firstLine(sql));
    detail(cause, problem);
    return problem.state(state).next("mend the model and run again").build();
  }

  /** The server does not take a statement of ours. */
  static Problem refused(Phase phase, String sql, String state, SQLException cause) {
    Problem.Builder problem =
        Problem.of(
                ExitCode.CONFLICT,
                301,
                "CONFLICT",
                "the server refuses a statement of " + phase.label())
            .quoting(SqlStates.message(cause))
            .detail("statement", firstLine(sql));
    detail(cause, problem);
    return problem.state(state).next("resolve what the server says, then run again").build();
  }

  /** The catalog is not what the plan was made from. */
  static Problem changed(Phase phase, List<String> differences, List<String> audit, String state) {
    Problem.Builder problem =
        Problem.of(
                ExitCode.CONFLICT,
                302,
                "CONFLICT",
                "somebody changed what " + phase.label() + " was planned with")
            .detail("changed", limited(differences));
    if (!audit.isEmpty()) {
      problem.detail("audit", limited(audit));
    }
    return problem
        .state(state)
        .next("run again: it is planned anew, and validated anew where green changed")
        .build();
  }

  /** Other sessions' DDL ended every attempt. */
  static Problem contended(
      Phase phase, int attempts, List<String> audit, String state, SQLException cause) {
    return Problem.of(
            ExitCode.CONFLICT,
            303,
            "CONFLICT",
            "other sessions changed the catalog during each of "
                + attempts
                + " attempts of "
                + phase.label())
        .detail("cause", ConnectionProblems.message(cause))
        .detail("audit", audit.isEmpty() ? "the audit log shows nothing" : limited(audit))
        .state(state)
        .next("pause the sessions that change the catalog, or raise promote.retries; run again")
        .build();
  }

  /** The last attempt's COMMIT was not answered, and a fence has ended what it may have left. */
  static Problem unanswered(Phase phase, SQLException cause, String state) {
    return Problem.of(
            ExitCode.CONNECTION,
            780,
            "CONNECTION",
            "the COMMIT of " + phase.label() + " was not answered, and has had no effect")
        .detail("cause", String.valueOf(cause.getMessage()))
        .state(state)
        .next("run again; if it does not get through, raise promote.retries")
        .build();
  }

  /**
   * A COMMIT was not answered, and what would have settled it failed.
   *
   * @param unsettled why it is not settled
   * @param seen the state as a read without a fence tells it
   */
  static Problem unknown(Phase phase, SQLException cause, String unsettled, String seen) {
    return Problem.of(
            ExitCode.CONNECTION,
            781,
            "CONNECTION",
            "whether the COMMIT of " + phase.label() + " took effect is not known")
        .detail("cause", ConnectionProblems.message(cause))
        .detail("unsettled", unsettled)
        .state("not known, for the COMMIT may still take effect; without waiting for that: " + seen)
        .next("run again: it finds out, and goes on or begins anew")
        .build();
  }

  /** Another deployment was promoted meanwhile. */
  static Problem overtaken(Phase phase, Marker winner, List<String> audit, String state) {
    Problem.Builder problem =
        Problem.of(
                ExitCode.CONFLICT,
                430,
                "CONFLICT",
                "deployment " + winner.deployment() + " was promoted during " + phase.label())
            .detail("winner", winner.describe());
    if (!audit.isEmpty()) {
      problem.detail("audit", limited(audit));
    }
    return problem
        .state(state)
        .next(
            "clean this deployment up (verdigris cleanup) and deploy again under a new name, on top"
                + " of that one")
        .build();
  }

  /** Another deployment is being promoted, and came to the sinks first. */
  static Problem givesWay(
      Phase phase, DeploymentName deployment, Marker first, String sink, String state) {
    return Problem.of(
            ExitCode.CONFLICT,
            431,
            "CONFLICT",
            phase.label()
                + " of deployment "
                + deployment
                + " gives way to deployment "
                + first.deployment()
                + ", which came to the sinks first")
        .detail("other", first.describe())
        .detail("because", sink)
        .state(state)
        .next(
            "once that one is in production, clean this one up (verdigris cleanup --deployment "
                + deployment
                + ") and deploy again under a new name;\nif it is not to be promoted, clean it up"
                + " (verdigris cleanup --deployment "
                + first.deployment()
                + ") and run again")
        .build();
  }

  /** Another run of the deployment has the say about the switch. */
  static Problem switchTaken(Phase phase, TransitionStep.Flip step, String cause, String state) {
    return Problem.of(
            ExitCode.CONFLICT,
            751,
            "CONFLICT",
            "the switch of the sinks' transition was not turned by " + phase.label())
        .detail("switch", step.switchSql())
        .detail("cause", cause)
        .state(state)
        .next("another run of this deployment is at work: let it end, then run again")
        .build();
  }

  /** Somebody asked the run to stop. */
  static Problem interrupted(Phase phase, DeploymentName deployment, String state) {
    return Problem.of(
            ExitCode.INTERRUPTED,
            101,
            "INTERRUPTED",
            phase.label() + " of deployment " + deployment + " was interrupted")
        .state(state)
        .next("run again: it continues where it stopped")
        .build();
  }

  /** A cleanup dropped what it could. */
  static Problem leftovers(List<String> left, String state) {
    return Problem.of(
            ExitCode.FOLLOW_UP,
            553,
            "UNFINISHED",
            "cleaned up, but "
                + left.size()
                + (left.size() == 1 ? " thing is" : " things are")
                + " left that cannot be dropped")
        .detail("left", limited(left))
        .state(state)
        .next("resolve what the server says, then clean up again: it drops the rest")
        .build();
  }

  /** A marker landed on what was swapped under its name meanwhile, and was taken away again. */
  static Problem markerMisplaced(
      Phase phase, String target, Map<String, String> wrong, String state) {
    return Problem.of(
            ExitCode.CONFLICT,
            551,
            "CONFLICT",
            "somebody swapped while " + phase.label() + " wrote the marker of " + target)
        .detail(
            "evidence",
            "it landed on "
                + wrong.entrySet().stream()
                    .map(entry -> entry.getKey() + ", now named " + entry.getValue())
                    .collect(Collectors.joining("; "))
                + ", which has its former comment back")
        .state(state)
        .next("another run of this deployment is at work: let it end, then run again")
        .build();
  }

  /** A marker was written, and what stands there is another one. */
  static Problem markerOverwritten(Phase phase, String target, String state) {
    return Problem.of(
            ExitCode.CONFLICT,
            552,
            "CONFLICT",
            "somebody else wrote the comment of " + target + " while " + phase.label() + " did")
        .detail("evidence", "the marker that was written is not what stands there")
        .state(state)
        .next("another run of this deployment is at work: let it end, then run again")
        .build();
  }

  /** The COMMIT came back and the names are not where they should be. */
  static Problem notSwapped(Phase phase, String state) {
    return Problem.of(
            ExitCode.CONFLICT,
            304,
            "CONFLICT",
            "after the COMMIT of " + phase.label() + " the names are not where it brought them")
        .detail("because", "somebody swapped or renamed them at the same time")
        .state(state)
        .next("find out who (the audit log has every rename), then run again")
        .build();
  }

  static void detail(SQLException cause, Problem.Builder problem) {
    ServerErrorMessage message = SqlStates.server(cause);
    if (message != null && message.getDetail() != null) {
      problem.detail("detail", message.getDetail());
    }
    if (message != null && message.getHint() != null) {
      problem.detail("hint", message.getHint());
    }
  }

  static String firstLine(String sql) {
    String stripped = sql.strip();
    int end = stripped.indexOf('\n');
    return end < 0 ? stripped : stripped.substring(0, end) + " …";
  }

  private static String limited(List<String> lines) {
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SHOWN, lines.size())));
    if (lines.size() > SHOWN) {
      shown.add("and " + (lines.size() - SHOWN) + " more");
    }
    return String.join("\n", shown);
  }
}
