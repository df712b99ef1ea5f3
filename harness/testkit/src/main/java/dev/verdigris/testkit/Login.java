package dev.verdigris.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Matcher;

/**
 * A role, and how to connect as it.
 *
 * @param name of the role, without quotes
 * @param url for JDBC
 */
public record Login(String name, String url) {
  /** Whoever the URL connects as; the server tells the name. */
  public static Login of(String url) throws SQLException {
    try (Connection connection = new Login("", url).connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT current_user")) {
      rows.next();
      return new Login(rows.getString(1), url);
    }
  }

  /** Another role of the same server, without a password of its own. */
  public Login as(String user) {
    String wanted = "user=" + URLEncoder.encode(user, StandardCharsets.UTF_8);
    String replaced = url.replaceFirst("(?<=[?&])user=[^&]*", Matcher.quoteReplacement(wanted));
    return new Login(
        user,
        replaced.contains(wanted) ? replaced : url + (url.contains("?") ? "&" : "?") + wanted);
  }

  /** A new connection, without Materialize's notice of welcome; the caller closes it. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("options", "--welcome_message=off");
    return DriverManager.getConnection(url, properties);
  }

  /** Sends statements, each by itself, on a connection of their own. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
