package dev.verdigris.validations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Differences that are as they should be, in a file under version control. It shrinks by itself:
 * where the assertion holds, what differs no more is taken out, so that it is not accepted when it
 * comes back. An assertion that fails leaves the file as it is, and so does a build server: nobody
 * would commit there what it writes.
 */
final class AcceptedDifferences {
  /** The system property that says what becomes of the file. */
  static final String PROPERTY = "verdigris.acceptedDifferences";

  /** The environment variable that says the same where the property is not set. */
  static final String VARIABLE = "VERDIGRIS_ACCEPTED_DIFFERENCES";

  /** What build servers set. */
  private static final String BUILD_SERVER = "CI";

  /** More than this is no list that anybody reads. */
  static final int MOST = 10_000;

  private static final String KIND = "difference";

  private final Path file;
  private final Mode mode;

  private AcceptedDifferences(Path file, Mode mode) {
    this.file = file;
    this.mode = mode;
  }

  /** What becomes of the file. */
  enum Mode {
    /** What differs no more is taken out where the assertion holds. */
    SHRINK,
    /** It stays as it is. */
    KEEP,
    /** Everything that differs now is written. */
    ACCEPT
  }

  /**
   * One difference.
   *
   * @param kind {@code changed}, {@code only blue} or {@code only green}
   * @param key the values of the key as text
   */
  record Entry(String kind, List<@Nullable String> key) {
    Entry {
      if (!List.of("changed", "only blue", "only green").contains(kind)) {
        throw new IllegalArgumentException(
            "\"" + kind + "\" is no difference: changed, only blue or only green");
      }
    }
  }

  static AcceptedDifferences in(Path file) {
    return in(file, mode(System.getProperty(PROPERTY), System.getenv()));
  }

  /** Which mode was asked for: by the property, by the variable, or by being on a build server. */
  static String mode(@Nullable String property, Map<String, String> environment) {
    if (property != null) {
      return property;
    }
    String server = environment.getOrDefault(BUILD_SERVER, "");
    boolean built = !server.isEmpty() && !server.equalsIgnoreCase("false");
    return environment.getOrDefault(VARIABLE, built ? "keep" : "shrink");
  }

  static AcceptedDifferences in(Path file, String mode) {
    for (Mode known : Mode.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(mode)) {
        return new AcceptedDifferences(file, known);
      }
    }
    throw new IllegalArgumentException(PROPERTY + " is shrink, keep or accept, not " + mode);
  }

  Mode mode() {
    return mode;
  }

  Path file() {
    return file;
  }

  /**
   * What the file lists.
   *
   * @throws IllegalArgumentException when it is not there or of another key
   */
  Set<Entry> entries(List<String> key) {
    if (mode == Mode.ACCEPT) {
      return Set.of();
    }
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "accepting: "
              + file
              + " is not there; run once with -D"
              + PROPERTY
              + "=accept to write what differs now");
    }
    try {
      List<List<@Nullable String>> records = Csv.read(Files.readString(file));
      List<String> header = new ArrayList<>(List.of(KIND));
      header.addAll(key);
      if (records.isEmpty() || !records.get(0).equals(header)) {
        throw new IllegalArgumentException(
            "accepting: the first line of " + file + " has to be " + String.join(",", header));
      }
      Set<Entry> entries = new LinkedHashSet<>();
      for (List<@Nullable String> record : records.subList(1, records.size())) {
        if (record.size() != header.size()) {
          throw new IllegalArgumentException(
              "accepting: " + file + " has a line that is none: " + Csv.line(record));
        }
        entries.add(new Entry(String.valueOf(record.get(0)), record.subList(1, record.size())));
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException("accepting: " + file + " cannot be read", e);
    }
  }

  /** Writes what is to be accepted from here on; comments at the head of the file stay. */
  void write(List<String> key, Set<Entry> entries) {
    List<String> lines = new ArrayList<>();
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          if (!line.startsWith("#")) {
            break;
          }
          lines.add(line);
        }
      }
      List<@Nullable String> header = new ArrayList<>(List.of(KIND));
      header.addAll(key);
      lines.add(Csv.line(header));
      for (Entry entry : entries) {
        List<@Nullable String> fields = new ArrayList<>(List.of(entry.kind()));
        fields.addAll(entry.key());
        lines.add(Csv.line(fields));
      }
      Path whole = file.resolveSibling(file.getFileName() + ".part");
      Files.write(whole, lines);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("accepting: " + file + " cannot be written", e);
    }
  }
}
