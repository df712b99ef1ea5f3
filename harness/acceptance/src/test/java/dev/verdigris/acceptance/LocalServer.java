package dev.verdigris.acceptance;

import dev.verdigris.engine.LocalEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The local engine of this JVM's acceptance tests. */
final class LocalServer {
  private LocalServer() {}

  static TestServer start() {
    try {
      Path target = Files.createDirectories(Path.of("target"));
      Path data = Files.createTempDirectory(target, "engine-");
      LocalEngine engine = LocalEngine.builder().dataDirectory(data).start();
      Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "engine-close"));
      return TestServer.local(engine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
