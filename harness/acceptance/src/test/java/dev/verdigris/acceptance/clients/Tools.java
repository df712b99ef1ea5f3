package dev.verdigris.acceptance.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Programs that are not everywhere: dbt and psycopg in a virtual environment, node's {@code pg}. A
 * script of CI installs them into one directory, which {@code -Dverdigris.clients} or {@code
 * VERDIGRIS_CLIENTS} names; else it is {@code target/clients} of the whole project. A test whose
 * program is missing is skipped and says so; CI counts that as a failure.
 */
final class Tools {
  private Tools() {}

  private static Path directory() {
    String given = System.getProperty("verdigris.clients", "");
    if (given.isEmpty()) {
      given = System.getenv().getOrDefault("VERDIGRIS_CLIENTS", "");
    }
    Path directory = given.isEmpty() ? Path.of("..", "..", "target", "clients") : Path.of(given);
    return directory.toAbsolutePath().normalize();
  }

  /** dbt's command. */
  static Path dbt() {
    return required(directory().resolve("venv/bin/dbt"));
  }

  /** A Python that has psycopg 3. */
  static Path python() {
    required(directory().resolve("venv/bin/dbt"));
    return required(directory().resolve("venv/bin/python"));
  }

  /** The directory that node finds its modules in. */
  static Path nodeModules() {
    required(directory().resolve("node_modules/pg/package.json"));
    return directory().resolve("node_modules");
  }

  private static Path required(Path path) {
    assumeTrue(Files.exists(path), path + " is missing: .ci/clients installs it");
    return path;
  }
}
