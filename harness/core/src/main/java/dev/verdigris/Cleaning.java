package dev.verdigris;

import dev.verdigris.PhaseClock.Outcome;
import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.catalog.Subscriber;
import dev.verdigris.execute.Session;
import dev.verdigris.plan.CleanupPlanner;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Unit;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The phase that drops what is not in production. Before it does, it asks who subscribes, and
 * whether the bake time is over: by the server's audit log, since nothing of ours is written after
 * a swap.
 *
 * @param execution executes its plan
 */
record Cleaning(PhaseExecution execution) {

  Outcome cleanup() {
    return execution.planAndExecute(Phase.CLEANUP, this::plan);
  }

  /** The plan, if somebody is not still to wait for. */
  Plan plan(Situation situation) {
    try (Session session = execution.sessions().open("cleanup checks")) {
      refuseUnbaked(session, situation);
      List<Subscriber> subscribers = CatalogReader.subscribers(session);
      return CleanupPlanner.plan(situation, subscribers);
    } catch (SQLException e) {
      throw execution.failures(Phase.CLEANUP).of("who subscribes and when it was promoted", e);
    }
  }

  private void refuseUnbaked(Session session, Situation situation) throws SQLException {
    DeploymentConfig config = execution.config();
    @Nullable Duration bakeTime = config.promote().bakeTime();
    boolean promoted =
        situation.state().kind() == DeploymentState.Kind.PROMOTED
            || situation.state().kind() == DeploymentState.Kind.SUPERSEDED;
    if (bakeTime == null || config.cleanupNow() || !promoted) {
      return;
    }
    Optional<Instant> since = promotedAt(session, situation);
    if (since.isEmpty()) {
      throw PhaseProblems.bakeTimeUnknown(config.deployment(), bakeTime).exception();
    }
    Instant over = since.get().plus(bakeTime);
    if (Instant.now().isBefore(over)) {
      throw PhaseProblems.notBaked(
              config.deployment(), since.get(), over.truncatedTo(ChronoUnit.SECONDS))
          .exception();
    }
  }

  /** When the first schema got production's name. */
  private static Optional<Instant> promotedAt(Session session, Situation situation)
      throws SQLException {
    Optional<Unit> schema =
        situation.units().stream().filter(unit -> unit.kind() == Unit.Kind.SCHEMA).findFirst();
    if (schema.isEmpty() || schema.get().marked().isEmpty()) {
      return Optional.empty();
    }
    return CatalogReader.renamed(session, schema.get().marked().get().id(), schema.get().of());
  }
}
