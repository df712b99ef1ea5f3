package dev.verdigris;

import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.Situation;

/**
 * Where a deployment stands and what is left to do.
 *
 * @param state the state, from the catalog alone
 * @param next what is left to do, and the commands for it
 */
public record Standing(DeploymentState state, NextSteps next) {

  static Standing of(Situation situation, DeploymentConfig config) {
    DeploymentState state = situation.state();
    return new Standing(state, NextSteps.of(situation, state, config));
  }
}
