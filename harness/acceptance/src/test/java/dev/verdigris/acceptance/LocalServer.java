package dev.verdigris.acceptance;

import dev.verdigris.Server;
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
      return TestServer.local(new Embedded(engine), engine.kafkaAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Embedded(LocalEngine engine) implements Server {
    @Override
    public String url() {
      return engine.url();
    }

    @Override
    public String description() {
      return "local engine";
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
