package dev.verdigris.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("of unpacked classes");
    return new String[] {
      "verdigris " + version, "java " + Runtime.version() + ", picocli " + picocli()
    };
  }

  private static String picocli() {
    return picocli.CommandLine.VERSION;
  }
}
