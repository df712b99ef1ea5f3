package dev.verdigris.engine.postgres;

import dev.verdigris.VerdigrisException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL of one engine: started on the engine's directory, reachable on a loopback port
 * with a password of its own, ended with this process, even when that is killed.
 */
public final class PostgresServer implements AutoCloseable {
  static final String USER = "verdigris";
  static final String DATABASE = "postgres";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

  private final PostgresProcess process;
  private final String password;

  private PostgresServer(PostgresProcess process, String password) {
    this.process = process;
    this.password = password;
  }

  /**
   * Starts on {@code directory}, which exists and which nobody else uses; makes the data there
   * where it is absent.
   *
   * @param scripts SQL that has run before the first engine uses the data, in order
   * @throws dev.verdigris.VerdigrisException VG-64xx with the reason where it cannot be started
   */
  public static PostgresServer start(Path directory, List<String> scripts) {
    Installation installation =
        Installation.find(System.getProperty("verdigris.engine.cache"), directory);
    Template template = new Template(installation, scripts);
    Path data = directory.toAbsolutePath().resolve("postgres");
    Path passwordFile = directory.toAbsolutePath().resolve("postgres.password");
    try {
      boolean copied = !Files.exists(data);
      if (copied) {
        template.copyTo(data, passwordFile);
      } else {
        adopt(installation, template, data);
      }
      Path log = directory.toAbsolutePath().resolve("postgres.log");
      PostgresProcess process;
      try {
        process = PostgresProcess.start(installation, data, log);
      } catch (VerdigrisException e) {
        if (!copied) {
          throw e;
        }
        // There is nothing in it to lose, and what is wrong may be the template: once more, anew.
        LOG.warn("the engine's template is made anew: {}", e.getMessage());
        Trees.delete(data);
        template.discard();
        template.copyTo(data, passwordFile);
        process = PostgresProcess.start(installation, data, log);
      }
      return new PostgresServer(process, Commands.text(passwordFile));
    } catch (IOException e) {
      throw PostgresProblems.fileFailure(data, "use", e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return process.address();
  }

  /** The user that sessions connect as. */
  public String user() {
    return USER;
  }

  /** The password of that user. */
  public String password() {
    return password;
  }

  /** The database that everything is in. */
  public String database() {
    return DATABASE;
  }

  /** A new connection for the engine's own work, without a {@code search_path} of ours. */
  public Connection connect() throws SQLException {
    return connect(address(), password);
  }

  /** Completes when the server has ended, asked for or not. */
  public CompletableFuture<Void> ended() {
    return process.ended();
  }

  /** Kills the server; what was committed stays. */
  public void kill() {
    process.kill();
  }

  /** Shuts the server down; its data stays. */
  @Override
  public void close() {
    process.close();
  }

  static Connection connect(InetSocketAddress address, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password);
    properties.setProperty("preferQueryMode", "extended");
    properties.setProperty("ApplicationName", "verdigris");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + address.getPort() + "/" + DATABASE, properties);
  }

  static void adopt(Installation installation, Template template, Path data) throws IOException {
    int owner = (Integer) Files.getAttribute(data, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    RunAs runAs = installation.runAs();
    if (owner != runAs.owner() && installation.uid() == 0) {
      runAs.takeOver(data);
    } else if (owner != runAs.owner()) {
      throw PostgresProblems.notOurs(data, Files.getOwner(data).getName());
    }
    String version = Template.versionOf(data);
    if (!version.equals(template.version())) {
      throw PostgresProblems.otherVersion(data, version, template.version());
    }
  }
}
