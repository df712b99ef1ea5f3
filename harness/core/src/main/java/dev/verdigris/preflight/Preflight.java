package dev.verdigris.preflight;

import dev.verdigris.DeploymentConfig.Accept;
import dev.verdigris.DeploymentConfig.ClusterSize;
import dev.verdigris.DeploymentName;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.catalog.ServerFacts;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.ProjectSinks;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.UnfinishedDeployments;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds everything that stands in the way of a phase, before anything is changed: pure, from one
 * snapshot and what else the server says.
 */
public final class Preflight {
  private Preflight() {}

  /**
   * What is found before a phase; blocking findings first, then by rule. Nothing where the phase
   * has nothing to do any more, or where its planner refuses the state as a whole.
   *
   * @param phase {@link Phase#INIT} or {@link Phase#PROMOTE}; any other finds nothing
   * @param accept what the configuration accepts
   * @param models the next version's models, empty where they are not known
   * @param sized what the configuration says of green's clusters, by blue's name
   * @param decisions what the configuration says of sinks
   * @param project the project's sinks
   */
  public static List<Finding> inspect(
      Phase phase,
      Situation situation,
      ServerFacts facts,
      Accept accept,
      Optional<List<ModelOutline>> models,
      Map<String, ClusterSize> sized,
      SinkDecisions decisions,
      ProjectSinks project) {
    if (!applies(phase, situation)) {
      return List.of();
    }
    Inspection in = new Inspection(phase, situation, facts, models, sized, decisions, project);
    Listing out = new Listing(accept);
    RightsRules.find(in, out);
    NewSinkRules.find(in, out);
    Reading.find(in, out);
    IsolationRules.find(in, out);
    DriftRules.find(in, out);
    RoomRules.find(in, out);
    ObjectRules.find(in, out);
    ReaderRules.find(in, out);
    ChangeRules.find(in, out);
    if (in.greenIsBuilt()) {
      out.tellUnused(List.of(AcceptKey.values()));
    } else {
      // Columns, drift and changes can only be found once green is there.
      out.tellUnused(
          models.isPresent()
              ? List.of(AcceptKey.READERS, AcceptKey.VANISHING)
              : List.of(AcceptKey.READERS));
    }
    return out.findings();
  }

  /**
   * The refusal, VG-5500 or VG-6500; empty where nothing blocks. It ends with 6 where only rights
   * are missing, and with 5 otherwise.
   *
   * @param findings everything that was found
   */
  public static Optional<Problem> refusal(
      Phase phase, DeploymentName deployment, List<Finding> findings) {
    return PreflightProblems.refusal(phase, deployment, findings);
  }

  /** That the models could not be read yet; run refuses them with the same words. */
  public static Finding unreadable(Path models, Problem problem) {
    return new Finding(
        Rule.MODELS_UNREADABLE,
        Rule.MODELS_UNREADABLE.severity(),
        "models " + models.getFileName(),
        "",
        problem.code() + " " + problem.summary(),
        "run tells more");
  }

  /**
   * Whether there is something to find: production is there, and the phase is still to come and
   * need not wait for another deployment, whose transition is no reader like others.
   */
  public static boolean applies(Phase phase, Situation situation) {
    DeploymentState.Kind kind = situation.state().kind();
    boolean open =
        kind == DeploymentState.Kind.ABSENT
            || kind == DeploymentState.Kind.BUILDING
            || kind == DeploymentState.Kind.BUILT
            || kind == DeploymentState.Kind.VALIDATED
            || kind == DeploymentState.Kind.ROLLED_BACK;
    return open
        && (phase == Phase.INIT || phase == Phase.PROMOTE)
        && situation.units().stream().allMatch(unit -> unit.production().isPresent())
        && (phase == Phase.INIT
            || UnfinishedDeployments.beforeSwap(situation, phase.label()).isEmpty());
  }
}
