package dev.verdigris.junit;

import java.nio.file.Path;

/** Where a module keeps its verdicts and its records of promotion. */
final class Verdicts {
  private Verdicts() {}

  /**
   * The directory.
   *
   * @param module the directory of the configuration file
   */
  static Path directory(Path module) {
    return module.resolve("target").resolve("verdigris-verdicts");
  }
}
