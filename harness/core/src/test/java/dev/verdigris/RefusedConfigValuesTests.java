package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that a key cannot have, each with its rule and its place. */
class RefusedConfigValuesTests extends ConfigFixture {

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

  @Test
  void aFactorIsADecimalNumber() {
    assertThatThrownBy(() -> load(LEAST + "await:\n  lag_relative: 150%\n"))
        .hasMessageStartingWith(
            "VG-2017 CONFIGURATION  \"await.lag_relative\" is a number of at most three digits before"
                + " and after the point, not \"150%\"");
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
  void refusesASizeWithoutItsCluster() {
    assertThatThrownBy(() -> load(LEAST + "green:\n  clusters: [100cc]\n"))
        .hasMessageStartingWith(
            """
            VG-2551 CONFIGURATION  "green.clusters" has no size in "100cc"
              rule      name = size, or name = size x replicas
            """);
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
}
