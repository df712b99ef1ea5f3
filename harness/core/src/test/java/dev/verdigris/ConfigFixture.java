package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A directory with a {@code verdigris.yaml}, and what is made or said of it. */
abstract class ConfigFixture {
  static final String LEAST =
      """
      deployment: pr_17
      schemas: [flights]
      """;

  @TempDir Path directory;

  void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> load(yaml))
        .isInstanceOf(VerdigrisException.class)
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).replace(directory + "/", ""))
                    .isEqualTo(message));
  }

  DeploymentConfig load(String yaml) {
    return DeploymentConfig.load(write(yaml), Settings.none());
  }

  Path write(String yaml) {
    try {
      return Files.writeString(directory.resolve("verdigris.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
