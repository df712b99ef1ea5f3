package dev.verdigris.junit;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Finds the configuration file whatever directory a build tool or an IDE starts the tests in. */
public final class ConfigLocation {
  private ConfigLocation() {}

  /**
   * The file in the working directory, or in the nearest directory above the compiled class; or,
   * where there is none, the one in the working directory, for the message about its absence.
   */
  public static Path of(String config, Class<?> type) {
    Path here = Path.of(config);
    if (here.isAbsolute() || Files.exists(here)) {
      return here;
    }
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      Path directory = source == null ? null : Path.of(source.getLocation().toURI());
      while (directory != null) {
        Path candidate = directory.resolve(config);
        if (Files.exists(candidate)) {
          return candidate;
        }
        directory = directory.getParent();
      }
    } catch (URISyntaxException notAPath) {
      return here;
    }
    return here;
  }
}
