package dev.verdigris.execute;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * A JDBC URL taken apart. The driver lets a parameter of the URL win over the connection property
 * of that name, which would switch off what a deployment's sessions rely on.
 *
 * @param address the URL without its parameters
 * @param parameters the parameters, decoded as the driver does
 */
record ConnectionUrl(String address, Properties parameters) {

  static ConnectionUrl of(String url) {
    Properties parameters = new Properties();
    int start = url.indexOf('?');
    if (start < 0) {
      return new ConnectionUrl(url, parameters);
    }
    for (String parameter : url.substring(start + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (!name.isEmpty()) {
        parameters.setProperty(name, equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
      }
    }
    return new ConnectionUrl(url.substring(0, start), parameters);
  }

  private static String decoded(String value) {
    return URLDecoder.decode(value, StandardCharsets.UTF_8);
  }

  /**
   * The parameter {@code options} with further options behind it: of two for one setting the server
   * takes the last.
   *
   * @param given what the connection has already
   */
  static String options(Properties given, String further) {
    return (given.getProperty("options", "") + " " + further).strip();
  }
}
