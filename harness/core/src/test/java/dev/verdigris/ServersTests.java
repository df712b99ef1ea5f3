package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTests {
  @TempDir private Path directory;

  @Test
  void without_address_and_engine_there_is_no_server() throws IOException {
    DeploymentConfig config = config(Map.of());
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> Servers.open(config))
        .withMessage(
            """
            VG-2251 CONFIGURATION  no server is configured and no local engine is on the class path
              state     nothing was sent
              next      add the dependency dev.verdigris:verdigris-local-engine, or name a Materialize with -Dverdigris.url=jdbc:postgresql://...""");
  }

  @Test
  void an_address_is_described_without_its_parameters() throws IOException {
    Server server =
        Servers.open(
            config(
                Map.of(
                    "verdigris.url",
                    "jdbc:postgresql://mz.example:6875/materialize?user=ann&sslmode=require")));
    assertThat(server.description()).isEqualTo("Materialize at mz.example:6875/materialize");
    assertThat(server.url()).contains("sslmode=require");
  }

  @Test
  void several_engines_are_named() {
    assertThat(ServerProblems.several(List.of("one", "two")).format())
        .isEqualTo(
            """
            VG-2252 CONFIGURATION  several local engines are on the class path
              found     one, two
              state     nothing was sent
              next      keep one of them, or name a Materialize with -Dverdigris.url=jdbc:postgresql://...""");
  }

  private DeploymentConfig config(Map<String, String> overrides) throws IOException {
    Path file = directory.resolve("verdigris.yaml");
    Files.createDirectories(directory.resolve("models"));
    Files.writeString(
        file,
        """
        deployment: pr_17
        schemas: [flights]
        models:
          directory: models
        """);
    return DeploymentConfig.load(file, Settings.none().withOverrides(overrides));
  }
}
