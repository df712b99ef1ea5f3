package dev.verdigris.engine.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of the server's own objects in the catalog's tables. */
final class SystemRows {
  /** Ours: a real server numbers its own. */
  private static final long FIRST_OPERATOR_OID = 30_000;

  private final SystemCatalog system;

  SystemRows(SystemCatalog system) {
    this.system = system;
  }

  String script() {
    CatalogState first = SystemObjects.first(system);
    JsonArray items = new JsonArray();
    JsonArray columns = new JsonArray();
    JsonArray types = new JsonArray();
    JsonArray comments = new JsonArray();
    for (Item item : system.items()) {
      items.add(CatalogRows.item(item, first));
      CatalogRows.columns(item).forEach(columns::add);
      if (item.type() == ObjectType.TYPE) {
        types.add(type(item));
      }
      if (item.type().isRelation()) {
        comments.add(comment(item));
      }
    }
    return String.join(
        ";\n",
        insert("item", items),
        insert("item_column", columns),
        insert("type", types),
        insert("comment", comments),
        insert("function", functions()),
        insert("operator", operators()),
        "");
  }

  private static String insert(String table, JsonArray rows) {
    return "INSERT INTO mz_local."
        + table
        + " SELECT * FROM json_populate_recordset(NULL::mz_local."
        + table
        + ", "
        + Physical.literal(rows.toString())
        + ")";
  }

  private JsonObject type(Item item) {
    JsonObject row = new JsonObject();
    row.addProperty("id", item.id().value());
    row.addProperty("category", system.category(item));
    return row;
  }

  private static JsonObject comment(Item item) {
    JsonObject row = new JsonObject();
    row.addProperty("key", item.type().catalogName() + "/" + item.id());
    row.addProperty("id", item.id().value());
    row.addProperty("object_type", item.type().catalogName());
    row.addProperty(
        "comment",
        item.physical() == null
            ? "The local engine does not model this relation."
            : "The local engine models this relation.");
    return row;
  }

  private JsonArray functions() {
    JsonArray rows = new JsonArray();
    for (SystemCatalog.Overload overload : system.overloads()) {
      JsonObject row = new JsonObject();
      row.addProperty("id", overload.function().value());
      row.addProperty("oid", overload.oid());
      row.addProperty("schema_id", overload.schema().value());
      row.addProperty("name", overload.name());
      JsonArray arguments = new JsonArray();
      for (String argument : overload.arguments()) {
        arguments.add(typeId(argument));
      }
      row.add("argument_type_ids", arguments);
      row.addProperty("variadic_argument_type_id", typeId(overload.variadic()));
      row.addProperty("return_type_id", typeId(overload.returns()));
      row.addProperty("returns_set", overload.returnsSet());
      rows.add(row);
    }
    return rows;
  }

  private JsonArray operators() {
    JsonArray rows = new JsonArray();
    long oid = FIRST_OPERATOR_OID;
    for (String[] operator : SystemCatalog.operators()) {
      JsonObject row = new JsonObject();
      row.addProperty("oid", oid++);
      row.addProperty("name", operator[0]);
      JsonArray arguments = new JsonArray();
      for (String argument : operator[1].split(", ", -1)) {
        arguments.add(typeId(argument));
      }
      row.add("argument_type_ids", arguments);
      row.addProperty("return_type_id", typeId(operator[2]));
      rows.add(row);
    }
    return rows;
  }

  private @Nullable String typeId(@Nullable String name) {
    if (name == null) {
      return null;
    }
    List<Item> found = new ArrayList<>();
    for (String schema : List.of("pg_catalog", "mz_catalog")) {
      system.type(SystemCatalog.schema(schema), name).ifPresent(found::add);
    }
    return found.isEmpty() ? null : Objects.requireNonNull(found.get(0)).id().value();
  }
}
