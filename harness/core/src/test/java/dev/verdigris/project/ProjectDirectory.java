package dev.verdigris.project;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentName;
import dev.verdigris.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** A project that a test writes. */
final class ProjectDirectory {
  static final DeploymentName PR_17 = new DeploymentName("pr_17");

  static final ExternalRelations EVERYTHING = name -> true;

  private final Path directory;
  private String yaml =
      """
      deployment: pr_17
      schemas: [flights]
      clusters: [compute]
      models:
        cluster: compute
      """;

  ProjectDirectory(Path directory) {
    this.directory = directory;
  }

  /** The models that the sample's new version has, and more. */
  static ProjectDirectory flights(Path directory) {
    return new ProjectDirectory(directory)
        .yaml(
            """
            deployment: pr_17
            schemas: [flights]
            clusters: [compute]
            models:
              cluster: compute
              search_path: [flights, raw]
            """)
        .model(
            "flights/delay_by_airport",
            """
            -- Early arrivals are no negative delay.
            CREATE MATERIALIZED VIEW flights.delay_by_airport IN CLUSTER compute AS
            SELECT f.destination AS iata,
                   count(*) AS flights,
                   avg(CASE WHEN f.delay_minutes > 0 THEN f.delay_minutes ELSE 0 END) AS avg_delay
            FROM raw.flights AS f
            GROUP BY f.destination;

            CREATE INDEX ON flights.delay_by_airport (iata);

            COMMENT ON MATERIALIZED VIEW flights.delay_by_airport IS 'Delay of arrivals; minutes';
            COMMENT ON COLUMN flights.delay_by_airport.iata IS 'IATA code';
            GRANT SELECT ON flights.delay_by_airport TO dashboard, PUBLIC;
            """)
        .model(
            "flights/route_traffic",
            """
            CREATE MATERIALIZED VIEW route_traffic AS
            SELECT origin, destination, count(*) AS flights FROM raw.flights GROUP BY 1, 2
            """)
        .model(
            "flights/on_time_board",
            """
            CREATE VIEW on_time_board AS
            SELECT airports.name, d.avg_delay <= 15 AS on_time
            FROM delay_by_airport AS d JOIN airports ON airports.iata = d.iata
            """)
        .model(
            "flights/busy_routes",
            """
            CREATE VIEW busy_routes AS
            SELECT r.* FROM flights.route_traffic r
            WHERE r.flights > (SELECT avg(flights.route_traffic.flights) FROM flights.route_traffic)
            """);
  }

  ProjectDirectory yaml(String content) {
    yaml = content;
    return this;
  }

  /** Writes {@code models/<path>.sql}. */
  ProjectDirectory model(String path, String content) {
    return file("models/" + path + ".sql", content);
  }

  ProjectDirectory file(String path, String content) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.resolveSibling("x").getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DeploymentConfig config() {
    file("verdigris.yaml", yaml);
    return DeploymentConfig.load(directory.resolve("verdigris.yaml"), Settings.none());
  }

  Project load() {
    return Project.load(config());
  }

  /** Loads the project on a server with these relations outside of the deployment. */
  Project bound(String... relations) {
    Set<QualifiedName> known =
        Arrays.stream(relations)
            .map(name -> name.split("[.]"))
            .map(parts -> new QualifiedName("materialize", parts[0], parts[1]))
            .collect(Collectors.toSet());
    return load().bind(new Relations(known));
  }

  private record Relations(Set<QualifiedName> known) implements ExternalRelations {
    @Override
    public boolean exists(QualifiedName name) {
      return known.contains(name);
    }
  }
}
