package dev.verdigris;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of one deployment: 1 to 40 of {@code a-z 0-9 _}. Green's schemas and clusters are named
 * {@code <blue>_<deployment>}.
 *
 * @param value the name
 */
public record DeploymentName(String value) {
  private static final Pattern VALID = Pattern.compile("[a-z0-9_]{1,40}");

  /**
   * Checks the name.
   *
   * @throws VerdigrisException VG-2001 for any other name, with the nearest good one
   */
  public DeploymentName {
    if (!isValid(value)) {
      Problem.Builder problem =
          Problem.of(
                  ExitCode.CONFIGURATION,
                  1,
                  "CONFIGURATION",
                  "\"" + value + "\" cannot name a deployment")
              .detail("rule", "1 to 40 of a-z 0-9 _")
              .state("nothing was sent to the server");
      String nearest = nearest(value);
      throw problem
          .next(
              nearest.isEmpty()
                  ? "choose a name, for example pr_17"
                  : "use the nearest good one: " + nearest)
          .exception();
    }
  }

  /** Whether a text can name a deployment. */
  public static boolean isValid(String value) {
    return VALID.matcher(value).matches();
  }

  /** Green's name for blue's {@code name}: {@code flights} becomes {@code flights_pr_17}. */
  public String green(String name) {
    return name + "_" + value;
  }

  private static String nearest(String value) {
    String good =
        value
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_]+", "_")
            .replaceAll("_{2,}", "_")
            .replaceAll("^_+|_+$", "");
    return good.length() > 40 ? good.substring(0, 40) : good;
  }

  @Override
  public String toString() {
    return value;
  }
}
