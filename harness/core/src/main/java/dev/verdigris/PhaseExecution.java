package dev.verdigris;

import dev.verdigris.PhaseClock.Outcome;
import dev.verdigris.catalog.Scope;
import dev.verdigris.execute.Executor;
import dev.verdigris.execute.Failures;
import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Names;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import dev.verdigris.execute.SinkCutover;
import dev.verdigris.execute.SwapTransaction;
import dev.verdigris.execute.SwitchTurns;
import dev.verdigris.history.History;
import dev.verdigris.plan.PlacedSinks;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Situation;
import dev.verdigris.readiness.Requirements;
import dev.verdigris.readiness.Waiter;
import java.sql.SQLException;
import java.util.function.Function;

/** What every phase does in the same way: read the catalog, plan, execute, tell. */
final class PhaseExecution implements AutoCloseable {
  private final DeploymentConfig config;
  private final History history;
  private final Interruption interruption;
  private final Sessions sessions;
  private final Catalogs catalogs;

  /**
   * Executes the phases of one deployment.
   *
   * @param config what is deployed
   * @param server where
   * @param history hears what happens and writes it down, before somebody else's listener
   * @param interruption asked between steps
   */
  PhaseExecution(
      DeploymentConfig config, Server server, History history, Interruption interruption) {
    this.config = config;
    this.history = history;
    this.interruption = interruption;
    this.sessions =
        new Sessions(
            server,
            config.deployment(),
            config.timeouts().statement(),
            interruption,
            config.validation().connections());
    this.catalogs =
        new Catalogs(
            sessions,
            new Scope(config.deployment(), config.database(), config.schemas(), config.clusters()));
    sessions.tellState(catalogs::stateText);
  }

  DeploymentConfig config() {
    return config;
  }

  DeploymentListener listener() {
    return history;
  }

  History history() {
    return history;
  }

  Interruption interruption() {
    return interruption;
  }

  Sessions sessions() {
    return sessions;
  }

  Catalogs catalogs() {
    return catalogs;
  }

  /** Where the deployment stands now. */
  Situation situation() {
    try (Session session = sessions.open("catalog")) {
      Situation situation = catalogs.read(session);
      history.read(situation);
      return situation;
    } catch (SQLException e) {
      throw failures(Phase.INIT).of("the snapshot of the catalog", e);
    }
  }

  /** Where the deployment stands now, and what is left to do. */
  Standing standing() {
    return Standing.of(situation(), config);
  }

  /** Reads, plans, executes, and tells what was done. */
  Outcome planAndExecute(Phase phase, Function<Situation, Plan> planner, String next) {
    return outcome(execute(phase, planner, true), next);
  }

  /** The same; what comes next is what the state asks for then. */
  Outcome planAndExecute(Phase phase, Function<Situation, Plan> planner) {
    return planAndExecute(phase, planner, SwapTransaction.Conditions.of(planner));
  }

  /** The same, with what has to hold at each attempt of a swap. */
  Outcome planAndExecute(
      Phase phase, Function<Situation, Plan> planner, SwapTransaction.Conditions conditions) {
    Plan plan = execute(phase, planner, conditions, true);
    try {
      return outcome(plan, standing().next().text());
    } catch (VerdigrisException notTold) {
      // What is done is done, whether the server still answers or not.
      return outcome(plan, NextSteps.ask(config.deployment()));
    }
  }

  Outcome outcome(Plan plan, String next) {
    String text = plan.isEmpty() ? String.join("; ", plan.notes()) : "done: " + plan.summary();
    return new Outcome(text, catalogs.stateText(), next);
  }

  /**
   * Reads, plans, executes.
   *
   * @param tell whether a plan without steps is worth telling of
   */
  Plan execute(Phase phase, Function<Situation, Plan> planner, boolean tell) {
    return execute(phase, planner, SwapTransaction.Conditions.of(planner), tell);
  }

  /**
   * Reads, plans, executes.
   *
   * @param conditions what has to hold at each attempt of a swap
   * @param tell whether a plan without steps is worth telling of
   */
  Plan execute(
      Phase phase,
      Function<Situation, Plan> planner,
      SwapTransaction.Conditions conditions,
      boolean tell) {
    if (config.dryRun()) {
      throw PhaseProblems.dryRun(phase).exception();
    }
    Failures failures = failures(phase);
    DeferringListener steady = new DeferringListener(history);
    SwapTransaction swaps =
        new SwapTransaction(
            sessions, steady, interruption, failures, config.promote().retries(), conditions);
    try (Session session = sessions.open(phase.label())) {
      Situation situation = read(session, failures);
      history.planned(phase, situation);
      Plan plan = planner.apply(situation);
      if (tell || !plan.isEmpty()) {
        history.on(new Event.Planned(phase, plan));
        plan.notes().forEach(note -> history.on(new Event.Note(phase, note)));
      }
      Names names = new Names(catalogs::read, failures);
      refuseMoved(session, names, plan, situation);
      SinkCutover sinks = cutover(steady, names);
      sinks.refuseUnwell(phase, PlacedSinks.beforeSwap(phase, situation), false);
      new Executor(
              session,
              steady,
              interruption,
              failures,
              swaps,
              sinks,
              new SwitchTurns(sessions, failures, catalogs::read),
              catalogs)
          .execute(plan, situation);
      sinks.refuseUnwell(phase, PlacedSinks.behindSwap(phase, situation, plan), true);
      if (phase == Phase.PROMOTE || phase == Phase.ROLLBACK) {
        new TopicNotes(this, new Planning(config)).tell(phase, plan, situation);
      }
      steady.rethrow();
      return plan;
    }
  }

  /**
   * Refuses for sinks that wait on the transition for a swap and do not move on, as the phase would
   * before it.
   */
  void refuseUnwell(Phase phase, Situation situation) {
    cutover(history, new Names(catalogs::read, failures(phase)))
        .refuseUnwell(phase, PlacedSinks.beforeSwap(phase, situation), false);
  }

  private SinkCutover cutover(DeploymentListener listener, Names names) {
    return new SinkCutover(
        sessions, listener, names.failures(), config.timeouts().sinkCutover(), names);
  }

  private Situation read(Session session, Failures failures) {
    try {
      return catalogs.read(session);
    } catch (SQLException e) {
      throw failures.of("the snapshot of the catalog", e);
    }
  }

  /** A promotion's counts and probes may have taken minutes; what it makes next takes names. */
  private static void refuseMoved(Session session, Names names, Plan plan, Situation planned) {
    boolean prepared =
        plan.phase() == Phase.PROMOTE && !plan.isEmpty() && !plan.steps().get(0).transactional();
    if (!prepared) {
      return;
    }
    try {
      names.refuseMoved(session, plan.phase(), planned);
    } catch (SQLException e) {
      throw names.failures().of("the snapshot of the catalog", e);
    }
  }

  /** Waits for green, as the configuration wants it. */
  Waiter waiter(Phase phase) {
    return new Waiter(sessions, history, interruption, failures(phase), requirements());
  }

  /** When something counts as ready. */
  Requirements requirements() {
    DeploymentConfig.Await await = config.await();
    return new Requirements(
        await.lagThreshold(), await.lagRelative(), await.stableFor(), await.timeout());
  }

  /** Names what goes wrong in a phase. */
  Failures failures(Phase phase) {
    return new Failures(
        phase, config.deployment(), sessions.describe(), interruption, catalogs::stateText);
  }

  @Override
  public void close() {
    sessions.close();
  }
}
