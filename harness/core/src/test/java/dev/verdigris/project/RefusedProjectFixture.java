package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.VerdigrisException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A project of one good model, to which a test adds what is refused. */
abstract class RefusedProjectFixture {
  @TempDir Path directory;
  ProjectDirectory files = new ProjectDirectory(Path.of(""));

  @BeforeEach
  void newProject() {
    files = new ProjectDirectory(directory).model("flights/a", "CREATE VIEW a AS SELECT 1 AS x");
  }

  void assertRefused(String message) {
    assertThatThrownBy(files::load).isInstanceOf(VerdigrisException.class).hasMessage(message);
  }
}
