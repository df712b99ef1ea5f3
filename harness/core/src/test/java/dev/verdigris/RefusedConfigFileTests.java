package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A configuration file that cannot be read, or is none: what is said, and where it stands. */
class RefusedConfigFileTests extends ConfigFixture {

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
  void namesTheFileAsItWasGiven() {
    assertThatThrownBy(
            () ->
                DeploymentConfig.load(
                    directory.resolve("x/../verdigris.yaml"), Settings.of(Map.of(), Map.of())))
        .hasMessageContaining("x/../verdigris.yaml");
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
}
