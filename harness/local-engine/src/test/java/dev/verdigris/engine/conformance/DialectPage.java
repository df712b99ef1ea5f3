package dev.verdigris.engine.conformance;

import dev.verdigris.engine.conformance.DialectTable.Row;
import dev.verdigris.engine.conformance.DialectTable.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code docs/dialect.md}, made of the dialect's table, the recordings and the list of the unmet.
 */
final class DialectPage {
  static final Path FILE = Path.of("..", "..", "docs", "dialect.md");

  private DialectPage() {}

  static void write() {
    try {
      Files.writeString(FILE, text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text() {
    List<String> lines = new ArrayList<>();
    lines.add("# The dialect of the local engine");
    lines.add("");
    lines.add(
        "<!-- Made by DialectPage of harness/local-engine from src/test/resources/conformance; see"
            + " the end. -->");
    lines.add("");
    lines.add(
        "The local engine answers as a recorded Materialize v26.28.0-dev.0 does, or refuses with"
            + " SQLSTATE `0A000` and a message that begins with `local engine: `. *Recorded*: a"
            + " real server gave this answer, and the build replays it. *Documented, not verified*:"
            + " known from Materialize's documentation and sources; the build runs the example, but"
            + " nobody has compared it with a server. *Refused*: the build checks that it is.");
    features(lines);
    replay(lines);
    lines.add("");
    lines.add(
        "This page is made by the build's tests and compared with what they make: after a change of"
            + " the table (`dialect.tsv`) or of the list (`unmet.tsv`) run `DialectTests` with"
            + " `-Dverdigris.dialect.refresh=true`. A refresh of the list makes the page anew as"
            + " well.");
    lines.add("");
    return String.join("\n", lines);
  }

  private static void features(List<String> lines) {
    Map<String, Map<String, List<Row>>> sections = new LinkedHashMap<>();
    for (Row row : DialectTable.read()) {
      sections
          .computeIfAbsent(row.section(), s -> new LinkedHashMap<>())
          .computeIfAbsent(row.feature(), f -> new ArrayList<>())
          .add(row);
    }
    sections.forEach(
        (section, features) -> {
          lines.add("");
          lines.add("## " + section);
          lines.add("");
          lines.add("| feature | status | examples |");
          lines.add("|---|---|---|");
          features.forEach(
              (feature, rows) ->
                  lines.add(
                      "| " + cell(feature) + " | " + status(rows) + " | " + examples(rows) + " |"));
        });
  }

  private static String status(List<Row> rows) {
    Set<String> words = new LinkedHashSet<>();
    rows.forEach(row -> words.add(row.status().words()));
    return String.join(", ", words);
  }

  private static String examples(List<Row> rows) {
    List<String> parts = new ArrayList<>();
    for (Row row : rows) {
      String answer = row.status() == Status.DOCUMENTED ? " → " + code(row.answer()) : "";
      parts.add(code(row.example()) + answer);
    }
    return String.join("<br>", parts);
  }

  private static void replay(List<String> lines) {
    List<Script> scripts = Script.all(ConformanceTests.DIRECTORY);
    UnmetList unmet = UnmetList.read(ConformanceTests.LIST);
    lines.add("");
    lines.add("## The replay");
    lines.add("");
    lines.add(
        "Steps of the recordings that check something, by topic; `mvn verify` replays them all and"
            + " fails if this is not exact.");
    lines.add("");
    lines.add("| topic | steps | answered | | refused | blocked | differs |");
    lines.add("|---|--:|--:|--:|--:|--:|--:|");
    int[] sum = new int[4];
    for (Script script : scripts) {
      int[] counts = counts(script, unmet);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += counts[i];
      }
      lines.add(
          String.format(
              "| %s | %d | %d | %.1f %% | %d | %d | %d |",
              script.name(),
              counts[0],
              answered(counts),
              100.0 * answered(counts) / counts[0],
              counts[1],
              counts[2],
              counts[3]));
    }
    lines.add("");
    lines.add("```");
    lines.add(
        String.format(
            "CONFORMANCE steps=%d answered=%d refused=%d blocked=%d differs=%d",
            sum[0], answered(sum), sum[1], sum[2], sum[3]));
    lines.add("```");
    lines.add("");
    lines.add("What is not answered, and why:");
    lines.add("");
    lines.add("| topic | line | statement | |");
    lines.add("|---|--:|---|---|");
    for (Script script : scripts) {
      for (UnmetList.Entry entry : unmet.of(script.name())) {
        lines.add(
            "| "
                + entry.topic()
                + " | "
                + entry.line()
                + " | "
                + code(entry.words())
                + " | "
                + entry.category().word()
                + ": "
                + cell(entry.reason().replace("local engine: ", ""))
                + " |");
      }
    }
  }

  /** Steps, then those of each category. */
  private static int[] counts(Script script, UnmetList unmet) {
    int[] counts = new int[4];
    counts[0] = (int) script.steps().stream().filter(Step::isCheck).count();
    for (UnmetList.Entry entry : unmet.of(script.name())) {
      switch (entry.category()) {
        case REFUSED -> counts[1]++;
        case BLOCKED -> counts[2]++;
        case DIFFERS -> counts[3]++;
      }
    }
    return counts;
  }

  private static int answered(int[] counts) {
    return counts[0] - counts[1] - counts[2] - counts[3];
  }

  private static String code(String text) {
    String inner = text.replace("|", "\\|");
    return inner.contains("`") ? "`` " + inner + " ``" : "`" + inner + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("*", "\\*")
        .replaceAll("\\p{Cntrl}", " ");
  }
}
