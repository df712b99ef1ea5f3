package dev.verdigris.acceptance.faults;

import dev.verdigris.acceptance.TestServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the catalog says of one production and its deployment, without what differs from run to run:
 * names without their tag, ids as what they mean or not at all, a marker's times and digests, a
 * sink's version and an {@code AS OF} masked.
 */
final class Dump {
  private static final Pattern ID = Pattern.compile("(?<![A-Za-z0-9])[us]\\d+\\b");
  private static final Pattern VERSION =
      Pattern.compile(" WITH \\(VERSION = \\d+\\)|, VERSION = \\d+| AS OF \\d+");
  private static final Pattern BLUE = Pattern.compile("\"blue\":\"(u\\d+)\"");

  /** Since when the audit log is read. */
  private static final Pattern TIME = Pattern.compile("'\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z'");

  /** The tokens of a transition's switch. */
  private static final Pattern TOKEN =
      Pattern.compile("'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'");

  /** Values of a marker that are times and digests. */
  private static final Pattern VOLATILE =
      Pattern.compile("\"(?!deployment|of|blue|by|intent)([a-z_]+)\":\"[^\"]*\"");

  /** What a row of the history holds. */
  private static final Pattern HISTORY =
      Pattern.compile("(INSERT INTO \\S+\\.\"phases\" VALUES ).*", Pattern.DOTALL);

  private final TestServer server;
  private final SmallProduction production;
  private final String tag;

  private Dump(TestServer server, SmallProduction production) {
    this.server = server;
    this.production = production;
    this.tag = production.tag();
  }

  /** One line for each thing that the catalog tells, sorted. */
  static List<String> of(TestServer server, SmallProduction production) throws SQLException {
    return new Dump(server, production).lines();
  }

  private List<String> lines() throws SQLException {
    Map<String, String> schemas = new LinkedHashMap<>();
    Map<String, String> clusters = new LinkedHashMap<>();
    List<List<String>> rows = server.query(String.join(" UNION ALL ", queries()));
    for (List<String> row : rows) {
      if (row.get(0).equals("schema")) {
        schemas.put(row.get(7), row.get(1));
      } else if (row.get(0).equals("cluster")) {
        clusters.put(row.get(7), row.get(1));
      }
    }
    TreeSet<String> lines = new TreeSet<>();
    for (List<String> row : rows) {
      Map<String, String> names = row.get(0).equals("schema") ? schemas : clusters;
      lines.add(masked(String.join(" | ", row), names));
    }
    return List.copyOf(lines);
  }

  /** Queries of the same width; the last value of a schema or a cluster is its id. */
  private List<String> queries() {
    // Without the history: it is optional, and a run that cannot write it only says so.
    String mine = " WHERE s.name LIKE '%" + tag + "%' AND s.name NOT LIKE 'hist_%'";
    String schemas = " JOIN mz_schemas s ON s.id = o.schema_id";
    List<String> sql = new ArrayList<>();
    sql.add(
        "SELECT 'schema' AS what, s.name AS a, r.name AS b, s.privileges::text AS c,"
            + " coalesce(c.comment, '') AS d, '' AS e, '' AS f, s.id AS g FROM mz_schemas s JOIN"
            + " mz_roles r ON r.id = s.owner_id LEFT JOIN mz_internal.mz_comments c ON c.id = s.id"
            + " AND c.object_type = 'schema'"
            + mine);
    sql.add(
        "SELECT 'cluster', s.name, s.size, s.replication_factor::text, r.name,"
            + " s.privileges::text, coalesce(c.comment, ''), s.id FROM mz_clusters s JOIN mz_roles r"
            + " ON r.id = s.owner_id LEFT JOIN mz_internal.mz_comments c ON c.id = s.id AND"
            + " c.object_type = 'cluster'"
            + mine);
    sql.add(
        "SELECT 'item', o.type, s.name, o.name, r.name, o.privileges::text, '', '' FROM mz_objects"
            + " o JOIN mz_roles r ON r.id = o.owner_id"
            + schemas
            + mine);
    for (String kind : List.of("views", "materialized_views", "sinks")) {
      sql.add(
          "SELECT 'definition', s.name, o.name, o.create_sql, '', '', '', '' FROM mz_"
              + kind
              + " o"
              + schemas
              + mine);
    }
    sql.add(
        "SELECT 'index', s.name, i.name, c.name, i.create_sql, '', '', '' FROM mz_indexes i JOIN"
            + " mz_objects o ON o.id = i.on_id JOIN mz_clusters c ON c.id = i.cluster_id"
            + schemas
            + mine);
    sql.add(
        "SELECT 'runs on', s.name, o.name, c.name, '', '', '', '' FROM mz_materialized_views o JOIN"
            + " mz_clusters c ON c.id = o.cluster_id"
            + schemas
            + mine);
    sql.add(
        "SELECT 'comment', s.name, o.name, c.object_sub_id::text, c.comment, '', '', '' FROM"
            + " mz_internal.mz_comments c JOIN mz_objects o ON o.id = c.id"
            + schemas
            + mine
            + " AND c.object_type NOT IN ('schema', 'cluster')");
    sql.add(
        "SELECT 'reads', s.name, o.name, t.name, f.name, '', '', '' FROM"
            + " mz_internal.mz_object_dependencies d JOIN mz_objects o ON o.id = d.object_id JOIN"
            + " mz_objects f ON f.id = d.referenced_object_id JOIN mz_schemas t ON t.id ="
            + " f.schema_id"
            + schemas
            + mine);
    sql.add(
        "SELECT 'default', s.name, o.role_id, o.object_type, o.grantee, o.privileges::text, '', ''"
            + " FROM mz_default_privileges o"
            + schemas
            + mine);
    return sql;
  }

  /** A text without what differs from run to run; {@code names} says what blue's ids mean. */
  private String masked(String text, Map<String, String> names) {
    Matcher blue = BLUE.matcher(text);
    String told =
        blue.replaceAll(
            match ->
                Matcher.quoteReplacement(
                    "\"blue\":\"" + names.getOrDefault(match.group(1), "gone") + "\""));
    return masked(told, production);
  }

  /** A text without what differs from run to run. */
  static String masked(String text, SmallProduction production) {
    String named =
        text.replace(production.tag(), "T")
            .replace(production.server().owner(), "owner")
            .replace(production.server().deployer(), "deployer");
    String none = HISTORY.matcher(named).replaceAll("$1(#)");
    String one = VOLATILE.matcher(none).replaceAll("\"$1\":\"#\"");
    String two = VERSION.matcher(one).replaceAll("");
    String three = TOKEN.matcher(TIME.matcher(two).replaceAll("'#'")).replaceAll("'#'");
    return ID.matcher(three).replaceAll("u#");
  }
}
