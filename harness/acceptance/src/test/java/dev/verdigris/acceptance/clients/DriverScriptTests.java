package dev.verdigris.acceptance.clients;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** psycopg 3 and node's {@code pg}, by scripts that use them as their manuals say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriverScriptTests {
  private static final Path SCRIPTS = Path.of("src/test/resources/clients").toAbsolutePath();

  private Path directory = SCRIPTS;
  private EngineProcess engine;

  @BeforeAll
  void start(@TempDir Path scratch) throws Exception {
    directory = scratch;
    engine = EngineProcess.start(directory);
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @TestFactory
  Stream<DynamicTest> psycopg() throws Exception {
    String python = Tools.python().toString();
    return Tap.run(
        directory,
        Map.of(),
        List.of(
            python,
            SCRIPTS.resolve("psycopg/checks.py").toString(),
            Integer.toString(engine.port())));
  }

  @TestFactory
  Stream<DynamicTest> node() throws Exception {
    String modules = Tools.nodeModules().toString();
    return Tap.run(
        directory,
        Map.of("NODE_PATH", modules, "NODE_NO_WARNINGS", "1"),
        List.of(
            "node", SCRIPTS.resolve("node/checks.js").toString(), Integer.toString(engine.port())));
  }
}
