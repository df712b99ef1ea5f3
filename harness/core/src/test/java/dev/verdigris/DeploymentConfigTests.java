package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.cutover.Budget;
import dev.verdigris.cutover.ColumnRule;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecision.Way;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.gate.NamedWaiver;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read of a configuration: every key, and what is meant where one is left out. */
class DeploymentConfigTests extends ConfigFixture {

  @Test
  void readsEveryKey() {
    DeploymentConfig config =
        load(
            """
            # the flights of 2001
            deployment: pr_17
            database: Analytics
            schemas: [flights, "Fine Schema", it's, 'with-hyphen', 2024]
            clusters:
              - compute
              - Compute
            models:
              directory: sql/models
              cluster: compute
              search_path: [flights, raw]
            await:
              lag_threshold: 500ms
              lag_relative: 1.5
              stable_for: 10s
              timeout: 1h
            timeouts:
              statement: 30s
              sink_cutover: 2m
              validation: 1d
            validation:
              connections: 3
            promote:
              retries: 0
              bake_time: 1d
              on_smoke_failure: rollback
            create: true
            green:
              clusters: [Compute = 100cc x 2]
            sinks:
              sinks.delays: reconciled
              other.sinks.routes: {cutover: plain, stale: 10, extra: any, columns: same}
              'odd "name".x y': plain missing=3
            accept:
              readers: [marts.daily]
              vanishing: [flights.old]
              columns: [flights.delays.iata]
              drift: [compute]
              changes: ["flights.it's"]
            gate:
              accepted_skips: [DelayValidation.seasonal]
              accepted_tests: 12
              maximum_age: 2h
              off: [SinkContract]
              warn: [RouteValidation]
              waivers:
                - "DelayValidation.keysAreUnique until 2026-12-31 by anna: the source repeats keys"
            history:
              file: log/history.jsonl
              schema: Deployments
            server:
              url: jdbc:postgresql://host:6875/materialize?user=me&sslmode=require
            local_engine:
              data: build/engine
              seed: [production/tables.sql, /elsewhere/views.sql]
            """);

    assertThat(config)
        .isEqualTo(
            new DeploymentConfig(
                new DeploymentName("pr_17"),
                "Analytics",
                List.of("flights", "Fine Schema", "it's", "with-hyphen", "2024"),
                List.of("compute", "Compute"),
                new DeploymentConfig.Models(
                    directory.resolve("sql/models"), "compute", List.of("flights", "raw")),
                new DeploymentConfig.Await(
                    Duration.ofMillis(500),
                    new BigDecimal("1.5"),
                    Duration.ofSeconds(10),
                    Duration.ofHours(1)),
                new DeploymentConfig.Timeouts(
                    Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofDays(1)),
                new DeploymentConfig.Validation(3),
                new DeploymentConfig.Promote(true, 0, Duration.ofDays(1), true),
                new DeploymentConfig.Creation(
                    true, Map.of("Compute", new DeploymentConfig.ClusterSize("100cc", 2))),
                false,
                new SinkDecisions(
                    Map.of(
                        "sinks.delays",
                        SinkDecision.reconciled(),
                        "other.sinks.routes",
                        new SinkDecision(
                            Way.PLAIN, new Budget(10), Budget.NONE, Budget.ANY, ColumnRule.SAME),
                        "odd \"name\".x y",
                        new SinkDecision(
                            Way.PLAIN, Budget.NONE, new Budget(3), Budget.NONE, ColumnRule.ADDED))),
                new DeploymentConfig.Accept(
                    List.of("marts.daily"),
                    List.of("flights.old"),
                    List.of("flights.delays.iata"),
                    List.of("compute"),
                    List.of("flights.it's")),
                new DeploymentConfig.Gate(
                    List.of("DelayValidation.seasonal"),
                    12,
                    Duration.ofHours(2),
                    List.of("SinkContract"),
                    List.of("RouteValidation"),
                    List.of(
                        NamedWaiver.parse(
                            "DelayValidation.keysAreUnique until 2026-12-31 by anna: the source"
                                + " repeats keys")),
                    ""),
                new DeploymentConfig.History(directory.resolve("log/history.jsonl"), "Deployments"),
                new DeploymentConfig.ServerAddress(
                    "jdbc:postgresql://host:6875/materialize?user=me&sslmode=require"),
                new DeploymentConfig.LocalEngine(
                    directory.resolve("build/engine"),
                    List.of(
                        directory.resolve("production/tables.sql"),
                        Path.of("/elsewhere/views.sql"))),
                directory,
                false));
  }

  @Test
  void keepsNoBlueWithoutABakeTime() {
    assertThat(load(LEAST + "promote:\n  keep_blue: false\n").promote().keepBlue()).isFalse();
    assertThatThrownBy(() -> load(LEAST + "promote:\n  keep_blue: false\n  bake_time: 1h\n"))
        .hasMessageStartingWith(
            "VG-2550 CONFIGURATION  \"promote.bake_time\" needs an old environment, and keep_blue is"
                + " false\n");
  }

  @Test
  void fillsInTheDefaults() {
    DeploymentConfig config = load(LEAST + "models:\n  # all of them\n");

    assertThat(config.database()).isEqualTo("materialize");
    assertThat(config.clusters()).isEmpty();
    assertThat(config.models().directory()).isEqualTo(directory.resolve("models"));
    assertThat(config.models().cluster()).isNull();
    assertThat(config.models().searchPath()).isEmpty();
    assertThat(config.await())
        .isEqualTo(
            new DeploymentConfig.Await(
                Duration.ofSeconds(1), BigDecimal.ZERO, Duration.ZERO, Duration.ofMinutes(10)));
    assertThat(config.timeouts())
        .isEqualTo(
            new DeploymentConfig.Timeouts(
                Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(10)));
    assertThat(config.promote()).isEqualTo(new DeploymentConfig.Promote(true, 20, null, false));
    assertThat(config.server().url()).isNull();
    assertThat(config.localEngine().data()).isEqualTo(directory.resolve("target/verdigris"));
    assertThat(config.localEngine().seed()).isEmpty();
    assertThat(config.dryRun()).isFalse();
  }

  @Test
  void aHistoryHasNoFileWhereItIsEmptyAndNoSchemaThatIsDeployed() throws IOException {
    assertThat(load(LEAST + "history: {file: ''}\n").history())
        .isEqualTo(new DeploymentConfig.History(null, null));
    assertThat(load(LEAST).history())
        .isEqualTo(
            new DeploymentConfig.History(
                directory.resolve("target/verdigris-history.jsonl"), null));
    for (String deployed : List.of("flights", "flights_pr_17")) {
      assertThatThrownBy(() -> load(LEAST + "history: {schema: " + deployed + "}\n"))
          .hasMessageStartingWith("VG-2021 CONFIGURATION")
          .hasMessageContaining("it is deployed, and a history in it would swap away");
    }
  }
}
