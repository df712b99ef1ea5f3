package dev.verdigris.engine.psql;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded of psql's commands (psql.jsonl).
 *
 * @param setUp statements that made what the commands look at
 * @param commands in their order
 */
record RecordedCommands(List<String> setUp, List<Command> commands) {

  /**
   * One command.
   *
   * @param text such as {@code \d t}
   * @param error what its last query failed with; null if none failed
   * @param names the second values of the rows of its only query, which are the objects' names, or
   *     the first where there is one only; empty for a command of several queries
   */
  record Command(String text, @Nullable String error, List<String> names) {}

  static RecordedCommands read() throws IOException {
    List<String> setUp = new ArrayList<>();
    List<Command> commands = new ArrayList<>();
    List<JsonObject> steps = steps();
    for (int i = 0; i < steps.size(); i++) {
      JsonObject step = steps.get(i);
      if (step.has("psql")) {
        int queries = step.get("queries").getAsInt();
        commands.add(
            command(step.get("psql").getAsString(), steps.subList(i + 1, i + 1 + queries)));
        i += queries;
      } else if (step.has("sql") && commands.isEmpty()) {
        setUp.add(step.get("sql").getAsString());
      }
    }
    return new RecordedCommands(setUp, commands);
  }

  private static Command command(String text, List<JsonObject> queries) {
    String error = null;
    List<String> names = new ArrayList<>();
    for (JsonObject query : queries) {
      JsonObject expect = query.getAsJsonObject("expect");
      if (expect.has("error")) {
        error = expect.getAsJsonObject("error").get("message").getAsString();
      }
      if (queries.size() == 1 && expect.has("rows")) {
        for (JsonElement row : expect.getAsJsonArray("rows")) {
          JsonArray values = row.getAsJsonArray();
          JsonElement name = values.get(text.startsWith("\\dn") || values.size() == 1 ? 0 : 1);
          if (!name.isJsonNull() && !name.getAsString().contains("${")) {
            names.add(name.getAsString());
          }
        }
      }
    }
    return new Command(text, error, names);
  }

  private static List<JsonObject> steps() throws IOException {
    try (InputStream in = RecordedCommands.class.getResourceAsStream("/conformance/psql.jsonl")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      Gson gson = new Gson();
      return text.lines().map(line -> gson.fromJson(line, JsonObject.class)).toList();
    }
  }
}
