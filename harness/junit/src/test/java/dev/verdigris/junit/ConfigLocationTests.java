package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLocationTests {

  @Test
  void takesTheFileOfTheWorkingDirectory() {
    assertThat(ConfigLocation.of("pom.xml", ConfigLocationTests.class))
        .isEqualTo(Path.of("pom.xml"));
  }

  @Test
  void takesAnAbsolutePathAsItIs(@TempDir Path directory) {
    Path file = directory.resolve("absent.yaml");
    assertThat(ConfigLocation.of(file.toString(), ConfigLocationTests.class)).isEqualTo(file);
  }

  @Test
  void looksAboveTheCompiledClass() {
    Path found = ConfigLocation.of("surefire-marker", ConfigLocationTests.class);
    assertThat(found).isEqualTo(Path.of("surefire-marker"));

    Path classes = ConfigLocation.of("test-classes", ConfigLocationTests.class);
    assertThat(classes).isAbsolute();
    assertThat(Files.isDirectory(classes)).isTrue();
  }
}
