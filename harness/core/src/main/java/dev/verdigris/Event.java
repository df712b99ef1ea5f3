package dev.verdigris;

import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Step;
import java.time.Duration;
import java.util.List;

/** What happens in a deployment, phase by phase. */
public sealed interface Event {

  /** The phase it belongs to. */
  Phase phase();

  /** One line for people, without the phase's name. */
  String text();

  /**
   * A phase begins.
   *
   * @param phase the phase
   * @param deployment the deployment
   */
  record PhaseStarted(Phase phase, DeploymentName deployment) implements Event {
    @Override
    public String text() {
      return "started";
    }
  }

  /**
   * What a phase is going to do is known.
   *
   * @param phase the phase
   * @param plan its plan; may be empty
   */
  record Planned(Phase phase, Plan plan) implements Event {
    @Override
    public String text() {
      return plan.isEmpty() ? "nothing to do" : plan.summary();
    }
  }

  /**
   * A step is done. Steps of one transaction are told together, after its COMMIT.
   *
   * @param phase the phase
   * @param step the step
   * @param took how long its statement took
   */
  record StepDone(Phase phase, Step step, Duration took) implements Event {
    @Override
    public String text() {
      return step.verb() + "  " + step.sql();
    }
  }

  /**
   * Something that a reader should know and that is no error, for example a retry and its reason.
   *
   * @param phase the phase
   * @param text one line
   */
  record Note(Phase phase, String text) implements Event {}

  /**
   * Green is waited for; told whenever the list changes.
   *
   * @param phase the phase
   * @param pending what is not ready yet, each with the reason
   */
  record Pending(Phase phase, List<String> pending) implements Event {
    /** Makes the list immutable. */
    public Pending {
      pending = List.copyOf(pending);
    }

    @Override
    public String text() {
      return pending.isEmpty() ? "everything is ready" : "pending: " + String.join(", ", pending);
    }
  }

  /**
   * A phase is done.
   *
   * @param phase the phase
   * @param took how long it took
   * @param text what was done, one line
   * @param state the state that was left, one line
   * @param next the next command or step, one line
   */
  record PhaseDone(Phase phase, Duration took, String text, String state, String next)
      implements Event {}

  /**
   * A phase failed or was interrupted.
   *
   * @param phase the phase
   * @param took how long it took
   * @param problem what happened, with state and next step
   */
  record PhaseFailed(Phase phase, Duration took, Problem problem) implements Event {
    @Override
    public String text() {
      return problem.format();
    }
  }
}
