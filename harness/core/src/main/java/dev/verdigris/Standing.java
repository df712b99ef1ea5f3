package dev.verdigris;

import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.Situation;

/**
 * Where a deployment stands and what is left to do, the sinks that the project has and the server
 * has not included.
 *
 * @param state the state, from the catalog alone
 * @param next what is left to do, and the commands for it
 */
public record Standing(DeploymentState state, NextSteps next) {

  static Standing of(Situation situation, DeploymentConfig config) {
    DeploymentState state = situation.state();
    NextSteps next = NextSteps.of(situation, state, config);
    return new Standing(
        state, MissingSinks.of(situation, config).before(next, config.deployment()));
  }
}
