package com.example.gate;

import dev.verdigris.junit.Deployment;
import dev.verdigris.junit.DeploymentPhase;
import dev.verdigris.junit.Phases;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

@Deployment(config = "verdigris.yaml")
class ShopDeployment {
  @RegisterExtension
  @Order(Phases.AWAIT + 50)
  static DeploymentPhase warmCaches = environment -> Misbehaviour.at("phase before");

  @RegisterExtension
  @Order(Phases.VALIDATE + 50)
  static DeploymentPhase askSomebody = environment -> Misbehaviour.at("phase between");

  @RegisterExtension
  @Order(Phases.PROMOTE + 50)
  static DeploymentPhase tellSomebody = environment -> Misbehaviour.at("phase after");
}
