package dev.verdigris.validations;

import dev.verdigris.Server;
import dev.verdigris.engine.LocalEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one server of these tests: that of {@code verdigris.test.url}, else a local engine. */
final class SharedServer {
  private static final String URL = System.getProperty("verdigris.test.url", "");

  private SharedServer() {}

  private static final class Engine {
    static final Path DATA = directory();
    static final LocalEngine RUNNING = start();

    private static Path directory() {
      try {
        return Files.createTempDirectory("validations");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static LocalEngine start() {
      LocalEngine engine = LocalEngine.builder().dataDirectory(DATA).start();
      Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "engine-close"));
      return engine;
    }
  }

  /** The local engine, which can be steered; empty where the server is another. */
  static Optional<LocalEngine> engine() {
    return URL.isEmpty() ? Optional.of(Engine.RUNNING) : Optional.empty();
  }

  /** Where the local engine keeps its data. */
  static Path data() {
    return Engine.RUNNING.dataDirectory();
  }

  /** A broker that the server reaches; empty where there is none. */
  static String kafka() {
    return URL.isEmpty()
        ? Engine.RUNNING.kafkaAddress()
        : System.getProperty("verdigris.test.kafka", "");
  }

  static Server get() {
    return new Given(URL.isEmpty() ? Engine.RUNNING.url() : URL);
  }

  private record Given(@Nullable String address) implements Server {
    @Override
    public String url() {
      return String.valueOf(address);
    }

    @Override
    public String description() {
      return "the server of the tests";
    }

    @Override
    public void close() {
      // It lives as long as the JVM.
    }
  }
}
