package dev.verdigris.execute;

import dev.verdigris.DeploymentName;
import dev.verdigris.Durations;
import dev.verdigris.ExitCode;
import dev.verdigris.NextSteps;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.plan.CreateStep;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.Step;
import dev.verdigris.plan.TransitionStep;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts of sinks, and of what makes their way, that are not where a phase brings them: behind
 * its swap, and before it where a sink waits for that.
 */
final class SinksLeftProblems {
  private SinksLeftProblems() {}

  /**
   * Sinks are left, after a swap or before it.
   *
   * @param lost whether a connection was lost, so that it is no matter of the sinks
   * @param standing those of the others that do not move on
   */
  static Problem sinksLeft(
      Phase phase,
      boolean swapped,
      boolean lost,
      List<SinkStep> left,
      List<String> causes,
      List<String> standing,
      String state) {
    String sinks = left.size() + (left.size() == 1 ? " sink is" : " sinks are");
    String what =
        sinks + " not where " + phase.label() + " needs " + (left.size() == 1 ? "it" : "them");
    Problem.Builder problem;
    if (swapped) {
      problem = followUp(101, phase, sinks + " not cut over");
    } else if (lost) {
      problem =
          Problem.of(ExitCode.CONNECTION, 750, "CONNECTION", what + ": a connection was lost");
    } else {
      problem = Problem.of(ExitCode.NOT_READY, 701, "NOT READY", what);
    }
    problem.detail("cause", String.join("\n", causes));
    if (!standing.isEmpty()) {
      problem.detail("standing", String.join("\n", standing));
    }
    return problem
        .state(state)
        .next(
            swapped
                ? next(phase, left)
                : "run again: it continues with what is left; cleanup brings the sinks back")
        .build();
  }

  /** Those that go onto the transition are not at their end with that statement. */
  private static String next(Phase phase, List<SinkStep> left) {
    String statements =
        left.stream()
            .filter(step -> !(step.before() instanceof SinkStep.Equal))
            .map(step -> "\n" + step.sql() + ";")
            .collect(Collectors.joining());
    boolean plain = left.stream().allMatch(step -> step.before() instanceof SinkStep.Now);
    return "run again to finish"
        + (statements.isEmpty() ? "" : ", or send" + statements)
        + (plain ? "" : plainly(phase, statements.isEmpty() ? ";" : ""));
  }

  /**
   * One rolls back because green is sick, and a transition needs its cluster: there is a way
   * without it.
   */
  private static String plainly(Phase phase, String end) {
    return phase == Phase.ROLLBACK
        ? end
            + "\nor, where green's cluster does not come back, decide for cutover: plain in"
            + " verdigris.yaml and run again"
        : "";
  }

  /** Swapped, and a sink of the project does not exist. */
  static Problem sinkNotCreated(CreateStep.OfSink step, String state, SQLException cause) {
    String what =
        SqlStates.connectionLost(cause)
            ? "promoted, but it is not known whether " + step.target().sql() + " was created"
            : "promoted, but " + step.target().sql() + " was not created";
    Problem.Builder problem =
        Problem.of(ExitCode.FOLLOW_UP, 750, "UNFINISHED", what).quoting(SqlStates.message(cause));
    ExecutionProblems.detail(cause, problem);
    return problem.state(state).next(creation(step)).build();
  }

  /** The same where the server went away before. */
  static Problem sinkNotTried(CreateStep.OfSink step) {
    return Problem.of(
            ExitCode.FOLLOW_UP,
            750,
            "UNFINISHED",
            "promoted, but "
                + step.target().sql()
                + " was not created: the server went away before")
        .next(creation(step))
        .build();
  }

  private static String creation(CreateStep.OfSink step) {
    return "resolve what the server says and run again: it goes on with this sink; or send\n"
        + step.sql()
        + ";";
  }

  /** Sinks read what they should and do not work there. */
  static Problem sinksUnwell(
      Phase phase, boolean swapped, List<String> sinks, Duration deadline, String state) {
    String what =
        (sinks.size() == 1 ? "a sink does" : sinks.size() + " sinks do")
            + " not move on after the cutover, within "
            + Durations.text(deadline);
    Problem.Builder problem =
        swapped
            ? followUp(701, phase, what)
            : Problem.of(ExitCode.NOT_READY, 702, "NOT READY", what);
    return problem
        .detail("sinks", String.join("\n", sinks))
        .state(state)
        .next(
            "look at the broker and the sink's cluster; the next run asks again whether it moves on")
        .build();
  }

  /** Swapped, and nobody could be asked whether sinks that were cut over before work. */
  static Problem sinksNotAsked(Phase phase, Collection<String> sinks, String cause, String state) {
    return followUp(780, phase, "whether its sinks move on could not be asked")
        .detail("sinks", String.join("\n", sinks))
        .detail("cause", cause)
        .state(state)
        .next("run again: it asks them once more")
        .build();
  }

  /** Swapped, and a statement behind it failed. */
  static Problem unfinished(Phase phase, DeploymentName deployment, Step step, Problem cause) {
    return followUp(702, phase, "the transition of its sinks is not done with")
        .detail("statement", ExecutionProblems.firstLine(step.sql()))
        .detail("cause", cause.code() + " " + cause.summary())
        .state(cause.detail("state").orElse(""))
        .next(
            new NextSteps.Command(NextSteps.VERDIGRIS, phase.label(), deployment, "").line()
                + " continues with the sinks and drops the transition"
                + (step instanceof TransitionStep ? plainly(phase, ";") : ""))
        .build();
  }

  /** The names are where the phase brings them, and something behind that is not. */
  private static Problem.Builder followUp(int number, Phase phase, String what) {
    String done = phase == Phase.ROLLBACK ? "rolled back" : "promoted";
    return Problem.of(ExitCode.FOLLOW_UP, number, "UNFINISHED", done + ", but " + what);
  }
}
