package dev.verdigris.validations;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Green;
import dev.verdigris.Relation;
import dev.verdigris.Server;
import dev.verdigris.Settings;
import dev.verdigris.catalog.Identifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A blue and a green of some relations, in schemas named for the run, on the local engine or on the
 * server that {@code verdigris.test.url} names. Leaves nothing behind.
 */
final class TwoVersions implements AutoCloseable {
  private final String name = "va_" + Long.toHexString(System.nanoTime());
  private final Server server;
  private final DeploymentRun run;
  private final Green green;
  private final Blue blue;

  /**
   * A materialized view.
   *
   * @param name its name, without quotes
   * @param blue its query in blue; {@code RAW} in it is the schema of the data
   * @param green the same in green
   */
  record Model(String name, String blue, String green, boolean idle) {
    Model(String name, String blue, String green) {
      this(name, blue, green, false);
    }

    /** The same in both. */
    static Model same(String name, String query) {
      return new Model(name, query, query);
    }

    /** The same in both, on a cluster of its own, whose replicas {@link #stopIdle} takes away. */
    static Model idle(String name, String query) {
      return new Model(name, query, query, true);
    }
  }

  /** Deploys one relation, {@code delays}. */
  TwoVersions(Path directory, String blue, String green, List<String> data)
      throws IOException, SQLException {
    this(directory, List.of(new Model("delays", blue, green)), data);
  }

  /**
   * Deploys both.
   *
   * @param data statements that make the data
   */
  TwoVersions(Path directory, List<Model> models, List<String> data)
      throws IOException, SQLException {
    Path files = Files.createDirectories(directory.resolve("models").resolve(name));
    for (Model model : models) {
      Files.writeString(
          files.resolve(model.name() + ".sql"), view(model, model.green(), model.idle()));
    }
    Path file =
        Files.writeString(
            directory.resolve(DeploymentConfig.FILE_NAME),
            """
            deployment: next
            schemas: [NAME]
            clusters: [NAME, NAME_idle]
            models:
              directory: models
              cluster: NAME
              search_path: [NAME]
            """
                .replace("NAME", name));
    DeploymentConfig config = DeploymentConfig.load(file, Settings.none());
    server = SharedServer.get();
    execute("CREATE CLUSTER " + name + " (SIZE = '25cc')");
    execute("CREATE CLUSTER " + idle() + " (SIZE = '25cc')");
    execute("CREATE SCHEMA " + raw());
    execute("CREATE SCHEMA " + name);
    for (String statement : data) {
      execute(statement);
    }
    for (Model model : models) {
      execute(view(model, model.blue(), true));
    }
    run = DeploymentRun.open(config, server, DeploymentListener.NONE);
    run.init();
    run.run();
    run.await();
    green = run.green();
    blue = run.blue();
  }

  private String raw() {
    return name + "_raw";
  }

  private String idle() {
    return name + "_idle";
  }

  private String view(Model model, String query, boolean withCluster) {
    return "CREATE MATERIALIZED VIEW "
        + name
        + "."
        + Identifiers.quote(model.name())
        + (withCluster ? " IN CLUSTER " + (model.idle() ? idle() : name) : "")
        + " AS "
        + query.replace("RAW", raw());
  }

  /** Takes the replicas of green's idle models away: reads of them wait. */
  void stopIdle() throws SQLException {
    // Green's clusters are still the deployer's.
    SharedServer.roles()
        .system()
        .execute("ALTER CLUSTER " + idle() + "_next SET (REPLICATION FACTOR 0)");
  }

  /** Sends a statement as production's owner; {@code RAW} in it is the schema of the data. */
  void execute(String sql) throws SQLException {
    SharedServer.roles().execute(sql.replace("RAW", raw()));
  }

  /** A connection of its own as production's owner, for what a test does beside the assertions. */
  Connection connect() throws SQLException {
    return SharedServer.roles().owner().connect();
  }

  /** A text with the names of this run. */
  String named(String text) {
    return text.replace("RAW", raw());
  }

  Green green() {
    return green;
  }

  Blue blue() {
    return blue;
  }

  /** Green's relation of one of the models. */
  Relation green(String model) {
    return green.relation(name + "." + model);
  }

  /** Blue's relation of one of the models. */
  Relation blue(String model) {
    return blue.relation(name + "." + model);
  }

  /** A table of the data. */
  Relation table(String table) {
    return green.relation(raw() + "." + table);
  }

  /** What the models call the relation. */
  String delays() {
    return name + ".delays";
  }

  /** What the models call the table of airports. */
  String airports() {
    return raw() + ".airports";
  }

  /** A message with names and a time that are the same in every run. */
  String told(@Nullable Throwable failure) {
    return failure == null
        ? ""
        : String.valueOf(failure.getMessage())
            .replace(name, "flights")
            .replaceAll("at \\d{13}", "at 1764000123456");
  }

  /** The schema and the cluster of the deployment, as the models call them. */
  String name() {
    return name;
  }

  @Override
  public void close() throws SQLException {
    run.cleanup();
    run.close();
    execute("DROP SCHEMA " + name + " CASCADE");
    execute("DROP CLUSTER " + name);
    execute("DROP CLUSTER " + idle());
    execute("DROP SCHEMA RAW CASCADE");
    server.close();
  }
}
