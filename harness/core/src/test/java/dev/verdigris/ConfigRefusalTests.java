package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.verdigris.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a configuration and a project, to the letter, that cannot be used. */
class ConfigRefusalTests extends ConfigFixture {

  @Test
  void aFileThatIsNoText() throws IOException {
    Path file = directory.resolve("verdigris.yaml");
    Files.write(file, new byte[] {'a', (byte) 0xff, '\n'});
    assertThat(refused(Map.of()))
        .isEqualTo(
            """
            VG-2011 CONFIGURATION  verdigris.yaml cannot be read
              because   it is not UTF-8
              state     nothing was sent to the server
              next      make it a readable UTF-8 text file\
            """);
  }

  @Test
  void noYaml() throws IOException {
    assertThat(refused("deployment: pr_17\nschemas: [flights\nclusters: [compute]\n"))
        .isEqualTo(
            """
            VG-2012 CONFIGURATION  no YAML: while parsing a flow sequence, expected ',' or ']', but got :
              where     verdigris.yaml, line 3, column 9
                        clusters: [compute]
                                ^
              state     nothing was sent to the server
              next      mend the line; quote a value that has a colon, a # or a quote in it\
            """);
  }

  @Test
  void aNumberOutOfRange() throws IOException {
    assertThat(refused(LEAST + "promote: {retries: 1001}\n"))
        .isEqualTo(
            """
            VG-2019 CONFIGURATION  "promote.retries" is a whole number from 0 to 1000, not 1001
              where     verdigris.yaml, line 3, column 20
                        promote: {retries: 1001}
                                           ^
              state     nothing was sent to the server
              next      choose a number in that range\
            """);
  }

  @Test
  void aNameThatIsThereTwice() throws IOException {
    assertThat(refused("deployment: pr_17\nschemas: [a, b, a]\n"))
        .isEqualTo(
            """
            VG-2022 CONFIGURATION  "schemas" names "a" twice
              where     verdigris.yaml, line 2, column 17
                        schemas: [a, b, a]
                                        ^
              state     nothing was sent to the server
              next      keep one of the two\
            """);
  }

  @Test
  void aWaiverThatIsNone() throws IOException {
    assertThat(refused(LEAST + "gate:\n  waivers: [\"A.b by anna\"]\n"))
        .isEqualTo(
            """
            VG-2030 CONFIGURATION  "A.b by anna" is no waiver
              form      <test> until <date> by <owner>: <reason>
              where     verdigris.yaml, line 4, column 13
                          waivers: ["A.b by anna"]
                                    ^
              state     nothing was sent to the server
              next      write for example  DelayValidation.keysAreUnique until 2026-12-31 by anna: the source repeats keys\
            """);
  }

  @Test
  void aCommitThatIsNone() throws IOException {
    Files.writeString(directory.resolve("verdigris.yaml"), LEAST);
    assertThat(refused(Map.of("verdigris.commit", "main")))
        .isEqualTo(
            """
            VG-2031 CONFIGURATION  "verdigris.commit" is a git commit, not "main"
              rule      7 to 64 of 0-9 a-f
              where     system property verdigris.commit
              state     nothing was sent to the server
              next      write the commit as git rev-parse HEAD tells it\
            """);
  }

  @Test
  void aBakeTimeOfNothing() throws IOException {
    assertThat(refused(LEAST + "promote:\n  keep_blue: false\n  bake_time: 1h\n"))
        .isEqualTo(
            """
            VG-2550 CONFIGURATION  "promote.bake_time" needs an old environment, and keep_blue is false
              where     verdigris.yaml, line 5, column 14
                          bake_time: 1h
                                     ^
              state     nothing was sent to the server
              next      take keep_blue: false away, or the bake time\
            """);
  }

  @Test
  void aSizeWithoutItsCluster() throws IOException {
    assertThat(refused(LEAST + "green:\n  clusters: [100cc]\n"))
        .isEqualTo(
            """
            VG-2551 CONFIGURATION  "green.clusters" has no size in "100cc"
              rule      name = size, or name = size x replicas
              where     verdigris.yaml, line 4, column 14
                          clusters: [100cc]
                                     ^
              state     nothing was sent to the server
              next      write for example: compute = 100cc x 2\
            """);
  }

  @Test
  void aModelThatIsNoText() throws IOException {
    Files.writeString(directory.resolve("verdigris.yaml"), LEAST);
    Path model = directory.resolve("models/flights/board.sql");
    Files.createDirectories(directory.resolve("models/flights"));
    Files.write(model, new byte[] {'a', (byte) 0xff, '\n'});
    assertThat(
            told(
                catchThrowable(
                    () ->
                        Project.load(
                            DeploymentConfig.load(
                                directory.resolve("verdigris.yaml"), Settings.none())))))
        .isEqualTo(
            """
            VG-2101 MODEL  models/flights/board.sql cannot be read
              because   it is not UTF-8
              state     nothing was sent to the server but reads
              next      make it readable, a model as UTF-8 text\
            """);
  }

  private String refused(String yaml) throws IOException {
    Files.writeString(directory.resolve("verdigris.yaml"), yaml);
    return refused(Map.of());
  }

  private String refused(Map<String, String> settings) {
    return told(
        catchThrowable(
            () ->
                DeploymentConfig.load(
                    directory.resolve("verdigris.yaml"), Settings.of(settings, Map.of()))));
  }

  /** As it is seen from the project's directory. */
  private String told(Throwable refusal) {
    assertThat(refusal).isInstanceOf(VerdigrisException.class);
    return String.valueOf(refusal.getMessage()).replace(directory + "/", "");
  }
}
