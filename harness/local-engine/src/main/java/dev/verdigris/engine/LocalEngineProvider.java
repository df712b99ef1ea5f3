package dev.verdigris.engine;

import dev.verdigris.Server;
import dev.verdigris.ServerProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the local engine that runs on a data directory, in this process or another, or starts one
 * in this process. An engine that it started goes on until the process ends: what is closed is the
 * way to it.
 */
public final class LocalEngineProvider implements ServerProvider {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Duration patience;

  /** As ServiceLoader makes it. */
  public LocalEngineProvider() {
    this(PATIENCE);
  }

  /** For tests: with another patience for an engine that is starting or ending. */
  LocalEngineProvider(Duration patience) {
    this.patience = patience;
  }

  @Override
  public String name() {
    return "local engine";
  }

  @Override
  public Server open(Request request) {
    Path path = request.dataDirectory().toAbsolutePath().normalize();
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Server> running = running(path);
      if (running.isPresent()) {
        return running.get();
      }
      try {
        LocalEngine engine = LocalEngine.builder().dataDirectory(path).seed(request.seed()).start();
        return new Started(engine);
      } catch (dev.verdigris.VerdigrisException e) {
        if (!e.problem().code().equals("VG-6410")) {
          throw e;
        }
        // Another one is starting, or ending: look again.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
      }
    }
    throw EngineProblems.notAnswering(path);
  }

  private static Optional<Server> running(Path path) {
    try {
      return EngineDirectory.running(path).map(address -> new Found(address, path));
    } catch (IOException e) {
      throw EngineProblems.directory(path, e);
    }
  }

  private static String description(int port, Path path) {
    return "local engine at 127.0.0.1:" + port + ", data in " + path;
  }

  /** An engine of this process. */
  private record Started(LocalEngine engine) implements Server {
    @Override
    public String url() {
      return engine.url();
    }

    @Override
    public String description() {
      return LocalEngineProvider.description(engine.port(), engine.dataDirectory());
    }

    @Override
    public List<URI> brokers() {
      return List.of(URI.create("kafka://" + engine.kafkaAddress()));
    }

    @Override
    public void close() {
      // It stays for whoever comes next in this process, and ends with it.
    }
  }

  /** An engine that was there already. */
  private record Found(EngineAddress address, Path path) implements Server {
    @Override
    public String url() {
      return address.url();
    }

    @Override
    public String description() {
      return LocalEngineProvider.description(address.port(), path);
    }

    @Override
    public void close() {
      // It is another's.
    }
  }
}
