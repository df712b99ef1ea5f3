package dev.verdigris.gate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.verdigris.VerdigrisException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.util.function.Function;

/** Writes and reads the files that outlive a run. A reader sees the old one or the new one. */
final class JsonFiles {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private JsonFiles() {}

  static String text(JsonElement json) {
    return GSON.toJson(json);
  }

  /**
   * Writes a file.
   *
   * @param what for people: {@code verdict}
   * @param state what is left where it cannot be written, for people
   * @throws VerdigrisException VG-2304 when that is not possible
   */
  static void write(String what, JsonObject json, Path file, String state) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Path next =
          file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
      Files.writeString(next, text(json) + "\n");
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw GateProblems.notWritten(what, file, state, e).exception(e);
    }
  }

  /**
   * Reads a file.
   *
   * @param what for people: {@code verdict}
   * @throws NoSuchFileException when there is none
   */
  static <T> T read(String what, int schemaVersion, Path file, Function<JsonObject, T> reader)
      throws NoSuchFileException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw GateProblems.unreadable(what, file, String.valueOf(e.getMessage())).exception(e);
    }
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      int version = json.get("schemaVersion").getAsInt();
      if (version != schemaVersion) {
        throw newer(what, file, version, schemaVersion);
      }
      return reader.apply(json);
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException
        | NullPointerException
        | ClassCastException
        | DateTimeException e) {
      throw GateProblems.unreadable(what, file, "it is not a " + what).exception(e);
    }
  }

  private static VerdigrisException newer(String what, Path file, int found, int read) {
    return GateProblems.unreadable(
            what, file, "its schema is version " + found + ", this Verdigris reads version " + read)
        .exception();
  }
}
