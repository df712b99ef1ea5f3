package dev.verdigris.testkit;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import dev.verdigris.plan.DeploymentState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project of models in a directory of its own, and its production on a local engine, which must
 * be on the class path. Engines go on until the JVM ends; projects that name the same data share
 * one.
 *
 * <pre>{@code
 * TestProject project =
 *     TestProject.in(directory)
 *         .config("deployment: pr_17\nschemas: [flights]\nclusters: [compute]\n")
 *         .model("flights/delays.sql", "CREATE VIEW delays AS SELECT 1 AS delay;")
 *         .production("CREATE SCHEMA flights", "CREATE CLUSTER compute (SIZE = '25cc')");
 * }</pre>
 */
public final class TestProject {
  private static final String CONFIG = DeploymentConfig.FILE_NAME;

  private final Path directory;
  private final Path data;
  private @Nullable Server server;

  private TestProject(Path directory, Path data) {
    this.directory = directory;
    this.data = data;
  }

  /** With an engine of its own, whose data is below the directory. */
  public static TestProject in(Path directory) {
    return in(directory, directory.resolve("target").resolve("verdigris"));
  }

  /**
   * On an engine that other projects share.
   *
   * @param engineData where the engine keeps its data
   */
  public static TestProject in(Path directory, Path engineData) {
    return new TestProject(directory.toAbsolutePath(), engineData.toAbsolutePath());
  }

  /** Writes {@code verdigris.yaml}; the engine's data need not stand in it. */
  public TestProject config(String yaml) {
    return file(CONFIG, yaml);
  }

  /** Writes a model: {@code flights/delays.sql}, below the directory {@code models}. */
  public TestProject model(String path, String sql) {
    return file("models/" + path, sql);
  }

  /** Writes any file of the project. */
  public TestProject file(String path, String text) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends statements, one by one: what makes production, or changes it. */
  public TestProject production(String... statements) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The rows of a query, their values as text and SQL's NULL as {@code null} in words. */
  public List<List<String>> query(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        all.add(row);
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** A new connection to the engine; the caller closes it. */
  public Connection connection() throws SQLException {
    Server opened = server();
    return DriverManager.getConnection(opened.url(), opened.properties());
  }

  /** The engine; it is started by the first who asks. */
  public synchronized Server server() {
    Server opened = server;
    if (opened == null) {
      opened = Servers.open(null, new dev.verdigris.ServerProvider.Request(data, List.of()));
      server = opened;
    }
    return opened;
  }

  /** The project's directory. */
  public Path directory() {
    return directory;
  }

  /** What the configuration file says, with the engine of this project. */
  public DeploymentConfig deploymentConfig() {
    return DeploymentConfig.load(
        directory.resolve(CONFIG), Settings.none().withOverrides(settings()));
  }

  /** Where the deployment stands, from the catalog alone. */
  public DeploymentState state() {
    try (DeploymentRun run =
        DeploymentRun.open(deploymentConfig(), server(), DeploymentListener.NONE)) {
      return run.state();
    }
  }

  /** What a run has to be told to find this project: file, and the engine's data. */
  Map<String, String> settings() {
    return Map.of(
        "verdigris.config",
        directory.resolve(CONFIG).toString(),
        "verdigris.localEngine.data",
        data.toString(),
        "verdigris.localEngine.seed",
        "",
        "verdigris.url",
        "");
  }
}
