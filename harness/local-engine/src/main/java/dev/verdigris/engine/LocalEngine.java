package dev.verdigris.engine;

import dev.verdigris.VerdigrisException;
import dev.verdigris.engine.catalog.Simulation;
import dev.verdigris.engine.kafka.KafkaService;
import dev.verdigris.engine.sink.SinkSteps;
import dev.verdigris.engine.wire.Listening;
import dev.verdigris.engine.wire.Password;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine that answers as Materialize does, in this process: its SQL ports, its PostgreSQL, its
 * Kafka broker. It ends with {@link #close()} or with the process; what it keeps in its directory
 * is there for the next one.
 *
 * <pre>{@code
 * try (LocalEngine engine = LocalEngine.builder().dataDirectory(directory).start();
 *     Connection connection = DriverManager.getConnection(engine.url())) {
 *   connection.createStatement().execute("CREATE TABLE t (a int)");
 * }
 * }</pre>
 */
public final class LocalEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);
  private static final int LOG_LINES = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EngineDirectory directory;
  private final boolean temporary;
  private final KafkaService kafka;
  private final Faults faults;
  private final Listening where;
  private final Object lifecycle = new Object();
  private volatile Assembly assembly;
  private volatile @Nullable Assembly killed;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final Thread hook = new Thread(this::closeAfterDeployments, "verdigris-engine-shutdown");

  private LocalEngine(
      EngineDirectory directory,
      boolean temporary,
      KafkaService kafka,
      Assembly assembly,
      Faults faults,
      Listening where) {
    this.where = where;
    this.directory = directory;
    this.temporary = temporary;
    this.kafka = kafka;
    this.assembly = assembly;
    this.faults = faults;
  }

  /** Begins to describe an engine. */
  public static Builder builder() {
    return new Builder();
  }

  /** The JDBC URL of the public port, for the user {@code materialize}. */
  public String url() {
    return EngineAddress.of(where).url();
  }

  /** The JDBC URL of the internal port, for the system's own user {@code mz_system}. */
  public String internalUrl() {
    return EngineAddress.of(where).internalUrl();
  }

  /** The public port. */
  public int port() {
    return where.port();
  }

  /** The internal port, on the loopback interface. */
  public int internalPort() {
    return where.internalPort();
  }

  /**
   * The broker's {@code host:port}; starts the engine's own broker if it does not run yet.
   *
   * @throws VerdigrisException VG-6417 where it does not start
   */
  public String kafkaAddress() {
    try {
      return kafka.address();
    } catch (IllegalStateException | UncheckedIOException e) {
      throw EngineProblems.broker(e);
    }
  }

  /** Where its data is. */
  public Path dataDirectory() {
    return directory.path();
  }

  /** Hydration, lag and health as they are to be believed. */
  public Simulation simulation() {
    return faults.simulation();
  }

  /** All that it can be made to do wrong; nothing of it is on by default. */
  public Faults faults() {
    return faults;
  }

  /**
   * Kills what runs and starts it again, with the same ports and data; as {@link Faults#restart()}.
   *
   * @throws VerdigrisException VG-64xx where it does not start; the engine has ended then
   */
  public void restart() {
    synchronized (lifecycle) {
      if (closed.get()) {
        throw new IllegalStateException("the engine has ended");
      }
      Assembly old = assembly;
      killed = old;
      old.kill();
      try {
        run(Assembly.start(directory.path(), kafka, where, faults));
      } catch (RuntimeException e) {
        end(false);
        throw e;
      }
    }
  }

  /** Goes on with these parts; ends with them, unless it was us who killed them. */
  private void run(Assembly started) {
    assembly = started;
    faults.use(started, internalUrl(), this::restart);
    CompletableFuture<Void> unused =
        started
            .postgres()
            .ended()
            .thenRun(
                () -> {
                  if (!started.equals(killed)) {
                    tellOfEnd();
                    end(false);
                  }
                });
  }

  private void tellOfEnd() {
    if (closed.get()) {
      return;
    }
    Path log = directory.path().resolve("postgres.log");
    try {
      List<String> lines = Files.readAllLines(log);
      LOG.error(
          "the engine ends, for its PostgreSQL went away; {} ends with:\n{}",
          log,
          String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())));
    } catch (IOException e) {
      LOG.error("the engine ends, for its PostgreSQL went away; {} cannot be read", log, e);
    }
  }

  /**
   * Completes when the engine has ended: with true because it was asked to, with false because its
   * PostgreSQL has gone away.
   */
  public CompletableFuture<Boolean> ended() {
    return ended;
  }

  /** Stops everything, in order; its data stays unless it was a temporary engine. */
  @Override
  public void close() {
    end(true);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs anyway and finds nothing to do.
    }
  }

  /**
   * A deployment of this process that is told to end stops at its next step and says what it left:
   * the engine outlives it, as a server of its own would. What its validations read does not count.
   */
  private void closeAfterDeployments() {
    try {
      awaitDeployments(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(true);
  }

  /** Waits until no phase of a deployment has a session here. */
  boolean awaitDeployments(Duration patience) throws InterruptedException {
    return assembly
        .server()
        .awaitEndOf(
            name ->
                name.startsWith("verdigris ")
                    && !name.endsWith(" green")
                    && !name.endsWith(" blue"),
            patience);
  }

  private void end(boolean asked) {
    if (!closed.compareAndSet(false, true)) {
      ended.join();
      return;
    }
    try {
      synchronized (lifecycle) {
        faults.close();
        assembly.close();
        kafka.close();
        where.close();
        directory.close();
        if (temporary) {
          deleteDirectory();
        }
      }
    } finally {
      ended.complete(asked);
    }
  }

  private void deleteDirectory() {
    try {
      EngineDirectory.delete(directory.path());
    } catch (IOException e) {
      // In the system's directory for temporary files: tidied away some day.
    }
  }

  /** What an engine is to be like; every setting has a default. */
  public static final class Builder {
    private @Nullable Path dataDirectory;
    private List<Path> seed = List.of();
    private int port;
    private int internalPort;
    private @Nullable String kafka;
    private String host = EngineAddress.LOOPBACK;
    private @Nullable String password;
    private SinkSteps sinkSteps = SinkSteps.NONE;

    private Builder() {}

    /** Where data is kept; made if absent. Without this the engine is temporary. */
    public Builder dataDirectory(Path directory) {
      dataDirectory = directory;
      return this;
    }

    /** SQL files that a new engine runs, in order, once. */
    public Builder seed(Path... files) {
      return seed(List.of(files));
    }

    /** SQL files that a new engine runs, in order, once. */
    public Builder seed(List<Path> files) {
      seed = List.copyOf(files);
      return this;
    }

    /** The public port; 0, which is the default, takes a free one. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** The port for the system's own users; 0, which is the default, takes a free one. */
    public Builder internalPort(int number) {
      internalPort = number;
      return this;
    }

    /**
     * The address that the public port listens on; the loopback interface unless this says
     * otherwise. Another one needs a {@link #password}. There is no TLS. The internal port and the
     * broker stay on the loopback interface.
     */
    public Builder listen(String address) {
      host = address;
      return this;
    }

    /**
     * What everybody who connects to the public port has to know, whatever user they name.
     *
     * @param text printable ASCII
     * @throws IllegalArgumentException if it is another text
     */
    public Builder password(String text) {
      Password.of(text);
      password = text;
      return this;
    }

    /** A broker to use, as {@code host:port}, instead of one in this process. */
    public Builder kafka(String address) {
      kafka = address;
      return this;
    }

    /** Who is told of every step of every sink, and can end them there. */
    Builder sinkSteps(SinkSteps steps) {
      sinkSteps = steps;
      return this;
    }

    /**
     * Starts it; it is ready when this returns.
     *
     * @throws VerdigrisException VG-64xx with the reason where it cannot be started
     */
    public LocalEngine start() {
      InetAddress address = address();
      Path path =
          dataDirectory == null ? EngineDirectory.temporary() : dataDirectory.toAbsolutePath();
      EngineDirectory directory = EngineDirectory.claim(path);
      Faults faults = new Faults(sinkSteps);
      @Nullable Listening where = null;
      LocalEngine engine;
      try {
        where = listen(address);
        Path kafkaDirectory = path.resolve("kafka");
        KafkaService service =
            kafka == null ? KafkaService.embedded(kafkaDirectory) : KafkaService.external(kafka);
        Assembly assembly = Assembly.start(path, service, where, faults);
        engine =
            new LocalEngine(directory, dataDirectory == null, service, assembly, faults, where);
        engine.run(assembly);
      } catch (RuntimeException e) {
        faults.close();
        if (where != null) {
          where.close();
        }
        directory.close();
        throw e;
      }
      try {
        new Seeding(seed, password).run(engine, directory);
        directory.publish(EngineAddress.of(where));
      } catch (IOException e) {
        engine.close();
        throw EngineProblems.directory(path, e);
      } catch (RuntimeException e) {
        engine.close();
        throw e;
      }
      Runtime.getRuntime().addShutdownHook(engine.hook);
      return engine;
    }

    private InetAddress address() {
      InetAddress address;
      try {
        address = InetAddress.getByName(host);
      } catch (UnknownHostException e) {
        throw EngineProblems.unknownHost(host, e);
      }
      if (password == null && !address.isLoopbackAddress()) {
        throw EngineProblems.passwordMissing(host);
      }
      return address;
    }

    private Listening listen(InetAddress address) {
      try {
        return Listening.on(
            address, port, internalPort, password == null ? null : Password.of(password));
      } catch (IOException e) {
        throw EngineProblems.ports(port, internalPort, e);
      }
    }
  }
}
