package dev.verdigris.engine.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.verdigris.engine.sql.CreateStatement.CreateMaterializedView;
import dev.verdigris.engine.sql.CreateStatement.CreateView;
import dev.verdigris.engine.sql.Parser;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What only items of one type have, as JSON; a view's query is in its SQL. */
final class FactsCodec {
  private FactsCodec() {}

  static JsonObject write(ItemFacts facts) {
    JsonObject json = new JsonObject();
    if (facts instanceof ItemFacts.Defined defined) {
      json.addProperty("is", "defined");
      json.addProperty("constant", defined.constant());
      JsonArray keys = new JsonArray();
      for (List<Integer> key : defined.keys()) {
        JsonArray positions = new JsonArray();
        key.forEach(positions::add);
        keys.add(positions);
      }
      json.add("keys", keys);
    } else if (facts instanceof ItemFacts.Index index) {
      json.addProperty("is", "index");
      json.addProperty("on", index.on().value());
      JsonArray keys = new JsonArray();
      for (ItemFacts.IndexKey key : index.keys()) {
        JsonObject one = new JsonObject();
        one.addProperty("position", key.position());
        one.addProperty("expression", key.expression());
        one.addProperty("nullable", key.nullable());
        keys.add(one);
      }
      json.add("keys", keys);
    } else if (facts instanceof ItemFacts.Sink sink) {
      sink(sink, json);
    } else if (facts instanceof ItemFacts.Connection connection) {
      json.addProperty("is", "connection");
      json.addProperty("kind", connection.kind());
      json.add("addresses", strings(connection.addresses()));
      json.addProperty("progress_topic", connection.progressTopic());
    } else {
      json.addProperty("is", "none");
    }
    return json;
  }

  private static void sink(ItemFacts.Sink sink, JsonObject json) {
    json.addProperty("is", "sink");
    json.addProperty("from", sink.from().value());
    json.addProperty("connection", sink.connection().value());
    json.addProperty("topic", sink.topic());
    json.add("key", strings(sink.key()));
    json.addProperty("not_enforced", sink.notEnforced());
    json.addProperty("envelope", sink.envelope());
    json.addProperty("key_format", sink.keyFormat());
    json.addProperty("value_format", sink.valueFormat());
    json.addProperty("version", sink.version());
  }

  static ItemFacts read(JsonObject json, @Nullable String createSql) {
    return switch (json.get("is").getAsString()) {
      case "defined" ->
          new ItemFacts.Defined(query(createSql), json.get("constant").getAsBoolean(), keys(json));
      case "index" ->
          new ItemFacts.Index(new ItemId(json.get("on").getAsString()), indexKeys(json));
      case "sink" ->
          new ItemFacts.Sink(
              new ItemId(json.get("from").getAsString()),
              new ItemId(json.get("connection").getAsString()),
              json.get("topic").getAsString(),
              list(json.getAsJsonArray("key")),
              json.get("not_enforced").getAsBoolean(),
              json.get("envelope").getAsString(),
              json.get("key_format").getAsString(),
              json.get("value_format").getAsString(),
              json.get("version").getAsInt());
      case "connection" ->
          new ItemFacts.Connection(
              json.get("kind").getAsString(),
              list(json.getAsJsonArray("addresses")),
              text(json.get("progress_topic")));
      default -> new ItemFacts.None();
    };
  }

  private static Query query(@Nullable String createSql) {
    Statement statement = Parser.parse(String.valueOf(createSql)).get(0);
    if (statement instanceof CreateView view) {
      return view.query();
    }
    if (statement instanceof CreateMaterializedView view) {
      return view.query();
    }
    throw new IllegalStateException("no view: " + createSql);
  }

  private static List<List<Integer>> keys(JsonObject json) {
    List<List<Integer>> keys = new ArrayList<>();
    for (JsonElement key : json.getAsJsonArray("keys")) {
      List<Integer> positions = new ArrayList<>();
      key.getAsJsonArray().forEach(p -> positions.add(p.getAsInt()));
      keys.add(positions);
    }
    return keys;
  }

  private static List<ItemFacts.IndexKey> indexKeys(JsonObject json) {
    List<ItemFacts.IndexKey> keys = new ArrayList<>();
    for (JsonElement element : json.getAsJsonArray("keys")) {
      JsonObject key = element.getAsJsonObject();
      JsonElement position = key.get("position");
      keys.add(
          new ItemFacts.IndexKey(
              position == null || position.isJsonNull() ? null : position.getAsInt(),
              text(key.get("expression")),
              key.get("nullable").getAsBoolean()));
    }
    return keys;
  }

  private static JsonArray strings(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  private static List<String> list(JsonArray array) {
    List<String> values = new ArrayList<>();
    array.forEach(v -> values.add(v.getAsString()));
    return values;
  }

  private static @Nullable String text(@Nullable JsonElement element) {
    return element == null || element.isJsonNull() ? null : element.getAsString();
  }
}
