package dev.verdigris.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Small productions on one engine of this JVM; each has schemas and clusters of its own. */
final class Flights {
  private static final Path DATA = newData();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Flights() {}

  /** A project whose next version counts early flights as on time. */
  static TestProject in(Path directory) {
    return in(directory, "f" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet(), "");
  }

  /**
   * A project whose schema and cluster have this name.
   *
   * @param gate further lines of the configuration
   */
  static TestProject in(Path directory, String name, String gate) {
    return of(TestProject.in(directory, DATA), name, gate);
  }

  /** The same on an engine whose data is elsewhere. */
  static TestProject on(Path data, Path directory, String name) {
    return of(TestProject.in(directory, data), name, "");
  }

  private static TestProject of(TestProject project, String name, String gate) {
    return project
        .config(
            "deployment: next\nschemas: [%1$s]\nclusters: [%1$s]\nmodels: {cluster: %1$s}\n"
                    .formatted(name)
                + gate)
        .model(
            name + "/delays.sql",
            "CREATE MATERIALIZED VIEW delays AS\nSELECT iata, greatest(delay, 0) AS delay"
                + " FROM %s_raw.flights;\n".formatted(name))
        .production(
            "CREATE SCHEMA " + name + "_raw",
            "CREATE SCHEMA " + name,
            "CREATE CLUSTER " + name + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
            "CREATE TABLE " + name + "_raw.flights (iata text, delay int)",
            "INSERT INTO " + name + "_raw.flights VALUES ('SEA', 3), ('SFO', -2)",
            "CREATE MATERIALIZED VIEW %1$s.delays IN CLUSTER %1$s AS SELECT iata, delay FROM %1$s_raw.flights"
                .formatted(name));
  }

  /** A directory for an engine. */
  static Path newData() {
    try {
      return Files.createTempDirectory(
          Files.createDirectories(Path.of("target").toAbsolutePath()), "engine-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
