package dev.verdigris.testkit;

import static dev.verdigris.catalog.Identifiers.quote;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who does what in tests that deploy on a server which checks rights. The owner has what production
 * is made of and looks at it, and no right beside, for the deployer has the owner's rights too; the
 * deployer has what {@code docs/least-privilege.sql} gives and runs the deployments; the system
 * makes what the owner may not and cleans up. Where rights are not checked one role is all three.
 *
 * <pre>{@code
 * Roles roles = Roles.checked(engine.url(), engine.internalUrl(), Path.of("least-privilege.sql"));
 * roles.execute("CREATE SCHEMA flights", "CREATE CLUSTER compute (SIZE = '25cc')");
 * DeploymentTestKit.of(Flights.class, project).with("verdigris.url", roles.deployer().url());
 * }</pre>
 */
public final class Roles {
  private static final String DATABASE = "materialize";

  /** What takes a right on the database or the system. */
  private static final Pattern MADE_BY_SYSTEM =
      Pattern.compile(
          "CREATE (SCHEMA|CLUSTER|DATABASE|ROLE) ((?:\"(?:[^\"]|\"\")*\"|[^\\s\"(])+)(?: \\(.*)?");

  private final Login owner;
  private final Login deployer;
  private final Login system;
  private final LeastPrivilege script;

  /** Of the script; empty where rights are not checked. */
  private final Map<String, String> variables;

  private Roles(
      Login owner,
      Login deployer,
      Login system,
      LeastPrivilege script,
      Map<String, String> variables) {
    this.owner = owner;
    this.deployer = deployer;
    this.system = system;
    this.script = script;
    this.variables = variables;
  }

  /** One role does everything. */
  public static Roles one(String url) throws SQLException {
    Login login = Login.of(url);
    return new Roles(login, login, login, new LeastPrivilege(Path.of("none")), Map.of());
  }

  /**
   * Has the server check rights from now on, and makes an owner and a deployer for this process, by
   * names that need their quotes. {@code CREATE} on the database {@code materialize} is taken from
   * {@code PUBLIC}. All that stays.
   *
   * @param url of any user
   * @param system the URL of a superuser
   * @param script that makes the deployer: {@code docs/least-privilege.sql}
   */
  public static Roles checked(String url, String system, Path script) throws SQLException {
    String own =
        Long.toString(ProcessHandle.current().pid(), 36)
            + "-"
            + Long.toString(System.nanoTime() & 0xffffff, 36);
    Login any = new Login("", url);
    Login owner = any.as("owner-" + own);
    Login deployer = any.as("deployer-" + own);
    Map<String, String> variables =
        Map.of(
            "deployer", deployer.name(),
            "database", DATABASE,
            "owner", owner.name(),
            "sink_owner", owner.name());
    LeastPrivilege rights = new LeastPrivilege(script);
    List<String> sql = new ArrayList<>();
    sql.add("CREATE ROLE " + quote(owner.name()));
    sql.addAll(rights.statements(variables));
    sql.add("REVOKE CREATE ON DATABASE " + DATABASE + " FROM PUBLIC");
    sql.add("ALTER SYSTEM SET enable_rbac_checks = true");
    Login superuser = Login.of(system);
    superuser.execute(sql.toArray(String[]::new));
    return new Roles(owner, deployer, superuser, rights, variables);
  }

  /** The role that production belongs to. */
  public Login owner() {
    return owner;
  }

  /** The role that deploys. */
  public Login deployer() {
    return deployer;
  }

  /** A superuser. */
  public Login system() {
    return system;
  }

  /** Whether the server checks rights. */
  public boolean areChecked() {
    return !variables.isEmpty();
  }

  /** Sends statements as the owner. */
  public void execute(String... statements) throws SQLException {
    execute(owner, statements);
  }

  /**
   * Sends statements as a role. Where rights are checked, the schemas, clusters, databases and
   * roles that they create are made by the system and given to it.
   */
  public void execute(Login role, String... statements) throws SQLException {
    try (Connection connection = role.connect();
        Statement statement = connection.createStatement()) {
      List<String> made = new ArrayList<>();
      for (String sql : statements) {
        List<String> forRole = areChecked() ? forRole(role, sql) : List.of();
        made.addAll(forRole);
        if (forRole.isEmpty()) {
          makeAll(made);
          statement.execute(sql);
        }
      }
      makeAll(made);
    }
  }

  /** As the system, over one connection. */
  private void makeAll(List<String> statements) throws SQLException {
    if (!statements.isEmpty()) {
      system.execute(statements.toArray(String[]::new));
      statements.clear();
    }
  }

  /**
   * How a superuser runs a statement for a role that has no right to; empty where the role runs it.
   */
  private static List<String> forRole(Login role, String statement) {
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

  /**
   * Gives the deployer what the script says further, with one more name.
   *
   * @param variable a variable of the script
   */
  public void permit(String variable, String name) throws SQLException {
    if (!areChecked()) {
      return;
    }
    Map<String, String> more = new HashMap<>(variables);
    more.put(variable, name);
    List<String> sql = new ArrayList<>(script.statements(more));
    sql.removeAll(script.statements(variables));
    system.execute(sql.toArray(String[]::new));
  }
}
