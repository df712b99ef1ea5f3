package dev.verdigris.acceptance.rows;

import dev.verdigris.catalog.Identifiers;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.testkit.Roles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The template project copied for one row, and a production of its own on the engine that all rows
 * share: a database and a cluster named after the row.
 */
final class RowProject {
  static final Path TEMPLATE = Path.of("src/test/projects/gate").toAbsolutePath();

  private final LocalEngine engine;
  private final Roles roles;
  private final Path directory;
  private final String name;

  private RowProject(LocalEngine engine, Roles roles, Path directory, String name) {
    this.engine = engine;
    this.roles = roles;
    this.directory = directory;
    this.name = name;
  }

  /**
   * Copies the project and creates production.
   *
   * @param roles who deploys and whose production is; where rights are checked, the project
   *     connects as the deployer
   * @param from the template, or a copy of it that has been compiled
   * @param name of the row's database and cluster
   */
  static RowProject create(LocalEngine engine, Roles roles, Path from, Path directory, String name)
      throws SQLException {
    RowProject project = new RowProject(engine, roles, directory, name);
    project.copy(from);
    roles.system().execute("CREATE DATABASE " + name);
    roles.permit("database", name);
    project.execute(
        "CREATE CLUSTER " + name + " (SIZE = '25cc')",
        "CREATE SCHEMA " + name + ".raw",
        "CREATE SCHEMA " + name + ".shop",
        "CREATE TABLE " + name + ".raw.orders (customer text NOT NULL, amount int NOT NULL)",
        "INSERT INTO " + name + ".raw.orders VALUES ('ann', 3), ('ann', 4), ('bob', 5)",
        "CREATE MATERIALIZED VIEW "
            + name
            + ".shop.totals IN CLUSTER "
            + name
            + " AS SELECT customer, sum(amount) AS total FROM "
            + name
            + ".raw.orders GROUP BY customer");
    return project;
  }

  private void copy(Path from) {
    try (Stream<Path> files = Files.walk(from)) {
      LocalRepository.delete(directory);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = directory.resolve(from.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
      Path config = directory.resolve("verdigris.yaml");
      String text = Files.readString(TEMPLATE.resolve("verdigris.yaml"));
      Files.writeString(
          config,
          text.replace("@row@", name).replace("@engine@", engine.dataDirectory().toString())
              + url());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line of a configuration that connects as the deployer; empty where one role does all. */
  String url() {
    return roles.areChecked() ? "server: {url: '" + roles.deployer().url() + "'}\n" : "";
  }

  Path directory() {
    return directory;
  }

  /** The row's database and cluster. */
  String name() {
    return name;
  }

  LocalEngine engine() {
    return engine;
  }

  /** Writes a file of the project. */
  void write(String file, String text) {
    try {
      Path path = directory.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends to the configuration. */
  void configure(String yaml) {
    write("verdigris.yaml", read("verdigris.yaml") + yaml);
  }

  String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String file) {
    return Files.exists(directory.resolve(file));
  }

  void delete(String file) {
    try {
      LocalRepository.delete(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends statements as production's owner. */
  void execute(String... statements) throws SQLException {
    roles.execute(statements);
  }

  /** Gives the deployer the right to cut sinks over that run on a cluster. */
  void permitSinks(String cluster) throws SQLException {
    roles.permit("sink_cluster", cluster);
  }

  /** What carries production's names: the ids of the schema and of the cluster. */
  List<String> production() throws SQLException {
    return query(
        "SELECT s.id FROM mz_schemas AS s JOIN mz_databases AS d ON d.id = s.database_id WHERE"
            + " d.name = '"
            + name
            + "' AND s.name = 'shop' UNION ALL SELECT c.id FROM mz_clusters AS c WHERE c.name = '"
            + name
            + "' ORDER BY 1");
  }

  /** Each row has clusters of its own, and a server has room for 25. */
  void dropClusters() throws SQLException {
    for (String cluster : query("SELECT c.name FROM mz_clusters AS c WHERE c.id LIKE 'u%'")) {
      if (cluster.equals(name) || cluster.startsWith(name + "_")) {
        roles.system().execute("DROP CLUSTER " + Identifiers.quote(cluster) + " CASCADE");
      }
    }
  }

  List<String> query(String sql) throws SQLException {
    try (Connection connection = roles.owner().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }
}
