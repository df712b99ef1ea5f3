package dev.verdigris.validations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What each assertion of {@link RelationCase} says of {@code bad}, word for word, in the file
 * {@code relation-failures.txt}: behind a line {@code == name} stands the message.
 */
final class RelationFailures {
  private static final Map<String, String> MESSAGES = read();

  private RelationFailures() {}

  /** The message of a case; {@code flights} stands for the name that the run gives. */
  static String of(String name) {
    return MESSAGES.getOrDefault(name, "no message is written down for " + name);
  }

  private static Map<String, String> read() {
    try (InputStream file =
        Objects.requireNonNull(
            RelationFailures.class.getResourceAsStream("/relation-failures.txt"))) {
      Map<String, String> messages = new HashMap<>();
      for (String part :
          new String(file.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^== ", -1)) {
        int end = part.indexOf('\n');
        if (end < 0) {
          continue; // Before the first.
        }
        messages.put(part.substring(0, end), part.substring(end + 1).stripTrailing());
      }
      return messages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
