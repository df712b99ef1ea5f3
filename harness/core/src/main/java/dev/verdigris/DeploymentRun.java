package dev.verdigris;

import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Session;
import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.gate.PromotionRecord;
import dev.verdigris.gate.Verdict;
import dev.verdigris.history.History;
import dev.verdigris.history.PastPhase;
import dev.verdigris.history.PastPhases;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.ValidatePlanner;
import dev.verdigris.preflight.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
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
  private final Interruption interruption = new Interruption();
  private final Server server;
  private final PhaseExecution execution;
  private final Planning planning;
  private final PreflightRun preflight;
  private final Building building;
  private final Promotion promotion;
  private final PhaseClock clock;

  private DeploymentRun(DeploymentConfig config, Server server, DeploymentListener listener) {
    History history = History.of(config, server, listener);
    this.server = server;
    this.execution = new PhaseExecution(config, server, history, interruption);
    this.planning = new Planning(config);
    this.preflight = new PreflightRun(execution, planning);
    this.building = new Building(execution, planning, preflight);
    this.promotion = new Promotion(execution, planning, preflight);
    this.clock = PhaseClock.start(config.deployment(), history, interruption);
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
    return execution.config();
  }

  /** Where the deployment stands, from the catalog alone. */
  public DeploymentState state() {
    return execution.situation().state();
  }

  /** Where the deployment stands, from the catalog alone, and what is left to do. */
  public Standing standing() {
    return execution.standing();
  }

  /** Makes green's schemas and clusters from blue's. */
  public void init() {
    clock.run(Phase.INIT, building::init);
  }

  /** Creates the models in green. */
  public void run() {
    clock.run(Phase.RUN, building::run);
  }

  /** Waits until green is ready. */
  public void await() {
    clock.run(Phase.AWAIT, building::await);
  }

  /** Green as it is now: take it before the validations, and hand it to {@link #conclude}. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(execution.situation());
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
      execution.execute(
          Phase.VALIDATE,
          situation -> ValidatePlanner.plan(situation, verdict.digest(), evidence.tests()),
          true);
    }
    execution.history().concluded(verdict);
    return verdict;
  }

  /**
   * Swaps green and blue and cuts the sinks over. The old environment stands until {@link
   * #cleanup()}, also where the configuration does not keep it.
   */
  public void promote(Verdict verdict) {
    promote(() -> verdict);
  }

  /**
   * The same, and the verdict is asked for only where it decides: a promotion that has happened and
   * left sinks is finished without one.
   *
   * @param verdict gives it, or throws the reason why there is none
   */
  public void promote(Supplier<Verdict> verdict) {
    clock.run(Phase.PROMOTE, () -> promotion.promote(verdict));
  }

  /**
   * Why {@code verdict} would not be promoted now; empty where it would be, as far as the gate is
   * asked, and where the deployment is in production already.
   */
  public Optional<Problem> refusal(Verdict verdict) {
    return refusal(() -> verdict);
  }

  /** The same, and the verdict is asked for only where it decides. */
  public Optional<Problem> refusal(Supplier<Verdict> verdict) {
    return promotion.refusal(execution.situation(), verdict);
  }

  /** The versions of {@code server} and {@code driver}; the server may not tell its own. */
  public SortedMap<String, String> versions() {
    SortedMap<String, String> versions = new TreeMap<>();
    versions.put("driver", DriverInfo.DRIVER_VERSION);
    versions.put("server", serverVersion());
    return versions;
  }

  private String serverVersion() {
    try (Session session = execution.sessions().open("version")) {
      return session.query(
          "SELECT mz_version()",
          rows -> rows.next() ? String.valueOf(rows.getString(1)) : "unknown");
    } catch (SQLException | VerdigrisException unknown) {
      return "unknown";
    }
  }

  /** Swaps back, sinks included. */
  public void rollback() {
    clock.run(Phase.ROLLBACK, new RollingBack(execution)::rollback);
  }

  /** Drops what is not in production: the old environment, or green if it was not promoted. */
  public void cleanup() {
    clock.run(Phase.CLEANUP, new Cleaning(execution)::cleanup);
  }

  /**
   * What stands in the way of a phase now, all at once; sends nothing but reads. {@link #init} and
   * {@link #promote} ask the same themselves, and refuse where something blocks.
   *
   * @param phase {@link Phase#INIT} or {@link Phase#PROMOTE}; before any other nothing is found
   */
  public List<Finding> preflight(Phase phase) {
    return preflight.inspect(phase, execution.situation());
  }

  /**
   * What phases would send, in order, each planned on what the ones before it would leave. Sends
   * nothing but reads. Validation is assumed to pass.
   *
   * @param phases the phases, in order
   * @return text of several lines, with a line break at its end
   */
  public String dryRun(Phase... phases) {
    return preview(List.of(phases)).text();
  }

  /**
   * The same as plans, and why the first of them would be refused now; {@link #refusal} tells what
   * the gate has against a promotion.
   */
  public Preview preview(List<Phase> phases) {
    return new Previewing(execution, planning, preflight, promotion).of(phases);
  }

  /** What carries production's names now, in the order of the configuration. */
  public List<PromotionRecord.Carrier> production() {
    return execution.situation().units().stream()
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
    return new Green(planning.view("green", execution.situation(), execution.sessions()));
  }

  /** Production as it is, or was before the promotion. */
  public Blue blue() {
    return new Blue(planning.view("blue", execution.situation(), execution.sessions()));
  }

  /**
   * What the history's table tells, newest first; nothing where the configuration names none. Sends
   * nothing but reads.
   *
   * @param deployment only of this one; empty: of all
   * @param limit at most so many
   * @throws VerdigrisException VG-6561 where the table cannot be read
   */
  public List<PastPhase> history(Optional<String> deployment, int limit) {
    return PastPhases.inTable(execution.config(), server, deployment, limit);
  }

  /** Asks the phase that runs to stop between two steps; callable from any thread. */
  public void interrupt() {
    interruption.request();
  }

  @Override
  public void close() {
    clock.close();
    execution.close();
  }
}
