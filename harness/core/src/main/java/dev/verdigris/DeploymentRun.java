package dev.verdigris;

import dev.verdigris.PhaseClock.Outcome;
import dev.verdigris.catalog.Scope;
import dev.verdigris.execute.Executor;
import dev.verdigris.execute.Failures;
import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import dev.verdigris.execute.SinkCutover;
import dev.verdigris.execute.SinkKeys;
import dev.verdigris.execute.SqlStates;
import dev.verdigris.execute.SwapTransaction;
import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.gate.Gate;
import dev.verdigris.gate.PromotionRecord;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.CleanupPlanner;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.KeyedSink;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.PromotePlanner;
import dev.verdigris.plan.RollbackPlanner;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Step;
import dev.verdigris.plan.ValidatePlanner;
import dev.verdigris.readiness.Expectation;
import dev.verdigris.readiness.ExpectedObject;
import dev.verdigris.readiness.Waiter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.postgresql.util.DriverInfo;

/**
 * One deployment on one server, phase by phase. Each phase reads the catalog, plans, and executes;
 * a phase that was cut short continues where it stopped when it is called again, and one that is
 * complete does nothing and says so.
 *
 * <p>Every method throws {@link VerdigrisException} for what it refuses and for what fails, with
 * the state that was left. Not for use by several threads, except for {@link #interrupt()}.
 */
public final class DeploymentRun implements AutoCloseable {
  /**
   * How often run plans again: once for what only the created objects tell, once to see it done.
   */
  private static final int RUN_ROUNDS = 3;

  private final DeploymentConfig config;
  private final DeploymentListener listener;
  private final Interruption interruption = new Interruption();
  private final Sessions sessions;
  private final Catalogs catalogs;
  private final Planning planning;
  private final PhaseClock clock;

  private DeploymentRun(DeploymentConfig config, Server server, DeploymentListener listener) {
    this.config = config;
    this.listener = listener;
    this.sessions =
        new Sessions(server, config.deployment(), config.timeouts().statement(), interruption);
    this.catalogs =
        new Catalogs(
            sessions,
            new Scope(config.deployment(), config.database(), config.schemas(), config.clusters()));
    this.planning = new Planning(config);
    this.clock = PhaseClock.start(config.deployment(), listener, interruption);
  }

  /**
   * A run on a server that the caller closes.
   *
   * @param config what is deployed
   * @param server where
   * @param listener hears what happens
   */
  public static DeploymentRun open(
      DeploymentConfig config, Server server, DeploymentListener listener) {
    return new DeploymentRun(config, server, listener);
  }

  /** What is deployed. */
  public DeploymentConfig config() {
    return config;
  }

  /** Where the deployment stands, from the catalog alone. */
  public DeploymentState state() {
    return situation().state();
  }

  /** Makes green's schemas and clusters from blue's. */
  public void init() {
    clock.run(
        Phase.INIT, () -> planAndExecute(Phase.INIT, planning::init, "run creates the models"));
  }

  /** Creates the models in green. */
  public void run() {
    clock.run(
        Phase.RUN,
        () -> {
          Plan first = execute(Phase.RUN, planning::run, true);
          Plan last = first;
          for (int round = 1; round < RUN_ROUNDS && !last.isEmpty(); round++) {
            last = execute(Phase.RUN, planning::run, false);
          }
          return outcome(first, "await green");
        });
  }

  /** Waits until green is ready. */
  public void await() {
    clock.run(
        Phase.AWAIT,
        () -> {
          Situation situation = situation();
          List<ExpectedObject> expected =
              Expectation.of(situation.snapshot(), planning.awaited(situation));
          new Waiter(
                  sessions,
                  config.deployment(),
                  listener,
                  interruption,
                  failures(Phase.AWAIT),
                  config.await().lagThreshold(),
                  config.await().timeout())
              .await(expected);
          return new Outcome(
              expected.size()
                  + (expected.size() == 1 ? " object is" : " objects are")
                  + " hydrated, lag at most "
                  + config.await().lagThreshold().toMillis()
                  + " ms",
              catalogs.text(situation.state()),
              "validate it");
        });
  }

