package dev.verdigris.engine.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.verdigris.engine.query.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of the catalog's own tables, as JSON objects whose names are the columns. */
final class CatalogRows {
  private CatalogRows() {}

  static JsonObject database(Database database) {
    JsonObject row = row(database.id().value(), database.name(), database.owner());
    row.addProperty("oid", database.oid());
    row.add("privileges", acl(database.privileges()));
    return row;
  }

  static JsonObject schema(Schema schema) {
    JsonObject row = row(schema.id().value(), schema.name(), schema.owner());
    row.addProperty("oid", schema.oid());
    row.addProperty("database_id", schema.database() == null ? null : schema.database().value());
    row.add("privileges", acl(schema.privileges()));
    return row;
  }

  static JsonObject cluster(Cluster cluster) {
    JsonObject row = row(cluster.id().value(), cluster.name(), cluster.owner());
    row.add("privileges", acl(cluster.privileges()));
    Cluster.Managed managed = cluster.managed();
    row.addProperty("managed", managed != null);
    if (managed != null) {
      row.addProperty("size", managed.size());
      row.addProperty("replication_factor", managed.replicationFactor());
      row.addProperty("introspection_debugging", managed.introspectionDebugging());
      row.addProperty("introspection_interval", managed.introspectionInterval());
    }
    return row;
  }

  static JsonObject replica(Replica replica) {
    JsonObject row = row(replica.id().value(), replica.name(), replica.owner());
    row.addProperty("cluster_id", replica.cluster().value());
    row.addProperty("size", replica.size());
    return row;
  }

  static JsonObject role(Role role) {
    JsonObject row = new JsonObject();
    row.addProperty("id", role.id().value());
    row.addProperty("oid", role.oid());
    row.addProperty("name", role.name());
    row.addProperty("can_login", role.canLogin());
    row.addProperty("superuser", role.superuser());
    JsonObject parameters = new JsonObject();
    role.parameters().forEach(parameters::addProperty);
    row.add("parameters", parameters);
    return row;
  }

  static JsonObject membership(Membership membership) {
    JsonObject row = new JsonObject();
    row.addProperty("role_id", membership.role().value());
    row.addProperty("member", membership.member().value());
    row.addProperty("grantor", membership.grantor().value());
    return row;
  }

  static JsonObject defaultPrivilege(DefaultPrivilege standard) {
    JsonObject row = new JsonObject();
    row.addProperty("role_id", standard.owner().value());
    row.addProperty(
        "database_id", standard.database() == null ? null : standard.database().value());
    row.addProperty("schema_id", standard.schema() == null ? null : standard.schema().value());
    row.addProperty("object_type", standard.type().catalogName());
    row.addProperty("grantee", standard.grantee().value());
    row.addProperty("privileges", Privilege.letters(standard.privileges()));
    return row;
  }

  static JsonObject comment(Map.Entry<CommentKey, String> comment) {
    CommentKey key = comment.getKey();
    JsonObject row = new JsonObject();
    row.addProperty("key", commentKey(key));
    row.addProperty("id", key.id());
    row.addProperty("object_type", key.type().catalogName());
    row.addProperty("object_sub_id", key.column());
    row.addProperty("comment", comment.getValue());
    return row;
  }

  static String commentKey(CommentKey key) {
    return key.type().catalogName()
        + "/"
        + key.id()
        + (key.column() == null ? "" : "/" + key.column());
  }

  static JsonObject item(Item item, CatalogState state) {
    JsonObject row = row(item.id().value(), item.name(), item.owner());
    row.addProperty("oid", item.oid());
    row.addProperty("schema_id", item.schema().value());
    row.addProperty("temporary", item.temporary());
    row.addProperty("type", item.type().catalogName());
    if (!item.privileges().equals(Acl.NONE)) {
      row.add("privileges", acl(item.privileges()));
    }
    row.addProperty("cluster_id", item.cluster() == null ? null : item.cluster().value());
    row.addProperty("create_sql", item.createSql());
    row.addProperty("redacted_create_sql", StoredSql.redact(item.createSql()));
    row.addProperty("definition", StoredSql.definition(item.createSql(), item.type()));
    row.add("facts", FactsCodec.write(item.facts()));
    row.addProperty("physical", item.physical());
    row.addProperty("full_name", String.join(".", state.fullName(item)));
    row.addProperty(
        "constant", item.facts() instanceof ItemFacts.Defined defined && defined.constant());
    return row;
  }

  static List<JsonObject> columns(Item item) {
    List<JsonObject> rows = new ArrayList<>();
    for (int i = 0; i < item.columns().size(); i++) {
      Column column = item.columns().get(i);
      JsonObject row = new JsonObject();
      row.addProperty("id", item.id().value());
      row.addProperty("position", i + 1);
      row.addProperty("name", column.name());
      row.addProperty("nullable", column.nullable());
      row.addProperty("type", label(column.type()));
      row.addProperty("type_oid", column.type().oid());
      row.addProperty("type_mod", column.type().typmod());
      row.addProperty("default_sql", column.defaultSql());
      row.add("type_json", TypeCodec.write(column.type()));
      rows.add(row);
    }
    return rows;
  }

  /** The type's name in {@code mz_columns}, which tells neither modifiers nor elements of lists. */
  private static String label(SqlType type) {
    return switch (type.kind()) {
      case LIST, MAP -> type.name();
      case ARRAY -> label(type.elementType()) + "[]";
      default -> type.withModifier(-1).display();
    };
  }

  static List<JsonObject> dependencies(Item item) {
    List<JsonObject> rows = new ArrayList<>();
    for (ItemId dependency : item.dependencies()) {
      JsonObject row = new JsonObject();
      row.addProperty("object_id", item.id().value());
      row.addProperty("referenced_object_id", dependency.value());
      rows.add(row);
    }
    return rows;
  }

  static List<JsonObject> indexKeys(Item item) {
    List<JsonObject> rows = new ArrayList<>();
    if (item.facts() instanceof ItemFacts.Index index) {
      for (int i = 0; i < index.keys().size(); i++) {
        ItemFacts.IndexKey key = index.keys().get(i);
        JsonObject row = new JsonObject();
        row.addProperty("index_id", item.id().value());
        row.addProperty("index_position", i + 1);
        row.addProperty("on_position", key.position());
        row.addProperty("on_expression", key.expression());
        row.addProperty("nullable", key.nullable());
        rows.add(row);
      }
    }
    return rows;
  }

  private static JsonObject row(String id, String name, @Nullable RoleId owner) {
    JsonObject row = new JsonObject();
    row.addProperty("id", id);
    row.addProperty("name", name);
    row.addProperty("owner_id", owner == null ? null : owner.value());
    return row;
  }

  private static JsonArray acl(Acl acl) {
    JsonArray array = new JsonArray();
    acl.items().forEach(item -> array.add(item.text()));
    return array;
  }
}
