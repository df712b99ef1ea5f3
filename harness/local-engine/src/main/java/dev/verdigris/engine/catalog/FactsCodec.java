package dev.verdigris.engine.catalog;

import com.google.gson.Gson;
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
  private static final Gson GSON = new Gson();

  private FactsCodec() {}

  static JsonObject write(ItemFacts facts) {
    JsonObject json = new JsonObject();
    if (facts instanceof ItemFacts.Defined defined) {
      json.addProperty("is", "defined");
      json.addProperty("constant", defined.constant());
      json.add("keys", positions(defined.keys()));
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
    } else if (facts instanceof ItemFacts.LoadGenerator source) {
      loadGenerator(source, json);
    } else if (facts instanceof ItemFacts.Export export) {
      json.addProperty("is", "export");
      json.addProperty("source", export.source().value());
      json.addProperty("output", export.output());
      json.add("keys", positions(export.keys()));
    } else if (facts instanceof ItemFacts.Progress) {
      json.addProperty("is", "progress");
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

  private static void loadGenerator(ItemFacts.LoadGenerator source, JsonObject json) {
    json.addProperty("is", "load_generator");
    json.addProperty("generator", source.generator());
    json.addProperty("tick_micros", source.tickMicros());
    json.addProperty("as_of", source.asOf());
    json.addProperty("up_to", source.upTo());
    json.addProperty("number", source.number());
    json.addProperty("progress", source.progress() == null ? null : source.progress().value());
  }

  private static ItemFacts.LoadGenerator loadGenerator(JsonObject json) {
    String progress = text(json.get("progress"));
    return new ItemFacts.LoadGenerator(
        json.get("generator").getAsString(),
        number(json.get("tick_micros")),
        json.get("as_of").getAsLong(),
        number(json.get("up_to")),
        text(json.get("number")),
        progress == null ? null : new ItemId(progress));
  }

  private static JsonArray positions(List<List<Integer>> keys) {
    JsonArray array = new JsonArray();
    for (List<Integer> key : keys) {
      JsonArray positions = new JsonArray();
      key.forEach(positions::add);
      array.add(positions);
    }
    return array;
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
    json.add("settings", GSON.toJsonTree(sink.settings()));
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
              json.get("version").getAsInt(),
              GSON.fromJson(json.get("settings"), ItemFacts.SinkSettings.class));
      case "load_generator" -> loadGenerator(json);
      case "export" ->
          new ItemFacts.Export(
              new ItemId(json.get("source").getAsString()),
              json.get("output").getAsString(),
              keys(json));
      case "progress" -> new ItemFacts.Progress();
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

  private static @Nullable Long number(@Nullable JsonElement element) {
    return element == null || element.isJsonNull() ? null : element.getAsLong();
  }

  private static @Nullable String text(@Nullable JsonElement element) {
    return element == null || element.isJsonNull() ? null : element.getAsString();
  }
}
