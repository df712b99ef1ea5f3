package dev.verdigris.junit;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestEngine;

/** The versions that stand behind a verdict. */
final class Versions {
  private Versions() {}

  /** Those of this process, and what the deployment tells of server and driver. */
  static SortedMap<String, String> with(SortedMap<String, String> others) {
    SortedMap<String, String> versions = new TreeMap<>(others);
    versions.put("verdigris", of(Versions.class));
    versions.put("junit-jupiter", of(Test.class));
    versions.put("junit-platform", of(TestEngine.class));
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  /** Classes that do not come out of an archive have none. */
  private static String of(Class<?> type) {
    return Optional.ofNullable(type.getPackage().getImplementationVersion()).orElse("unknown");
  }
}
