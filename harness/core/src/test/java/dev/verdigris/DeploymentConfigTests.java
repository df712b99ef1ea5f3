package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.cutover.Budget;
import dev.verdigris.cutover.ColumnRule;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecision.Way;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.gate.NamedWaiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentConfigTests {
  private static final String LEAST =
      """
      deployment: pr_17
      schemas: [flights]
      """;

  @TempDir Path directory;

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
  void refusesASizeWithoutItsCluster() {
    assertThatThrownBy(() -> load(LEAST + "green:\n  clusters: [100cc]\n"))
        .hasMessageStartingWith(
            """
            VG-2551 CONFIGURATION  "green.clusters" has no size in "100cc"
              rule      name = size, or name = size x replicas
            """);
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
  void aFactorIsADecimalNumber() {
    assertThatThrownBy(() -> load(LEAST + "await:\n  lag_relative: 150%\n"))
        .hasMessageStartingWith(
            "VG-2017 CONFIGURATION  \"await.lag_relative\" is a number of at most three digits before"
                + " and after the point, not \"150%\"");
  }

  @Test
  void saysThatThereIsNoFileAndWhatToWrite() {
    assertThatThrownBy(() -> DeploymentConfig.load(Path.of("no/verdigris.yaml"), Settings.none()))
        .hasMessage(
            """
            VG-2010 CONFIGURATION  there is no no/verdigris.yaml
              state     nothing was sent to the server
              next      write one, at least
                        deployment: pr_17
                        schemas: [flights]
                        clusters: [compute]
                        or name another file\
            """);
  }

  @Test
  void refusesADirectoryAndAFileThatIsNotUtf8() throws IOException {
    Path latin =
        Files.write(directory.resolve("l.yaml"), "a: é".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> DeploymentConfig.load(directory, Settings.none()))
        .hasMessageContaining("because   it is a directory");
    assertThatThrownBy(() -> DeploymentConfig.load(latin, Settings.none()))
        .hasMessageContaining("because   it is not UTF-8");
  }

  @Test
  void refusesDecisionsAboutSinksThatSayNothing() {
    assertRefused(
        LEAST + "sinks:\n  sinks.delays: reconcile\n",
        """
        VG-2040 CONFIGURATION  "sinks.sinks.delays" is no decision about a sink
          wanted    plain or reconciled, not "reconcile"
          where     verdigris.yaml, line 4, column 17
                      sinks.delays: reconcile
                                    ^
          state     nothing was sent to the server
          next      write for example
                    sinks.delays: reconciled
                    sinks.delays: {cutover: plain, stale: 10, missing: 0, extra: any}\
        """);
    assertRefusedSink("{stale: 1}", "plain or reconciled as \"cutover\"");
    assertRefusedSink("{cutover: plain, stal: 1}", "(did you mean stale?)");
    assertRefusedSink("{cutover: plain, stale: -1}", "a whole number or any, not \"-1\"");
    assertRefusedSink("{cutover: plain, columns: none}", "same, added or any, not \"none\"");
    assertRefusedSink("reconciled stale=1", "reconciled without \"stale\"");
    assertRefusedSink("plain stale", "then key=value, not \"stale\"");
    assertRefusedSink("[plain]", "VG-2017");
    assertRefusedSink("reconciled\n  d: plain", "VG-2015");
  }

  private void assertRefusedSink(String value, String part) {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> load(LEAST + "sinks:\n  d: " + value + "\n"))
        .withMessageContaining(part);
  }

  @Test
  void suggestsTheKeyThatWasMeant() {
    assertRefused(
        LEAST + "await:\n  lag_treshold: 1s\n",
        """
        VG-2014 CONFIGURATION  unknown key "await.lag_treshold"
          where     verdigris.yaml, line 4, column 3
                      lag_treshold: 1s
                      ^
          known     lag_relative, lag_threshold, stable_for, timeout
          state     nothing was sent to the server
          next      did you mean "await.lag_threshold"?\
        """);
    assertRefused(
        LEAST + "search_path: [raw]\n",
        """
        VG-2014 CONFIGURATION  unknown key "search_path"
          where     verdigris.yaml, line 3, column 1
                    search_path: [raw]
                    ^
          known     accept, await, clusters, create, database, deployment, gate, green, history, local_engine, models, promote, schemas, server, sinks, timeouts, validation
          state     nothing was sent to the server
          next      did you mean "models.search_path"?\
        """);
    assertRefused(
        LEAST + "colour: green\n",
        """
        VG-2014 CONFIGURATION  unknown key "colour"
          where     verdigris.yaml, line 3, column 1
                    colour: green
                    ^
          known     accept, await, clusters, create, database, deployment, gate, green, history, local_engine, models, promote, schemas, server, sinks, timeouts, validation
          state     nothing was sent to the server
          next      remove it, or use one of the known keys\
        """);
  }

  @Test
  void refusesAKeyThatIsThereTwice() {
    assertRefused(
        LEAST + "schemas: [raw]\n",
        """
        VG-2015 CONFIGURATION  the key "schemas" is there twice
          where     verdigris.yaml, line 3, column 1
                    schemas: [raw]
                    ^
          first     line 2
          state     nothing was sent to the server
          next      keep one of the two\
        """);
  }

  @Test
  void saysWhatIsNotGiven() {
    assertRefused(
        "",
        """
        VG-2016 CONFIGURATION  "deployment" is not given
          looked at verdigris.yaml, verdigris.deployment, VERDIGRIS_DEPLOYMENT
          state     nothing was sent to the server
          next      add to verdigris.yaml:  deployment: pr_17\
        """);
    assertRefused(
        "deployment: pr_17",
        """
        VG-2016 CONFIGURATION  "schemas" is not given
          looked at verdigris.yaml, verdigris.schemas, VERDIGRIS_SCHEMAS
          state     nothing was sent to the server
          next      add to verdigris.yaml:  schemas: [flights]\
        """);
  }

  @Test
  void refusesAnEmptyListOfSchemas() {
    assertRefused(
        "deployment: pr_17\nschemas: []\n",
        """
        VG-2020 CONFIGURATION  "schemas" is empty: there is nothing to deploy
          where     verdigris.yaml, line 2, column 10
                    schemas: []
                             ^
          state     nothing was sent to the server
          next      name at least one schema, for example  schemas: [flights]\
        """);
  }

  @Test
  void refusesValuesOfTheWrongType() {
    assertRefused(
        "deployment: pr_17\nschemas: flights\n",
        """
        VG-2017 CONFIGURATION  "schemas" is a list of names, not "flights"
          where     verdigris.yaml, line 2, column 10
                    schemas: flights
                             ^
          state     nothing was sent to the server
          next      write a list of names\
        """);
    assertRefused(
        LEAST + "promote:\n  keep_blue: yes\n",
        """
        VG-2017 CONFIGURATION  "promote.keep_blue" is true or false, not "yes"
          where     verdigris.yaml, line 4, column 14
                      keep_blue: yes
                                 ^
          state     nothing was sent to the server
          next      write true or false\
        """);
    assertRefused(
        LEAST + "await: 10m\n",
        """
        VG-2013 CONFIGURATION  "await" holds keys and values, not "10m"
          where     verdigris.yaml, line 3, column 8
                    await: 10m
                           ^
          state     nothing was sent to the server
          next      write  key: value  with one key a line\
        """);
    assertThatThrownBy(() -> load("- a\n- b\n"))
        .hasMessageContaining("verdigris.yaml holds keys and values, not a list");
    assertThatThrownBy(() -> load(LEAST + "database:\n"))
        .hasMessageContaining("\"database\" is a name, not nothing");
    assertThatThrownBy(() -> load(LEAST + "clusters: [[a]]\n"))
        .hasMessageContaining("\"clusters\" is a list of names, not a list");
    assertThatThrownBy(() -> load(LEAST + "promote: {retries: many}\n"))
        .hasMessageContaining("\"promote.retries\" is a whole number, not \"many\"");
    assertThatThrownBy(() -> load(LEAST + "? [a]\n: b\n"))
        .hasMessageContaining("is keys and values, not a list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "-1s", "1.5s", "10 m", "0s", "1w", "soon", "31d", "999999999999d"})
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> load(LEAST + "await:\n  timeout: " + text + "\n"))
        .hasMessage(
            """
            VG-2018 CONFIGURATION  "await.timeout" is a duration, not "%s"
              rule      a whole number above 0 and ms, s, m, h or d, at most 30d
              where     %s/verdigris.yaml, line 4, column 12
                          timeout: %s
                                   ^
              state     nothing was sent to the server
              next      write for example 500ms, 1s or 10m\
            """
                .formatted(text, directory, text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1001", "99999999999999999999"})
  void refusesNumbersOutOfRange(String text) {
    assertThatThrownBy(() -> load(LEAST + "promote: {retries: " + text + "}\n"))
        .hasMessageStartingWith(
            "VG-2019 CONFIGURATION  \"promote.retries\" is a whole number from 0 to 1000, not "
                + text);
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

  @Test
  void showsWhereTheYamlIsBroken() {
    assertThatThrownBy(() -> load("deployment: pr_17\nschemas: [flights\nclusters: [compute]\n"))
        .hasMessageStartingWith("VG-2012 CONFIGURATION  no YAML: while parsing a flow sequence")
        .hasMessageContaining("line 3, column 9")
        .hasMessageEndingWith(
            "next      mend the line; quote a value that has a colon, a # or a quote in it");
    assertThatThrownBy(() -> load(LEAST + "---\n" + LEAST))
        .hasMessageContaining("expected a single document");
    assertThatThrownBy(() -> load(LEAST + "database: *db\n"))
        .hasMessageContaining("undefined alias");
  }

  @Test
  void refusesADeploymentThatCannotBeNamedSo() {
    assertRefused(
        "deployment: pr-17\nschemas: [flights]\n",
        """
        VG-2001 CONFIGURATION  "pr-17" cannot name a deployment
          rule      1 to 40 of a-z 0-9 _
          where     verdigris.yaml, line 1, column 13
                    deployment: pr-17
                                ^
          state     nothing was sent to the server
          next      use the nearest good one: pr_17\
        """);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "''         | a schema without a name | it is empty",
        "mz_catalog | schema \"mz_catalog\" | it is the system's",
        "pg_temp    | schema \"pg_temp\" | it is the system's",
        "information_schema | schema \"information_schema\" | it is the system's",
      })
  void refusesNamesThatCannotBeDeployed(String name, String what, String rule) {
    assertThatThrownBy(() -> load("deployment: pr_17\nschemas: [" + name + "]\n"))
        .hasMessage(
            """
            VG-2021 CONFIGURATION  %s cannot be deployed: %s
              where     %s/verdigris.yaml, line 2, column 11
                        schemas: [%s]
                                  ^
              state     nothing was sent to the server
              next      name an ordinary one; names are exact, without SQL's quotes\
            """
                .formatted(what, rule, directory, name));
  }

  @Test
  void refusesGreenNamesOfMoreThan255Bytes() {
    String name = "ü".repeat(124) + "x";
    assertThatThrownBy(() -> load("deployment: pr_170\nschemas: [" + name + "]\n"))
        .hasMessage(
            """
            VG-2023 CONFIGURATION  green's name for schema "%s" is too long
              green     %s_pr_170
              rule      at most 255 bytes, this one has 256
              state     nothing was sent to the server
              next      choose a shorter name for the deployment: -Dverdigris.deployment=...\
            """
                .formatted(name, name));
    assertThat(load("deployment: pr_17\nschemas: [" + name + "]\n").schemas())
        .containsExactly(name);
    assertThatThrownBy(() -> load(LEAST + "clusters: [" + "x".repeat(256) + "]\n"))
        .hasMessageContaining("it has more than 255 bytes");
  }

  @Test
  void refusesListsThatContradictThemselves() {
    assertThatThrownBy(() -> load("deployment: pr_17\nschemas: [a, b, a]\n"))
        .hasMessageStartingWith("VG-2022 CONFIGURATION  \"schemas\" names \"a\" twice");
    assertRefused(
        LEAST + "clusters: [c, c_pr_17]\n",
        """
        VG-2024 CONFIGURATION  green's name for cluster "c" is itself in the deployment
          green     c_pr_17
          state     nothing was sent to the server
          next      choose another name for the deployment, or remove "c_pr_17" from the list\
        """);
    assertRefused(
        LEAST + "clusters: [compute]\nmodels:\n  cluster: computer\n",
        """
        VG-2025 CONFIGURATION  "models.cluster" names "computer", which is not in "clusters"
          where     verdigris.yaml, line 5, column 12
                      cluster: computer
                               ^
          clusters  compute
          because   only the deployment's own clusters are swapped; a model on another one would burden production
          state     nothing was sent to the server
          next      add it to "clusters", or name one of them\
        """);
  }

  @Test
  void namesTheFileAsItWasGiven() {
    assertThatThrownBy(
            () ->
                DeploymentConfig.load(
                    directory.resolve("x/../verdigris.yaml"), Settings.of(Map.of(), Map.of())))
        .hasMessageContaining("x/../verdigris.yaml");
  }

  private void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> load(yaml))
        .isInstanceOf(VerdigrisException.class)
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).replace(directory + "/", ""))
                    .isEqualTo(message));
  }

  private DeploymentConfig load(String yaml) {
    return DeploymentConfig.load(write(yaml), Settings.none());
  }

  private Path write(String yaml) {
    try {
      return Files.writeString(directory.resolve("verdigris.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
