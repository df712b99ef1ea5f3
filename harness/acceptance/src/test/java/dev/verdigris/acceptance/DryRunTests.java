package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Phase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dry run sends nothing but reads; the relay counts what the server saw. */
class DryRunTests {
  private final TestServer server = TestServer.shared();

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"VALIDATE"},
      mode = EnumSource.Mode.EXCLUDE)
  void eachPhaseSendsOnlyReads(Phase phase, @TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory)) {
      DeploymentConfig config = production.config("pr_17", Map.of("verdigris.dryRun", "true"));
      boolean afterPromotion = phase == Phase.ROLLBACK || phase == Phase.CLEANUP;
      if (afterPromotion) {
        Runs.promoted(production.config("pr_17"), server, new Recorder());
      }
      CatalogView catalog = new CatalogView(server, production);
      List<String> units = catalog.units();
      try (TestServer.Relayed relayed = server.relayed();
          DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
        String text = run.dryRun(afterPromotion ? new Phase[] {phase} : upTo(phase));
        assertThat(relayed.relay().statements()).isNotEmpty().noneMatch(Writes::isWrite);
        assertThat(text)
            .contains("DRY RUN " + phase.label() + " pr_17\n")
            .contains("Nothing was sent but reads.");
      }
      assertThat(catalog.units()).isEqualTo(units);
    }
  }

  private static Phase[] upTo(Phase last) {
    return Arrays.stream(Phase.values())
        .filter(phase -> phase != Phase.VALIDATE && phase.compareTo(last) <= 0)
        .toArray(Phase[]::new);
  }

  @Test
  void phasesThatDependOnEarlierOnesArePlannedOnWhatThoseWouldLeave(@TempDir Path directory)
      throws Exception {
    try (Production production = Production.create(server, directory)) {
      if (!server.kafka().isEmpty()) {
        production.withSink();
      }
      try (TestServer.Relayed relayed = server.relayed();
          DeploymentRun run =
              DeploymentRun.open(production.config("pr_17"), relayed, new Recorder())) {
        String text = run.dryRun(Phase.INIT, Phase.RUN, Phase.AWAIT, Phase.PROMOTE);
        assertThat(relayed.relay().statements()).noneMatch(Writes::isWrite);
        String flights = "\"materialize\".\"" + production.flights;
        assertThat(text)
            .contains("CREATE SCHEMA " + flights + "_pr_17\"")
            .contains("CREATE MATERIALIZED VIEW " + flights + "_pr_17\".\"delay_by_airport\"")
            .contains(
                "  swap  ALTER SCHEMA "
                    + flights
                    + "\" SWAP WITH \""
                    + production.flights
                    + "_pr_17\"\n  swap  ALTER CLUSTER \""
                    + production.compute
                    + "\" SWAP WITH \""
                    + production.compute
                    + "_pr_17\"\n");
        if (!server.kafka().isEmpty()) {
          assertThat(text)
              .contains(
                  "  sink  ALTER SINK \"materialize\".\""
                      + production.sinks
                      + "\".\"delays\" SET FROM "
                      + flights
                      + "\".\"delay_by_airport\"\n"
                      + "  Nothing was sent but reads. 2 swaps in one transaction, 1 sink after"
                      + " it.\n");
        }
      }
    }
  }
}
