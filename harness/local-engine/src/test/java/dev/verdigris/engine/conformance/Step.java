package dev.verdigris.engine.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One line of a script.
 *
 * @param line the line in the file, the header being line 1
 * @param json the line itself
 */
record Step(int line, JsonObject json) {

  boolean has(String key) {
    return json.has(key);
  }

  String text(String key) {
    return json.get(key).getAsString();
  }

  int number(String key, int absent) {
    return json.has(key) ? json.get(key).getAsInt() : absent;
  }

  boolean flag(String key) {
    return json.has(key) && json.get(key).getAsBoolean();
  }

  String group() {
    return text("group");
  }

  String session() {
    return text("session");
  }

  @Nullable JsonElement expect() {
    return json.get("expect");
  }

  /** Whether the step checks something: only those count. A psql line announces queries only. */
  boolean isCheck() {
    return json.has("expect") && !json.has("psql");
  }

  /** The first words of what it does, for people and to notice that lines have moved. */
  String firstWords() {
    String words;
    if (has("sql")) {
      words = text("sql").replaceAll("\\s+", " ").strip();
    } else if (has("connect")) {
      words = "connect " + session();
    } else if (has("await")) {
      words = "await " + session();
    } else if (has("still_running_s")) {
      words = "still running " + session();
    } else if (has("kafka_topic")) {
      words = "topic " + text("kafka_topic");
    } else if (has("kafka_topic_config")) {
      words = "topic settings " + text("kafka_topic_config");
    } else {
      words = "step";
    }
    return words.length() <= 60 ? words : words.substring(0, 60).strip();
  }
}
