package dev.verdigris.engine.catalog;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a state back from the catalog's own tables. */
final class CatalogLoader {
  private final Connection connection;
  private final CatalogBuilder next;
  private final Gson gson = new Gson();

  CatalogLoader(Connection connection, SystemCatalog system) {
    this.connection = connection;
    next = new CatalogBuilder(system);
  }

  /** The state that is stored, or null if none is. */
  @Nullable CatalogState load() throws SQLException {
    List<JsonObject> meta = rows("meta", "");
    if (meta.isEmpty()) {
      return null;
    }
    JsonObject one = meta.get(0);
    next.revision = one.get("revision").getAsLong();
    next.counters =
        new Counters(
            number(one, "items"),
            number(one, "schemas"),
            number(one, "databases"),
            number(one, "clusters"),
            number(one, "replicas"),
            number(one, "roles"),
            number(one, "oids"));
    next.systemPrivileges = acl(one);
    places();
    clusters();
    roles();
    items();
    comments();
    return next.build();
  }

  private void places() throws SQLException {
    for (JsonObject row : rows("database", "")) {
      next.put(
          new Database(
              new DatabaseId(text(row, "id")),
              number(row, "oid"),
              text(row, "name"),
              owner(row),
              acl(row)));
    }
    for (JsonObject row : rows("schema", "")) {
      next.put(
          new Schema(
              new SchemaId(text(row, "id")),
              number(row, "oid"),
              isNull(row, "database_id") ? null : new DatabaseId(text(row, "database_id")),
              text(row, "name"),
              owner(row),
              acl(row)));
    }
  }

  private void clusters() throws SQLException {
    for (JsonObject row : rows("cluster", "")) {
      next.put(
          new Cluster(
              new ClusterId(text(row, "id")),
              text(row, "name"),
              owner(row),
              acl(row),
              row.get("managed").getAsBoolean() ? managed(row) : null));
    }
    for (JsonObject row : rows("replica", "")) {
      next.put(
          new Replica(
              new ReplicaId(text(row, "id")),
              new ClusterId(text(row, "cluster_id")),
              text(row, "name"),
              text(row, "size"),
              owner(row)));
    }
  }

  private static Cluster.Managed managed(JsonObject row) {
    return new Cluster.Managed(
        text(row, "size"),
        (int) number(row, "replication_factor"),
        row.get("introspection_debugging").getAsBoolean(),
        isNull(row, "introspection_interval") ? null : text(row, "introspection_interval"));
  }

  private static Map<String, String> parameters(JsonObject row) {
    Map<String, String> parameters = new HashMap<>();
    row.getAsJsonObject("parameters")
        .entrySet()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().getAsString()));
    return parameters;
  }

  private void roles() throws SQLException {
    for (JsonObject row : rows("role", "")) {
      next.put(
          new Role(
              new RoleId(text(row, "id")),
              number(row, "oid"),
              text(row, "name"),
              isNull(row, "can_login") ? null : row.get("can_login").getAsBoolean(),
              isNull(row, "superuser") ? null : row.get("superuser").getAsBoolean(),
              parameters(row)));
    }
    for (JsonObject row : rows("membership", "")) {
      next.memberships.add(
          new Membership(
              new RoleId(text(row, "role_id")),
              new RoleId(text(row, "member")),
              new RoleId(text(row, "grantor"))));
    }
    for (JsonObject row : rows("default_privilege", "")) {
      next.defaultPrivileges.add(
          new DefaultPrivilege(
              new RoleId(text(row, "role_id")),
              isNull(row, "database_id") ? null : new DatabaseId(text(row, "database_id")),
              isNull(row, "schema_id") ? null : new SchemaId(text(row, "schema_id")),
              ObjectType.ofCatalogName(text(row, "object_type")),
              new RoleId(text(row, "grantee")),
              Privilege.ofLetters(text(row, "privileges"))));
    }
  }

  private void items() throws SQLException {
    Map<String, List<Column>> columns = new HashMap<>();
    for (JsonObject row : rows("item_column", " WHERE id LIKE 'u%' ORDER BY id, position")) {
      columns
          .computeIfAbsent(text(row, "id"), id -> new ArrayList<>())
          .add(
              new Column(
                  text(row, "name"),
                  TypeCodec.read(row.getAsJsonObject("type_json")),
                  row.get("nullable").getAsBoolean(),
                  isNull(row, "default_sql") ? null : text(row, "default_sql")));
    }
    Map<String, Set<ItemId>> dependencies = new HashMap<>();
    for (JsonObject row : rows("dependency", "")) {
      dependencies
          .computeIfAbsent(text(row, "object_id"), id -> new HashSet<>())
          .add(new ItemId(text(row, "referenced_object_id")));
    }
    for (JsonObject row : rows("item", " WHERE id LIKE 'u%'")) {
      String id = text(row, "id");
      String createSql = isNull(row, "create_sql") ? null : text(row, "create_sql");
      next.put(
          new Item(
              new ItemId(id),
              number(row, "oid"),
              new SchemaId(text(row, "schema_id")),
              isNull(row, "temporary") ? null : text(row, "temporary"),
              text(row, "name"),
              ObjectType.ofCatalogName(text(row, "type")),
              owner(row),
              acl(row),
              columns.getOrDefault(id, List.of()),
              isNull(row, "cluster_id") ? null : new ClusterId(text(row, "cluster_id")),
              dependencies.getOrDefault(id, Set.of()),
              createSql,
              FactsCodec.read(row.getAsJsonObject("facts"), createSql),
              isNull(row, "physical") ? null : text(row, "physical")));
    }
  }

  private void comments() throws SQLException {
    for (JsonObject row : rows("comment", "")) {
      ObjectType type = ObjectType.ofCatalogName(text(row, "object_type"));
      if (type.isItem() && text(row, "id").startsWith("s")) {
        continue;
      }
      next.comments.put(
          new CommentKey(
              type,
              text(row, "id"),
              isNull(row, "object_sub_id") ? null : row.get("object_sub_id").getAsInt()),
          text(row, "comment"));
    }
  }

  private List<JsonObject> rows(String table, String rest) throws SQLException {
    List<JsonObject> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT row_to_json(t)::text FROM mz_local." + table + " AS t" + rest)) {
      while (result.next()) {
        rows.add(gson.fromJson(result.getString(1), JsonObject.class));
      }
    }
    return rows;
  }

  private static RoleId owner(JsonObject row) {
    return new RoleId(text(row, "owner_id"));
  }

  private static Acl acl(JsonObject row) {
    List<AclItem> items = new ArrayList<>();
    if (!isNull(row, "privileges")) {
      JsonArray array = row.getAsJsonArray("privileges");
      array.forEach(item -> items.add(AclItem.parse(item.getAsString())));
    }
    return new Acl(items);
  }

  private static String text(JsonObject row, String column) {
    return row.get(column).getAsString();
  }

  private static long number(JsonObject row, String column) {
    return row.get(column).getAsLong();
  }

  private static boolean isNull(JsonObject row, String column) {
    JsonElement value = row.get(column);
    return value == null || value.isJsonNull();
  }
}
