package dev.verdigris.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the last line of a comment says. A line that looks like a marker is never guessed at. */
public sealed interface MarkerLine {

  /** The keys of a marker. */
  Set<String> KEYS =
      Set.of(
          "deployment",
          "of",
          "blue",
          "by",
          "at",
          "commit",
          "lead",
          "models",
          "built",
          "verdict",
          "tests",
          "base",
          "sinks");

  /** The user's own text: the comment without a marker's line, whether valid or not. */
  String userText();

  /** The marker, if there is a valid one. */
  default Optional<Marker> marker() {
    return Optional.empty();
  }

  /**
   * No marker.
   *
   * @param userText the whole comment
   */
  record None(String userText) implements MarkerLine {}

  /**
   * A valid marker.
   *
   * @param userText what stands before it
   * @param value the marker
   */
  record Valid(String userText, Marker value) implements MarkerLine {
    @Override
    public Optional<Marker> marker() {
      return Optional.of(value);
    }
  }

  /**
   * A line that looks like a marker and cannot be read.
   *
   * @param userText what stands before it
   * @param line the line
   * @param reason why it cannot be read
   */
  record Unreadable(String userText, String line, String reason) implements MarkerLine {
    /** Whether a later Verdigris wrote it, by the number of its version. */
    public boolean isNewer() {
      int space = line.indexOf(' ');
      String version = line.substring(Marker.PREFIX.length(), space < 0 ? line.length() : space);
      return version.matches("[1-9][0-9]{0,8}")
          && Integer.parseInt(version) > Integer.parseInt(Marker.VERSION);
    }
  }

  /** Reads a comment; an empty one has no marker. */
  static MarkerLine of(String comment) {
    String trimmed = comment.stripTrailing();
    int start = trimmed.lastIndexOf('\n') + 1;
    String line = trimmed.substring(start);
    if (!line.startsWith(Marker.PREFIX)) {
      return new None(comment);
    }
    String userText = start == 0 ? "" : trimmed.substring(0, start - 1);
    int space = line.indexOf(' ');
    String version = line.substring(Marker.PREFIX.length(), space < 0 ? line.length() : space);
    if (!version.equals(Marker.VERSION)) {
      return new Unreadable(
          userText, line, "its version is " + version + ", this Verdigris knows " + Marker.VERSION);
    }
    try {
      return new Valid(userText, parse(space < 0 ? "" : line.substring(space + 1)));
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException e) {
      return new Unreadable(userText, line, "it is not what Verdigris writes");
    }
  }

  private static Marker parse(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      if (!KEYS.contains(entry.getKey())) {
        throw new IllegalArgumentException(entry.getKey());
      }
    }
    return new Marker(
        required(json, "deployment"),
        required(json, "of"),
        required(json, "blue"),
        required(json, "by"),
        required(json, "at"),
        optional(json, "commit"),
        json.has("lead") && json.get("lead").getAsBoolean(),
        optional(json, "models"),
        optional(json, "built"),
        optional(json, "verdict"),
        json.has("tests") ? json.get("tests").getAsInt() : 0,
        optional(json, "base"),
        sinks(json));
  }

  private static List<Redirection> sinks(JsonObject json) {
    List<Redirection> sinks = new ArrayList<>();
    if (json.has("sinks")) {
      for (JsonElement sink : json.get("sinks").getAsJsonArray()) {
        JsonArray ids = sink.getAsJsonArray();
        if (ids.size() != 3) {
          throw new IllegalArgumentException("sinks");
        }
        sinks.add(
            new Redirection(
                ids.get(0).getAsString(), ids.get(1).getAsString(), ids.get(2).getAsString()));
      }
    }
    return sinks;
  }

  private static String required(JsonObject json, String key) {
    String value = optional(json, key);
    if (value.isEmpty()) {
      throw new IllegalArgumentException(key);
    }
    return value;
  }

  private static String optional(JsonObject json, String key) {
    JsonElement value = json.get(key);
    return value == null ? "" : value.getAsString();
  }
}
