package dev.verdigris.engine.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list of steps that the engine does not meet yet. It is exact: a step that is on it and is
 * answered fails the build, and so does one that is not on it and is not answered.
 *
 * <p>One line a step, fields apart by tabs: topic, line of the step in its file, group, category,
 * first words, reason. Reasons are for people; the other fields are compared.
 */
final class UnmetList {

  private static final String HEADER = "topic\tstep\tgroup\tcategory\twords\treason";

  /** One line of the list. */
  record Entry(
      String topic, int line, String group, Category category, String words, String reason) {

    static Entry of(Outcome outcome, Category category) {
      return new Entry(
          outcome.script().name(),
          outcome.step().line(),
          outcome.step().group(),
          category,
          outcome.step().firstWords(),
          outcome.reason());
    }

    String text() {
      return String.join(
          "\t", topic, Integer.toString(line), group, category.word(), words, brief(reason));
    }

    private static String brief(String reason) {
      String line = reason.replaceAll("\\s+", " ").replaceAll("127\\.0\\.0\\.1:[0-9]+", "BROKER");
      return line.length() <= 200 ? line : line.substring(0, 200).strip() + "…";
    }
  }

  private final Map<String, Entry> entries = new HashMap<>();

  private UnmetList(List<Entry> entries) {
    entries.forEach(entry -> this.entries.put(key(entry.topic(), entry.line()), entry));
  }

  static UnmetList read(Path file) {
    List<Entry> entries = new ArrayList<>();
    try {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
          String[] parts = line.split("\t", -1);
          entries.add(
              new Entry(
                  parts[0],
                  Integer.parseInt(parts[1]),
                  parts[2],
                  Category.of(parts[3]),
                  parts[4],
                  parts[5]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new UnmetList(entries);
  }

  /**
   * Writes the list anew.
   *
   * @param others lines to keep, of topics that were not replayed
   */
  static void write(Path file, List<Entry> others, List<Outcome> outcomes) {
    List<Entry> entries = new ArrayList<>(others);
    for (Outcome outcome : outcomes) {
      Category category = outcome.category();
      if (category != null) {
        entries.add(Entry.of(outcome, category));
      }
    }
    entries.sort(Comparator.comparing(Entry::topic).thenComparingInt(Entry::line));
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    entries.forEach(entry -> lines.add(entry.text()));
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the lines of topics that were not replayed. */
  List<Entry> others(List<String> topics) {
    return entries.values().stream().filter(entry -> !topics.contains(entry.topic())).toList();
  }

  /** The lines of a topic, in order. */
  List<Entry> of(String topic) {
    return entries.values().stream()
        .filter(entry -> entry.topic().equals(topic))
        .sorted(Comparator.comparingInt(Entry::line))
        .toList();
  }

  boolean lists(Script script, Step step) {
    return entries.containsKey(key(script.name(), step.line()));
  }

  /** What is wrong with the outcome or with the list, or empty. */
  Optional<String> violation(Outcome outcome) {
    Entry entry = entries.get(key(outcome.script().name(), outcome.step().line()));
    Category category = outcome.category();
    if (category == null) {
      return entry == null
          ? Optional.empty()
          : Optional.of("it is answered as recorded: take it off the list (" + entry.text() + ")");
    }
    Entry now = Entry.of(outcome, category);
    if (entry == null) {
      return Optional.of(category.word() + ", and not on the list: " + outcome.reason());
    }
    if (entry.category() != category) {
      return Optional.of(
          "listed as "
              + entry.category().word()
              + ", but it is "
              + category.word()
              + ": "
              + outcome.reason());
    }
    if (!entry.words().equals(now.words()) || !entry.group().equals(now.group())) {
      return Optional.of("the list has another step here: " + entry.text());
    }
    return Optional.empty();
  }

  /** Lines that name no step that checks something. */
  List<Entry> strays(List<Outcome> outcomes) {
    Map<String, Entry> left = new HashMap<>(entries);
    outcomes.forEach(outcome -> left.remove(key(outcome.script().name(), outcome.step().line())));
    List<String> topics = outcomes.stream().map(outcome -> outcome.script().name()).toList();
    return left.values().stream().filter(entry -> topics.contains(entry.topic())).toList();
  }

  private static String key(String topic, int line) {
    return topic + ":" + line;
  }
}
