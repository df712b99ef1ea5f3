package dev.verdigris;

import dev.verdigris.ConfigFile.Scalar;
import java.util.regex.Pattern;

/** What a server's URL may be. It is shown to people, so it holds no secret. */
final class ServerUrl {
  private static final Pattern PARAMETER = Pattern.compile("(?i)([?&;](?:ssl)?password=)[^&;]*");
  private static final Pattern USER_INFO = Pattern.compile("(//[^/?@:]*:)[^/?]*@");

  private ServerUrl() {}

  static void check(Scalar url) {
    String masked = masked(url.text());
    // Only where it stands: the excerpt would show it.
    String place = url.place().lines().findFirst().orElse("");
    if (!masked.equals(url.text())) {
      throw ConfigMessages.secretInUrl(masked, place);
    }
    if (!url.text().startsWith("jdbc:postgresql:")) {
      throw ConfigMessages.badUrl(masked, place);
    }
  }

  /** The URL with {@code ***} in place of every secret. */
  static String masked(String url) {
    String parameters = PARAMETER.matcher(url).replaceAll("$1***");
    return USER_INFO.matcher(parameters).replaceAll("$1***@");
  }
}
