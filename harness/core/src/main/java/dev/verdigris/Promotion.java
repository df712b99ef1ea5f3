package dev.verdigris;

import dev.verdigris.PhaseClock.Outcome;
import dev.verdigris.execute.Fence;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.SinkKeys;
import dev.verdigris.execute.SwapTransaction.Conditions;
import dev.verdigris.gate.Gate;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.KeyedSink;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.ProjectSinks;
import dev.verdigris.plan.PromotePlanner;
import dev.verdigris.plan.SinkWays;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Step;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The phase that brings green into production: asks the gate, checks what can be checked before,
 * swaps, and cuts the sinks over.
 *
 * @param execution executes its plan
 * @param planning plans it
 * @param preflight asked once more before the swap
 */
record Promotion(PhaseExecution execution, Planning planning, PreflightRun preflight) {

  /** Asks for the verdict only where it decides: not where production has green already. */
  Outcome promote(Supplier<Verdict> verdict) {
    ProjectSinks sinks = planning.sinks();
    Supplier<Verdict> once = once(verdict);
    PreflightRun.Watch watch = preflight.watch(Phase.PROMOTE);
    return execution.planAndExecute(
        Phase.PROMOTE,
        situation -> checked(situation, once, sinks, watch),
        new Conditions(situation -> again(situation, once, sinks, watch), this::checkStatus));
  }

  /** It may be a file, and the window of a swap is short. */
  private Supplier<Verdict> once(Supplier<Verdict> verdict) {
    List<Verdict> known = new ArrayList<>();
    return () -> {
      if (known.isEmpty()) {
        known.add(asked(verdict.get()));
      }
      return known.get(0);
    };
  }

  /** Everything slow, long before the swap. */
  private Plan checked(
      Situation situation,
      Supplier<Verdict> verdict,
      ProjectSinks sinks,
      PreflightRun.Watch watch) {
    try {
      // Who has won, and that nothing was validated, says more than what follows from it.
      refuse(situation, verdict);
      watch.check(sinks.told(situation));
      Plan plan = plan(situation, verdict, sinks);
      return plan.withNotes(asked(plan, situation, sinks));
    } catch (VerdigrisException refused) {
      return plan(settled(situation, refused), verdict, sinks);
    }
  }

  /**
   * Asks the server what no catalog tells before a swap: whether green is ready, what the consumers
   * of sinks would see, and whether keys are provable.
   *
   * @return what is told of it
   * @throws VerdigrisException for what it refuses
   */
  List<String> asked(Plan plan, Situation situation, ProjectSinks sinks) {
    if (plan.steps().stream().noneMatch(Step::transactional)) {
      return List.of();
    }
    execution.waiter(Phase.PROMOTE).check(Planning.expected(situation));
    Situation told = sinks.told(situation);
    SinkPlanning.Counted counted = new SinkPlanning(execution).promotion(told, sinks);
    proveKeys(plan, told, sinks, counted.ways());
    return counted.notes();
  }

  /** Before each attempt: what was ready when it was planned may have to hydrate anew. */
  private void checkStatus(Situation planned) {
    execution.waiter(Phase.PROMOTE).checkStatus(Planning.expected(planned));
  }

  /** Right before each attempt of the swap: who did something since the first check is found. */
  private Plan again(
      Situation situation,
      Supplier<Verdict> verdict,
      ProjectSinks sinks,
      PreflightRun.Watch watch) {
    Plan plan = plan(situation, verdict, sinks);
    watch.checkAgain(sinks.told(situation));
    return plan;
  }

  /** From the snapshot alone. */
  private Plan plan(Situation situation, Supplier<Verdict> verdict, ProjectSinks sinks) {
    refuse(situation, verdict);
    return sinks.promote(situation, new SinkPlanning(execution).decided());
  }

  private void refuse(Situation situation, Supplier<Verdict> verdict) {
    Optional<Problem> refusal = refusal(situation, verdict);
    if (refusal.isPresent()) {
      throw refusal.get().exception();
    }
  }

  /**
   * The situation when nothing is open any more: the COMMIT of an earlier run that was killed may
   * take effect late, and nobody may be told then that nothing was promoted.
   */
  private Situation settled(Situation situation, VerdigrisException refused) {
    if (situation.state().kind() != DeploymentState.Kind.VALIDATED) {
      throw refused;
    }
    try {
      Situation now =
          new Fence(execution.sessions(), execution.interruption())
              .read(execution.catalogs()::read);
      if (now.state().kind().inProduction()) {
        execution.history().planned(Phase.PROMOTE, now);
        return now;
      }
    } catch (SQLException | VerdigrisException e) {
      refused.addSuppressed(e);
    }
    throw refused;
  }

  private Verdict asked(Verdict verdict) {
    execution.history().asked(verdict);
    return verdict;
  }

  /** What the gate has against a promotion; nothing where it is in production already. */
  Optional<Problem> refusal(Situation situation, Supplier<Verdict> verdict) {
    return situation.state().kind().inProduction()
        ? Optional.empty()
        : PromotePlanner.unclear(situation)
            .or(() -> PromotePlanner.overtaken(situation))
            .or(() -> PromotePlanner.absent(situation))
            .or(() -> Gate.decide(verdict.get(), situation, terms()));
  }

  private Gate.Terms terms() {
    return new Gate.Terms(
        execution.config().gate().acceptedTests(),
        execution.config().gate().maximumAge(),
        execution.config().gate().commit(),
        Instant.now());
  }

  /** Before a swap only: behind it, the ALTER SINK itself says what is wrong. */
  private void proveKeys(Plan plan, Situation situation, ProjectSinks project, SinkWays ways) {
    List<KeyedSink> sinks = new ArrayList<>(KeyedSink.of(situation, ways));
    sinks.addAll(project.keyed(plan, situation));
    if (sinks.isEmpty()) {
      return;
    }
    SinkKeys keys;
    try (Session session = execution.sessions().open("keys")) {
      keys = SinkKeys.of(session, sinks);
    } catch (SQLException e) {
      throw execution.failures(Phase.PROMOTE).of("the keys of sinks", e);
    }
    for (SinkKeys.Unchecked one : keys.unchecked()) {
      String text = "whether its key is provable was not checked: " + one.text();
      execution.listener().on(new Event.Note(Phase.PROMOTE, text));
    }
    if (!keys.unproven().isEmpty()) {
      throw PhaseProblems.unprovenKeys(keys.unproven()).exception();
    }
    List<SinkKeys.Unchecked> hidden =
        keys.unchecked().stream().filter(one -> one.sink().reconciled()).toList();
    for (SinkKeys.Unchecked one : hidden) {
      if (one.isForbiddenOrLate()) {
        throw execution.failures(Phase.PROMOTE).of(one.sink().probe(), one.cause());
      }
    }
    if (!hidden.isEmpty()) {
      throw PhaseProblems.uncheckedKeys(hidden.stream().map(SinkKeys.Unchecked::text).toList())
          .exception();
    }
  }
}
