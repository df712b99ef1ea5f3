package dev.verdigris;

import java.nio.file.Path;

/** Reads {@code verdigris.yaml}. */
final class ConfigReader {
  private ConfigReader() {}

  static DeploymentConfig read(Path file, Settings settings) {
    if (settings.get("verdigris.deployment").isPresent()) {
      throw new UnsupportedOperationException("not read yet: " + file);
    }
    throw new UnsupportedOperationException("not read yet: " + file);
  }
}
