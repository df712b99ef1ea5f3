package dev.verdigris.engine.sql;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The statements that were sent to a real server, each with the errors that it answered. */
final class Recordings {
  private static final List<String> SCRIPTS =
      List.of(
          "catalog_shapes",
          "clusters",
          "comments",
          "cutover",
          "dbt_statements",
          "deployment",
          "dialect",
          "hydration",
          "privileges",
          "psql",
          "reads",
          "relations",
          "session",
          "sinks",
          "sources",
          "swap");

  private Recordings() {}

  /**
   * One statement text and what came of it.
   *
   * @param place script and line
   */
  record Step(String place, String sql, List<Failure> failures, List<JsonObject> results) {
    @Nullable Failure syntaxError() {
      return failures.stream().filter(f -> f.sqlstate().equals("42601")).findFirst().orElse(null);
    }

    @Override
    public String toString() {
      return place + ": " + sql;
    }
  }

  /** An error that a server answered. */
  record Failure(String sqlstate, String message, @Nullable Integer position) {}

  static List<Step> all() {
    Gson gson = new Gson();
    List<Step> steps = new ArrayList<>();
    for (String script : SCRIPTS) {
      int line = 0;
      for (String json : read("/conformance/" + script + ".jsonl").lines().toList()) {
        line++;
        JsonObject object = gson.fromJson(json, JsonObject.class);
        if (object.has("sql")) {
          steps.add(step(script + ":" + line, object));
        }
      }
    }
    return steps;
  }

  private static Step step(String place, JsonObject object) {
    List<JsonObject> results = new ArrayList<>();
    JsonElement expect = object.get("expect");
    if (expect != null && expect.isJsonArray()) {
      expect.getAsJsonArray().forEach(e -> results.add(e.getAsJsonObject()));
    } else if (expect != null) {
      results.add(expect.getAsJsonObject());
    }
    List<Failure> failures = new ArrayList<>();
    for (JsonObject result : results) {
      if (result.has("error")) {
        JsonObject error = result.getAsJsonObject("error");
        failures.add(
            new Failure(
                error.get("sqlstate").getAsString(),
                error.get("message").getAsString(),
                error.has("position") ? error.get("position").getAsInt() : null));
      }
    }
    return new Step(
        place, object.get("sql").getAsString().replace("${oid}", "20000"), failures, results);
  }

  static String read(String resource) {
    try (InputStream in = Recordings.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