  /** Green as it is now: take it before the validations, and hand it to {@link #conclude}. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(situation());
  }

  /**
   * Ends validation: writes the verdict's digest into green's marker if it promotes.
   *
   * @param before green's fingerprint from before the validations
   * @param evidence what validation saw
   * @return the verdict, also when it blocks
   */
  public Verdict conclude(Fingerprint before, Evidence evidence) {
    Fingerprint now = fingerprint();
    Verdict verdict = new Verdict(before, evidence, now.digest().equals(before.digest()));
    if (verdict.blocked().isEmpty()) {
      execute(
          Phase.VALIDATE,
          situation -> ValidatePlanner.plan(situation, verdict.digest(), evidence.tests()),
          true);
    }
    return verdict;
  }

  /**
   * Swaps green and blue and cuts the sinks over. The old environment stands until {@link
   * #cleanup()}, also where the configuration does not keep it.
   */
  public void promote(Verdict verdict) {
    clock.run(
        Phase.PROMOTE,
        () ->
            planAndExecute(
                Phase.PROMOTE,
                situation -> {
                  if (!situation.state().kind().inProduction()) {
                    Gate.decide(verdict, situation, terms())
                        .ifPresent(
                            problem -> {
                              throw problem.exception();
                            });
                  }
                  Plan plan = PromotePlanner.plan(situation);
                  proveKeys(plan, situation);
                  return plan;
                },
                config.promote().keepBlue()
                    ? "roll back while the old environment stands, or clean it up"
                    : "the old environment is cleaned up"));
  }

  /**
   * Why {@code verdict} would not be promoted now; empty where it would be, as far as the gate is
   * asked, and where the deployment is in production already.
   */
  public Optional<Problem> refusal(Verdict verdict) {
    Situation situation = situation();
    return situation.state().kind().inProduction()
        ? Optional.empty()
        : Gate.decide(verdict, situation, terms());
  }

  private Gate.Terms terms() {
    return new Gate.Terms(
        config.gate().acceptedTests(),
        config.gate().maximumAge(),
        config.gate().commit(),
        Instant.now());
  }

  /** The versions of {@code server} and {@code driver}; the server may not tell its own. */
  public SortedMap<String, String> versions() {
    SortedMap<String, String> versions = new TreeMap<>();
    versions.put("driver", DriverInfo.DRIVER_VERSION);
    versions.put("server", serverVersion());
    return versions;
  }

  private String serverVersion() {
    try (Session session = sessions.open("version")) {
      return session.query(
          "SELECT mz_version()",
          rows -> rows.next() ? String.valueOf(rows.getString(1)) : "unknown");
    } catch (SQLException | VerdigrisException unknown) {
      return "unknown";
    }
  }

  /** Swaps back, sinks included. */
  public void rollback() {
    clock.run(
        Phase.ROLLBACK,
        () ->
            planAndExecute(
                Phase.ROLLBACK,
                RollbackPlanner::plan,
                "look at green, mend the models and deploy again, or clean up"));
  }

  /** Drops what is not in production: the old environment, or green if it was not promoted. */
  public void cleanup() {
    clock.run(
        Phase.CLEANUP,
        () -> planAndExecute(Phase.CLEANUP, CleanupPlanner::plan, "nothing is left to do"));
  }

  /**
   * What phases would send, in order, each planned on what the ones before it would leave. Sends
   * nothing but reads. Validation is assumed to pass.
   *
   * @param phases the phases, in order
   * @return text of several lines, with a line break at its end
   */
  public String dryRun(Phase... phases) {
    return planning.dryRun(situation(), List.of(phases));
  }

