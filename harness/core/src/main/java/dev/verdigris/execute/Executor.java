package dev.verdigris.execute;

import dev.verdigris.DeploymentListener;
import dev.verdigris.Event;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.ChangeStep;
import dev.verdigris.plan.CreateStep;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.DropStep;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Step;
import dev.verdigris.plan.TransitionStep;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Executes plans step by step; it stops between two steps when it is asked to. */
public final class Executor {
  private final Session session;
  private final DeploymentListener listener;
  private final Interruption interruption;
  private final Failures failures;
  private final SwapTransaction swaps;
  private final SinkCutover sinks;
  private final SwitchTurns switches;
  private final Catalog catalog;

  /** Where the deployment stands. */
  public interface Catalog {
    /** Hears after each step where the deployment stands by it. */
    void reached(Situation situation);

    /** Where it stands now; empty where the server does not tell. */
    Optional<Situation> now();
  }

  /**
   * An executor of one phase.
   *
   * @param session where single statements are sent
   * @param listener hears each step
   * @param interruption asked between steps
   * @param failures names what goes wrong
   * @param swaps sends the steps that share a transaction
   * @param sinks cuts sinks over
   * @param switches turns the switch of their transition
   * @param catalog tells where the deployment stands, and hears it
   */
  public Executor(
      Session session,
      DeploymentListener listener,
      Interruption interruption,
      Failures failures,
      SwapTransaction swaps,
      SinkCutover sinks,
      SwitchTurns switches,
      Catalog catalog) {
    this.session = session;
    this.listener = listener;
    this.interruption = interruption;
    this.failures = failures;
    this.swaps = swaps;
    this.sinks = sinks;
    this.switches = switches;
    this.catalog = catalog;
  }

  /**
   * Executes a plan. What fails behind a swap is told at the end: what does not depend on it is
   * done all the same.
   *
   * @param plan the plan
   * @param planned what it was made from
   */
  public void execute(Plan plan, Situation planned) {
    Situation now = planned;
    Leftovers leftovers = new Leftovers();
    Unfinished unfinished = new Unfinished(() -> stillSwapped(plan));
    int at = 0;
    while (at < plan.steps().size()) {
      if (interruption.requested()) {
        throw unfinished.with(failures.interrupted());
      }
      List<Step> rest = plan.steps().subList(at, plan.steps().size());
      List<Step> group = rest.subList(0, together(rest));
      Step step = group.get(0);
      boolean done = false;
      if (step instanceof DropStep drop && plan.phase() == Phase.CLEANUP) {
        done = drop(plan, drop, now, leftovers);
      } else if (!unfinished.holdsBack(step)) {
        try {
          send(plan, group, rest, now);
          done = true;
        } catch (VerdigrisException e) {
          unfinished.add(step, e, rest.subList(group.size(), rest.size()));
        }
      }
      if (done) {
        for (Step one : group) {
          now = Situation.of(now.scope(), one.after(now.snapshot()));
        }
        catalog.reached(now);
      }
      at += group.size();
    }
    refuse(plan, leftovers, now);
    unfinished.refuse(failures.state());
  }

  /** How many of the first steps are sent as one: swaps in a transaction, sinks side by side. */
  private static int together(List<Step> rest) {
    Step first = rest.get(0);
    int end = 1;
    while (end < rest.size() && together(first, rest.get(end))) {
      end++;
    }
    return end;
  }

  private static boolean together(Step first, Step next) {
    return first.transactional()
        ? next.transactional()
        : first instanceof SinkStep one
            && next instanceof SinkStep other
            && one.before().getClass().equals(other.before().getClass());
  }

  private void send(Plan plan, List<Step> group, List<Step> rest, Situation now) {
    Step step = group.get(0);
    if (step.transactional()) {
      swaps.run(plan.phase(), group, rest, now);
    } else if (step instanceof SinkStep) {
      List<SinkStep> cutovers = group.stream().map(SinkStep.class::cast).toList();
      sinks.run(plan.phase(), cutovers, now, swapped(plan, now));
    } else {
      send(plan, step, now);
    }
  }

  /** Drops one thing, and leaves it where the server does not want that; whether it is gone. */
  private boolean drop(Plan plan, DropStep step, Situation now, Leftovers leftovers) {
    long start = System.nanoTime();
    try {
      session.execute(step.sql());
    } catch (SQLException e) {
      if (e instanceof DeadlineException
          || SqlStates.connectionLost(e)
          || interruption.requested()) {
        throw failures.of(step, e);
      }
      leftovers.add(step, now.snapshot(), e);
      return false;
    }
    listener.on(
        new Event.StepDone(plan.phase(), step, Duration.ofNanos(System.nanoTime() - start)));
    return true;
  }

  /** Refuses for what could not be dropped and still stands. */
  private void refuse(Plan plan, Leftovers leftovers, Situation last) {
    List<DropStep> gone;
    try {
      gone = leftovers.forgetGone(session);
    } catch (SQLException e) {
      throw failures.of("what is left", e);
    }
    if (!gone.isEmpty()) {
      Snapshot now = last.snapshot();
      for (DropStep step : gone) {
        now = step.after(now);
      }
      catalog.reached(Situation.of(last.scope(), now));
      String things = gone.size() + (gone.size() == 1 ? " thing was" : " things were");
      listener.on(new Event.Note(plan.phase(), things + " dropped by another run meanwhile"));
    }
    leftovers.refuse(failures);
  }

  /** Whether the names are where this phase brings them, so that only sinks are left. */
  private static boolean swapped(Plan plan, Situation now) {
    DeploymentState.Kind kind = now.state().kind();
    return plan.phase() == Phase.PROMOTE
        ? kind.inProduction()
        : plan.phase() == Phase.ROLLBACK && kind == DeploymentState.Kind.ROLLED_BACK;
  }

  /** What this phase has swapped counts as swapped, unless somebody can tell otherwise. */
  private boolean stillSwapped(Plan plan) {
    return catalog.now().map(now -> swapped(plan, now)).orElse(true);
  }

  private void send(Plan plan, Step step, Situation now) {
    long start = System.nanoTime();
    try {
      if (step instanceof ChangeStep.Mark mark) {
        new MarkWriter(session, plan.phase(), failures).write(mark, now);
      } else if (step instanceof TransitionStep.SetUp setUp) {
        switches.setUp(setUp);
      } else if (step instanceof TransitionStep.Flip flip) {
        switches.turn(plan.phase(), flip, now);
      } else {
        session.execute(step.sql());
      }
    } catch (SQLException e) {
      if (step instanceof CreateStep.OfSink sink) {
        throw failures.sinkNotCreated(sink, e);
      }
      VerdigrisException failure = failures.of(step, e);
      throw swapped(plan, now) && failure.exitCode() != ExitCode.INTERRUPTED
          ? unfinished(plan, step, failure)
          : failure;
    } catch (VerdigrisException e) {
      throw swapped(plan, now) && e.exitCode() == ExitCode.CONNECTION
          ? unfinished(plan, step, e)
          : e;
    }
    listener.on(
        new Event.StepDone(plan.phase(), step, Duration.ofNanos(System.nanoTime() - start)));
  }

  private static VerdigrisException unfinished(Plan plan, Step step, VerdigrisException failure) {
    return SinksLeftProblems.unfinished(plan.phase(), plan.deployment(), step, failure.problem())
        .exception(failure);
  }
}
