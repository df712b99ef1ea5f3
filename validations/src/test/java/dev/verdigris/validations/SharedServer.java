package dev.verdigris.validations;

import dev.verdigris.Server;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.testkit.Roles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The one server of these tests: that of {@code verdigris.test.url}, else a local engine. What is
 * deployed and asserted is as the role that {@code docs/least-privilege.sql} makes, on a server
 * that checks rights: always the local engine, another server with {@code verdigris.test.system},
 * the URL of a superuser. Production belongs to another role.
 */
final class SharedServer {
  private static final Path SCRIPT = Path.of("../docs/least-privilege.sql");
  private static final String URL = System.getProperty("verdigris.test.url", "");
  private static final String SYSTEM = System.getProperty("verdigris.test.system", "");

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

  private static final class Known {
    static final Roles ROLES = make();

    private static Roles make() {
      try {
        if (URL.isEmpty()) {
          return Roles.checked(Engine.RUNNING.url(), Engine.RUNNING.internalUrl(), SCRIPT);
        }
        return SYSTEM.isEmpty() ? Roles.one(URL) : Roles.checked(URL, SYSTEM, SCRIPT);
      } catch (SQLException e) {
        throw new IllegalStateException("the server makes no roles: " + e.getMessage(), e);
      }
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

  /** Who production belongs to, who deploys, and who may everything. */
  static Roles roles() {
    return Known.ROLES;
  }

  /** The server for the role that deploys. */
  static Server get() {
    return new Given(roles().deployer().url());
  }

  private record Given(String url) implements Server {
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
