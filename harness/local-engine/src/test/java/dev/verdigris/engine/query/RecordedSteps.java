package dev.verdigris.engine.query;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Steps of the recordings that send SQL. */
final class RecordedSteps {
  private static final Gson GSON = new Gson();

  private RecordedSteps() {}

  static List<JsonObject> of(String script, String group) {
    List<JsonObject> steps = new ArrayList<>();
    for (String line : read("/conformance/" + script + ".jsonl").lines().toList()) {
      JsonObject step = GSON.fromJson(line, JsonObject.class);
      boolean wanted = step.has("group") && step.get("group").getAsString().equals(group);
      if (wanted && step.has("sql") && step.get("expect").isJsonObject()) {
        steps.add(step);
      }
    }
    return steps;
  }

  static String read(String resource) {
    try (InputStream stream = RecordedSteps.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
