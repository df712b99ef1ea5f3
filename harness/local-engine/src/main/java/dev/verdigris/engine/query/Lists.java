package dev.verdigris.engine.query;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lists of a real server, and the engine's own, as rows of tab-separated fields. */
final class Lists {
  private Lists() {}

  /** The rows of a recorded list, without its heading. */
  static List<String[]> rows(String name) {
    return read("lists/" + name + ".tsv").lines().skip(1).map(Lists::fields).toList();
  }

  /** The rows of a list of the engine's own; empty lines and those that begin with # are none. */
  static List<String[]> own(String name) {
    return read(name + ".tsv")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Lists::fields)
        .toList();
  }

  /** A resource of this package as text. */
  static String read(String name) {
    try (InputStream stream = Lists.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("resource missing: " + name);
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return String.join("\n", reader.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] fields(String line) {
    return line.split("\t", -1);
  }
}
