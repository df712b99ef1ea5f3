package com.example.flights;

import dev.verdigris.junit.Deployment;

/**
 * Deploys the models blue/green. Running this class validates them; nothing is promoted without
 * {@code mvn verify -Pdeploy}.
 */
@Deployment(config = "verdigris.yaml")
class FlightsDeployment {}
