package dev.verdigris.engine.conformance;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A recorded file: its name and its steps in order. */
record Script(String name, List<Step> steps) {

  /** All scripts of a directory, by name. */
  static List<Script> all(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .sorted()
          .map(Script::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long a replay waits at least: pauses, and the quiet after each topic that is read. */
  int waitingSeconds() {
    return steps.stream()
        .mapToInt(
            step ->
                step.number("sleep_s", 0)
                    + step.number("still_running_s", 0)
                    + (step.has("kafka_topic") ? Topics.QUIET_SECONDS : 0))
        .sum();
  }

  private static Script read(Path file) {
    Gson gson = new Gson();
    try {
      List<String> lines = Files.readAllLines(file);
      JsonObject header = gson.fromJson(lines.get(0), JsonObject.class);
      List<Step> steps = new ArrayList<>();
      for (int i = 1; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          steps.add(new Step(i + 1, gson.fromJson(lines.get(i), JsonObject.class)));
        }
      }
      return new Script(header.get("script").getAsString(), List.copyOf(steps));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
