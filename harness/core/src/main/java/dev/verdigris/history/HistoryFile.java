package dev.verdigris.history;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.verdigris.DeploymentName;
import dev.verdigris.Phase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * One line of JSON for each beginning and each end of a phase, in a file that only grows. A line is
 * one write behind the end of the file, so lines of several processes do not mix.
 *
 * @param file the file; its directory is made where absent
 */
record HistoryFile(Path file) {
  /** The version of the lines' schema. */
  static final int SCHEMA_VERSION = 1;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  void begin(DeploymentName deployment, Phase phase, Instant at) throws IOException {
    append(line("begin", deployment.value(), phase, at));
  }

  void end(PhaseRecord record) throws IOException {
    JsonObject json = line("end", record.deployment(), record.phase(), record.endedAt());
    json.addProperty("tookMs", record.took().toMillis());
    json.addProperty("by", record.facts().by());
    json.addProperty("commit", record.facts().commit());
    json.addProperty("verdict", record.facts().verdict());
    json.addProperty("tests", record.facts().tests());
    json.add("renamed", renamed(record));
    json.add("sinks", sinks(record));
    json.add("keys", array(record.keys(), GSON::toJsonTree));
    json.addProperty("exitCode", record.exit().value());
    json.addProperty("code", record.code());
    json.addProperty("text", record.text());
    json.addProperty("state", record.state());
    append(json);
  }

  static JsonArray renamed(PhaseRecord record) {
    return array(record.renamed(), GSON::toJsonTree);
  }

  static JsonArray sinks(PhaseRecord record) {
    return array(record.sinks(), GSON::toJsonTree);
  }

  private static <T> JsonArray array(List<T> values, Function<T, JsonElement> element) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(element.apply(value)));
    return array;
  }

  private static JsonObject line(String event, String deployment, Phase phase, Instant at) {
    JsonObject json = new JsonObject();
    json.addProperty("schemaVersion", SCHEMA_VERSION);
    json.addProperty("at", at.toString());
    json.addProperty("event", event);
    json.addProperty("deployment", deployment);
    json.addProperty("phase", phase.label());
    json.addProperty("pid", ProcessHandle.current().pid());
    return json;
  }

  private void append(JsonObject json) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    ByteBuffer line = ByteBuffer.wrap((GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    }
  }
}
