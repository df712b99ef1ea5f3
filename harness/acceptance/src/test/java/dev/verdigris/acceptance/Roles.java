package dev.verdigris.acceptance;

import static dev.verdigris.catalog.Identifiers.quote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who does what in these tests. The owner has what production is made of and looks at it, and no
 * right beside, for the deployer has the owner's rights too; the deployer has what {@code
 * docs/least-privilege.sql} gives and runs the deployments; the system makes what the owner may not
 * and cleans up. Where rights are not checked one role is all three.
 *
 * @param owner the role that production belongs to
 * @param deployer the role that deploys
 * @param system a superuser
 * @param variables of the script; empty where rights are not checked
 */
record Roles(Login owner, Login deployer, Login system, Map<String, String> variables) {
  private static final String DATABASE = "materialize";

  private static final String PROCESS = Long.toString(ProcessHandle.current().pid(), 36);

  /** Names that need their quotes. */
  private static final String OWNER = "owner-" + PROCESS;

  private static final String DEPLOYER = "deployer-" + PROCESS;

  /** What takes a right on the database or the system. */
  private static final Pattern MADE_BY_SYSTEM =
      Pattern.compile(
          "CREATE (SCHEMA|CLUSTER|DATABASE|ROLE) ((?:\"(?:[^\"]|\"\")*\"|[^\\s\"(])+)(?: \\(.*)?");

  /** A role, and the JDBC URL that connects as it. */
  record Login(String name, String url) {
    static Login of(String url) throws SQLException {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT current_user")) {
        rows.next();
        return new Login(rows.getString(1), url);
      }
    }

    /** Another role of the same server. */
    Login as(String user) {
      String wanted = "user=" + URLEncoder.encode(user, StandardCharsets.UTF_8);
      String replaced = url.replaceFirst("(?<=[?&])user=[^&]*", Matcher.quoteReplacement(wanted));
      return new Login(
          user,
          replaced.contains(wanted) ? replaced : url + (url.contains("?") ? "&" : "?") + wanted);
    }
  }

  /** One role does everything. */
  static Roles one(String url) throws SQLException {
    Login login = Login.of(url);
    return new Roles(login, login, login, Map.of());
  }

  /**
   * Has the server check rights from now on, and makes the roles.
   *
   * @param url of any user
   * @param system the URL of a superuser
   */
  static Roles checked(String url, String system) throws SQLException {
    Map<String, String> variables =
        Map.of("deployer", DEPLOYER, "database", DATABASE, "owner", OWNER, "sink_owner", OWNER);
    List<String> sql = new ArrayList<>();
    sql.add("CREATE ROLE " + quote(OWNER));
    sql.addAll(LeastPrivilege.statements(variables));
    sql.add("REVOKE CREATE ON DATABASE " + DATABASE + " FROM PUBLIC");
    sql.add("ALTER SYSTEM SET enable_rbac_checks = true");
    Login superuser = Login.of(system);
    try (Connection connection = DriverManager.getConnection(system);
        Statement statement = connection.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
    Login any = new Login("", url);
    return new Roles(any.as(OWNER), any.as(DEPLOYER), superuser, variables);
  }

  /** Whether the server checks rights. */
  boolean areChecked() {
    return !variables.isEmpty();
  }

  /**
   * How a superuser runs a statement for a role that has no right to; empty where the role runs it.
   */
  static List<String> forRole(Login role, String statement) {
    Matcher made = MADE_BY_SYSTEM.matcher(statement);
    if (!made.matches()) {
      return List.of();
    }
    if (made.group(1).equals("ROLE")) {
      return List.of(statement);
    }
    String owner = " OWNER TO " + quote(role.name());
    return List.of(statement, "ALTER " + made.group(1) + " " + made.group(2) + owner);
  }

  /** What the script says beyond what was done, with one more name of its variables. */
  List<String> further(String variable, String name) {
    if (!areChecked()) {
      return List.of();
    }
    Map<String, String> more = new HashMap<>(variables);
    more.put(variable, name);
    List<String> sql = new ArrayList<>(LeastPrivilege.statements(more));
    sql.removeAll(LeastPrivilege.statements(variables));
    return sql;
  }
}
