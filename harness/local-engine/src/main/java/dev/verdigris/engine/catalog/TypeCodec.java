package dev.verdigris.engine.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.verdigris.engine.query.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types as JSON, for the catalog's own tables. */
final class TypeCodec {
  private TypeCodec() {}

  static JsonObject write(SqlType type) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", type.kind().name());
    json.addProperty("name", type.name());
    json.addProperty("modifier", type.modifier());
    if (type.element() != null) {
      json.add("element", write(type.element()));
    }
    JsonArray fields = new JsonArray();
    for (SqlType.Field field : type.fields()) {
      JsonObject one = new JsonObject();
      one.addProperty("name", field.name());
      one.add("type", write(field.type()));
      fields.add(one);
    }
    json.add("fields", fields);
    return json;
  }

  static SqlType read(JsonObject json) {
    List<SqlType.Field> fields = new ArrayList<>();
    for (JsonElement element : json.getAsJsonArray("fields")) {
      JsonObject field = element.getAsJsonObject();
      fields.add(
          new SqlType.Field(field.get("name").getAsString(), read(field.getAsJsonObject("type"))));
    }
    @Nullable SqlType element = json.has("element") ? read(json.getAsJsonObject("element")) : null;
    return new SqlType(
        SqlType.Kind.valueOf(json.get("kind").getAsString()),
        json.get("name").getAsString(),
        json.get("modifier").getAsInt(),
        element,
        fields);
  }
}