  /** What carries production's names now, in the order of the configuration. */
  public List<PromotionRecord.Carrier> production() {
    return situation().units().stream()
        .flatMap(
            unit ->
                unit.production().stream()
                    .map(
                        holder ->
                            new PromotionRecord.Carrier(
                                unit.kind().label(), unit.of(), holder.id())))
        .toList();
  }

  /** The deployment's environment. */
  public Green green() {
    return new Green(planning.view("green", situation(), sessions));
  }

  /** Production as it is, or was before the promotion. */
  public Blue blue() {
    return new Blue(planning.view("blue", situation(), sessions));
  }

  /** Asks the phase that runs to stop between two steps; callable from any thread. */
  public void interrupt() {
    interruption.request();
  }

  @Override
  public void close() {
    clock.close();
    sessions.close();
  }

  private Situation situation() {
    try (Session session = sessions.open("catalog")) {
      return catalogs.read(session);
    } catch (SQLException e) {
      throw failures(Phase.INIT).of("the snapshot of the catalog", e);
    }
  }

  private Outcome planAndExecute(Phase phase, Function<Situation, Plan> planner, String next) {
    return outcome(execute(phase, planner, true), next);
  }

  private Outcome outcome(Plan plan, String next) {
    String text = plan.isEmpty() ? String.join("; ", plan.notes()) : "done: " + plan.summary();
    return new Outcome(text, catalogs.stateText(), next);
  }

  /**
   * Reads, plans, executes.
   *
   * @param tell whether a plan without steps is worth telling of
   */
  private Plan execute(Phase phase, Function<Situation, Plan> planner, boolean tell) {
    if (config.dryRun()) {
      throw PhaseProblems.dryRun(phase).exception();
    }
    Failures failures = failures(phase);
    try (Session session = sessions.open(phase.label())) {
      Situation situation = read(session, failures);
      Plan plan = planner.apply(situation);
      if (tell || !plan.isEmpty()) {
        listener.on(new Event.Planned(phase, plan));
        plan.notes().forEach(note -> listener.on(new Event.Note(phase, note)));
      }
      new Executor(
              session,
              listener,
              interruption,
              failures,
              new SwapTransaction(
                  sessions, listener, interruption, failures, config.promote().retries()),
              new SinkCutover(
                  sessions, listener, failures, config.timeouts().sinkCutover(), this::pending))
          .execute(plan, situation);
      return plan;
    }
  }

  /** Before a swap only: behind it, the ALTER SINK itself says what is wrong. */
  private void proveKeys(Plan plan, Situation situation) {
    List<KeyedSink> sinks = KeyedSink.of(situation);
    if (sinks.isEmpty() || plan.steps().stream().noneMatch(Step::transactional)) {
      return;
    }
    List<String> unproven;
    try (Session session = sessions.open("keys")) {
      unproven = SinkKeys.unproven(session, sinks);
    } catch (SQLException e) {
      listener.on(
          new Event.Note(
              Phase.PROMOTE,
              "the keys of sinks could not be checked before: " + SqlStates.message(e)));
      return;
    }
    if (!unproven.isEmpty()) {
      throw PhaseProblems.unprovenKeys(unproven).exception();
    }
  }

  private Situation read(Session session, Failures failures) {
    try {
      return catalogs.read(session);
    } catch (SQLException e) {
      throw failures.of("the snapshot of the catalog", e);
    }
  }

  /** Those sinks that do not read yet what they should, from the catalog. */
  private List<SinkStep> pending(List<SinkStep> steps) throws SQLException {
    try (Session session = sessions.open("sinks")) {
      Situation now = catalogs.read(session);
      return steps.stream()
          .filter(
              step ->
                  now.snapshot()
                      .item(step.sinkId())
                      .filter(sink -> !sink.dependsOn().contains(step.toId()))
                      .isPresent())
          .toList();
    }
  }

  private Failures failures(Phase phase) {
    return new Failures(
        phase, config.deployment(), sessions.describe(), interruption, catalogs::stateText);
  }
}
