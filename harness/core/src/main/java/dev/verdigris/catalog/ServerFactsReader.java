package dev.verdigris.catalog;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.verdigris.catalog.ServerFacts.AuditEvent;
import dev.verdigris.catalog.ServerFacts.Subscription;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@link ServerFacts} with one statement, whatever the size of the deployment. */
public final class ServerFactsReader {
  private static final List<String> SETTINGS =
      List.of(
          "enable_rbac_checks",
          "enable_session_rbac_checks",
          "max_clusters",
          "max_replicas_per_cluster",
          "max_materialized_views",
          "max_objects_per_schema",
          "max_schemas_per_database",
          "max_credit_consumption_rate",
          "allowed_cluster_replica_sizes");

  /** Ids as the audit log writes them beside rights: {@code MaterializedView(User(12))}. */
  private static final Pattern DEBUG_ID = Pattern.compile("User\\((\\d+)\\)");

  private static final Pattern ID = Pattern.compile("[us]\\d+");

  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final List<List<String>> members = new ArrayList<>();
  private final List<List<String>> others = new ArrayList<>();

  private ServerFactsReader() {}

  /**
   * Reads the facts.
   *
   * @param since the time from which the audit log is read, in ISO 8601; empty: it is not read
   */
  public static ServerFacts read(Queries queries, Scope scope, String since) throws SQLException {
    return queries.query(
        sql(scope, since),
        rows -> {
          ServerFactsReader reader = new ServerFactsReader();
          while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= CatalogSql.VALUES + 1; i++) {
              String value = rows.getString(i);
              row.add(value == null ? "" : value);
            }
            reader.add(row);
          }
          return reader.facts();
        });
  }

  private static String sql(Scope scope, String since) {
    Stream<String> settings =
        SETTINGS.stream()
            .map(
                name ->
                    CatalogSql.row(
                        "setting",
                        List.of("'" + name + "'::text", "current_setting('" + name + "', true)"),
                        ""));
    List<String> rows = new ArrayList<>(settings.toList());
    rows.add(
        CatalogSql.row(
            "database",
            List.of("d.owner_id", "d.privileges::text"),
            "FROM mz_catalog.mz_databases d WHERE d.name = "
                + Identifiers.literal(scope.database())));
    rows.add(
        CatalogSql.row(
            "system", List.of("privileges::text"), "FROM mz_catalog.mz_system_privileges"));
    rows.add(CatalogSql.row("role", List.of("id", "name"), "FROM mz_catalog.mz_roles"));
    rows.add(
        CatalogSql.row("member", List.of("role_id", "member"), "FROM mz_catalog.mz_role_members"));
    rows.add(
        CatalogSql.row(
            "size",
            List.of("size", "credits_per_hour::text"),
            "FROM mz_catalog.mz_cluster_replica_sizes"));
    rows.add(
        CatalogSql.row(
            "subscription",
            List.of("u.id", "s.role_id", "u.created_at::text", "u.referenced_object_ids::text"),
            "FROM mz_internal.mz_subscriptions u"
                + " LEFT JOIN mz_internal.mz_sessions s ON s.id = u.session_id"));
    if (!since.isEmpty()) {
      rows.add(events(since));
    }
    return String.join(" UNION ALL ", rows);
  }

  private static String events(String since) {
    return CatalogSql.row(
        "event",
        List.of(
            "e.event_type",
            "e.object_type",
            "e.details::text",
            "e.\"user\"",
            "e.occurred_at::text"),
        "FROM (SELECT * FROM mz_catalog.mz_audit_events WHERE occurred_at >= "
            + Identifiers.literal(since)
            + "::timestamptz AND event_type <> 'comment' AND object_type IN ('table', 'source',"
            + " 'view', 'materialized-view', 'index', 'sink', 'connection', 'secret', 'type')"
            + " ORDER BY id DESC LIMIT "
            + ServerFacts.MOST_EVENTS
            + ") e");
  }

  private void add(List<String> row) {
    switch (row.get(0)) {
      case "setting" -> {
        if (!row.get(2).isEmpty()) {
          settings.put(row.get(1), row.get(2));
        }
      }
      case "role" -> names.put(row.get(1), row.get(2));
      case "member" -> members.add(row);
      default -> others.add(row);
    }
  }

  private ServerFacts facts() {
    Map<String, Set<String>> memberOf = new HashMap<>();
    for (List<String> row : members) {
      memberOf.computeIfAbsent(name(row.get(2)), any -> new HashSet<>()).add(name(row.get(1)));
    }
    List<String> database = others("database").stream().findFirst().orElse(List.of("", "", ""));
    SortedSet<Grant> system = new TreeSet<>();
    others("system").forEach(row -> system.addAll(Privileges.parse(row.get(1), names)));
    Map<String, BigDecimal> credits = new HashMap<>();
    others("size").forEach(row -> credits.put(row.get(1), new BigDecimal(row.get(2))));
    return new ServerFacts(
        settings,
        names.getOrDefault(database.get(1), ""),
        Privileges.parse(database.get(2), names),
        Collections.unmodifiableSortedSet(system),
        memberOf,
        credits,
        others("subscription").stream().map(this::subscription).toList(),
        others("event").stream().map(ServerFactsReader::event).toList());
  }

  private List<List<String>> others(String kind) {
    return others.stream().filter(row -> row.get(0).equals(kind)).toList();
  }

  private String name(String id) {
    return names.getOrDefault(id, id);
  }

  private Subscription subscription(List<String> row) {
    Set<String> reads =
        ID.matcher(row.get(4)).results().map(found -> found.group()).collect(Collectors.toSet());
    return new Subscription(row.get(1), names.getOrDefault(row.get(2), ""), row.get(3), reads);
  }

  private static AuditEvent event(List<String> row) {
    JsonObject details = json(row.get(3));
    return new AuditEvent(
        row.get(1),
        row.get(2),
        objectId(details),
        text(details, "database"),
        text(details, "schema"),
        text(details, "item"),
        row.get(4),
        row.get(5));
  }

  private static String objectId(JsonObject details) {
    String id = text(details, "id");
    if (!id.isEmpty()) {
      return id;
    }
    Matcher debug = DEBUG_ID.matcher(text(details, "object_id"));
    return debug.find() ? "u" + debug.group(1) : text(details, "object_id");
  }

  private static JsonObject json(String text) {
    try {
      JsonElement parsed = JsonParser.parseString(text);
      return parsed.isJsonObject() ? parsed.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      // The log is a hint; a line that cannot be read is one fewer.
      return new JsonObject();
    }
  }

  private static String text(JsonObject details, String key) {
    JsonElement value = details.get(key);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
