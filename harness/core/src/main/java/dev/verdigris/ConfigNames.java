package dev.verdigris;

import dev.verdigris.ConfigFile.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Which names of databases, schemas and clusters can be deployed. */
final class ConfigNames {
  /** Materialize's limit. */
  private static final int MOST_BYTES = 255;

  private ConfigNames() {}

  /** Refuses empty, overlong and system names. */
  static void check(String kind, Scalar name) {
    String text = name.text();
    String what = kind + " \"" + text + "\"";
    if (text.isEmpty()) {
      throw ConfigMessages.badName("a " + kind + " without a name", "it is empty", name.place());
    }
    if (text.indexOf('\0') >= 0) {
      throw ConfigMessages.badName(what, "it holds a NUL character", name.place());
    }
    if (bytes(text) > MOST_BYTES) {
      throw ConfigMessages.badName(what, "it has more than 255 bytes", name.place());
    }
    if (text.startsWith("mz_") || text.startsWith("pg_") || text.equals("information_schema")) {
      throw ConfigMessages.badName(what, "it is the system's", name.place());
    }
  }

  /** Refuses blue names whose green name is too long or another blue one. */
  static void checkGreen(String kind, List<String> names, DeploymentName deployment) {
    for (String blue : names) {
      String green = deployment.green(blue);
      if (bytes(green) > MOST_BYTES) {
        throw ConfigMessages.tooLong(kind, blue, green, bytes(green));
      }
      if (names.contains(green)) {
        throw ConfigMessages.greenIsBlue(kind, blue, green);
      }
    }
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }
}
