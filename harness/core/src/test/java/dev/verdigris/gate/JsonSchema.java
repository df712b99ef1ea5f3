package dev.verdigris.gate;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** As much of JSON Schema as our schemas use; a word that it does not know is an error. */
final class JsonSchema {
  private static final Set<String> WORDS =
      Set.of(
          "$schema",
          "title",
          "description",
          "type",
          "additionalProperties",
          "required",
          "properties",
          "items",
          "const",
          "enum",
          "pattern");

  private final List<String> faults = new ArrayList<>();

  private JsonSchema() {}

  static List<String> faults(String schema, String document) throws IOException {
    JsonSchema check = new JsonSchema();
    try (InputStream in =
        Objects.requireNonNull(JsonSchema.class.getResourceAsStream(schema), schema)) {
      check.look(
          "",
          JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .getAsJsonObject(),
          JsonParser.parseString(document));
    }
    return check.faults;
  }

  private void look(String at, JsonObject schema, JsonElement value) {
    schema.keySet().stream()
        .filter(word -> !WORDS.contains(word))
        .forEach(word -> faults.add(at + ": the schema has " + word));
    if (schema.has("const") && !schema.get("const").equals(value)) {
      faults.add(at + " is not " + schema.get("const"));
    }
    if (schema.has("enum") && !schema.getAsJsonArray("enum").contains(value)) {
      faults.add(at + " is none of " + schema.get("enum"));
    }
    if (!schema.has("type")) {
      return;
    }
    String type = type(value);
    if (!types(schema.get("type")).contains(type)) {
      faults.add(at + " is no " + String.join(" or ", types(schema.get("type"))));
    } else if (type.equals("object")) {
      properties(at, schema, value.getAsJsonObject());
    } else if (type.equals("array")) {
      value
          .getAsJsonArray()
          .forEach(item -> look(at + "[]", schema.getAsJsonObject("items"), item));
    } else if (schema.has("pattern")
        && type.equals("string")
        && !value.getAsString().matches(schema.get("pattern").getAsString())) {
      faults.add(at + " does not match " + schema.get("pattern"));
    }
  }

  private void properties(String at, JsonObject schema, JsonObject value) {
    if (schema.has("required")) {
      schema
          .getAsJsonArray("required")
          .forEach(
              name -> {
                if (!value.has(name.getAsString())) {
                  faults.add(at + " has no " + name.getAsString());
                }
              });
    }
    JsonObject known =
        schema.has("properties") ? schema.getAsJsonObject("properties") : new JsonObject();
    JsonElement others = schema.get("additionalProperties");
    for (String name : value.keySet()) {
      if (known.has(name)) {
        look(at + "/" + name, known.getAsJsonObject(name), value.get(name));
      } else if (others.isJsonObject()) {
        look(at + "/" + name, others.getAsJsonObject(), value.get(name));
      } else {
        faults.add(at + " has " + name);
      }
    }
  }

  private static List<String> types(JsonElement type) {
    return type.isJsonArray()
        ? type.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList()
        : List.of(type.getAsString());
  }

  private static String type(JsonElement value) {
    if (value.isJsonNull()) {
      return "null";
    }
    if (value.isJsonObject()) {
      return "object";
    }
    if (value.isJsonArray()) {
      return "array";
    }
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return "boolean";
    }
    return primitive.isNumber() ? "integer" : "string";
  }
}
