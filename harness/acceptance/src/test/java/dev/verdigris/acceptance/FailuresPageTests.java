package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/failures.md} has every code that the sources have, with the message as a test asserts
 * it to the letter: what happened, what was left, what to do. {@code
 * -Dverdigris.failures.refresh=true} writes the page anew.
 */
class FailuresPageTests {
  private static final Path ROOT = Path.of("../..");
  private static final Path PAGE = ROOT.resolve("docs/failures.md");
  private static final Pattern CODE = Pattern.compile("ExitCode\\.([A-Z_]+),\\s*(\\d{1,3})\\s*,");
  private static final Pattern MESSAGE =
      Pattern.compile("\"\"\"\\R(\\h*)(VG-\\d{4}) (.*?)\"\"\"", Pattern.DOTALL);

  /** Where the codes of an exit status begin; as {@code Problem} makes them. */
  private static final Map<String, Integer> STATUS =
      Map.of(
          "INTERNAL", 1,
          "CONFIGURATION", 2,
          "GATE_FAILED", 3,
          "NOT_READY", 4,
          "CONFLICT", 5,
          "CONNECTION", 6,
          "FOLLOW_UP", 7,
          "ROLLED_BACK", 8,
          "NOTHING_VALIDATED", 9,
          "INTERRUPTED", 0);

  private static final List<String> MEANING =
      List.of(
          "interrupted (exit status 130)",
          "internal error",
          "usage or configuration",
          "gate failed",
          "not ready in time",
          "conflict",
          "connection or permission",
          "promoted, follow-up unfinished",
          "rolled back after promotion",
          "nothing was validated");

  @Test
  void thePageHasEveryMessage() throws IOException {
    String page = page();
    if (Boolean.getBoolean("verdigris.failures.refresh")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("refresh it with -Dverdigris.failures.refresh=true, see CONTRIBUTING.md")
        .isEqualTo(page);
  }

  @Test
  void messagesAreFoundInSourcesAndTests() throws IOException {
    assertThat(codes()).hasSizeGreaterThan(100).containsKeys("VG-5301", "VG-7101");
    assertThat(messages().get("VG-7101")).contains("promoted, but", "\n  next ");
  }

  private static String page() throws IOException {
    Map<String, String> messages = messages();
    StringBuilder page =
        new StringBuilder(
            """
            # What can fail

            Every message that Verdigris ends with, by its code: what happened, the evidence, the state that was left, what to do next. The first digit
            is the exit status of the command line. The messages are those that tests assert to the letter, with the tests' names in them; `%s` stands for
            what differs. This page is made by a test (see `CONTRIBUTING.md`).
            """
                .replace("            ", ""));
    List<String> untold = new ArrayList<>();
    int status = -1;
    for (Map.Entry<String, String> code : codes().entrySet()) {
      int first = code.getKey().charAt(3) - '0';
      if (first != status) {
        status = first;
        page.append("\n## VG-").append(first).append(": ").append(MEANING.get(first)).append('\n');
      }
      String message = messages.get(code.getKey());
      if (message == null) {
        untold.add("| " + code.getKey() + " | " + code.getValue() + " |");
      } else {
        page.append("\n```\n").append(message).append("\n```\n");
      }
    }
    if (!untold.isEmpty()) {
      page.append("\n## Not asserted to the letter\n")
          .append("Their texts are in these factories.\n\n| code | factory |\n|---|---|\n")
          .append(String.join("\n", untold))
          .append('\n');
    }
    return page.toString();
  }

  /** Codes in the sources, each with the factory that has it. */
  private static Map<String, String> codes() throws IOException {
    Map<String, String> codes = new TreeMap<>();
    for (Path file : sources("main")) {
      Matcher code = CODE.matcher(Files.readString(file));
      while (code.find()) {
        Integer first = STATUS.get(code.group(1));
        String name = String.format("VG-%d%03d", first, Integer.parseInt(code.group(2)));
        codes.merge(name, "`" + factory(file) + "`", (a, b) -> a.equals(b) ? a : a + ", " + b);
      }
    }
    return codes;
  }

  /** Messages in text blocks of tests, by their codes; of several the longest. */
  private static Map<String, String> messages() throws IOException {
    Map<String, String> messages = new TreeMap<>();
    for (Path file : sources("test")) {
      Matcher block = MESSAGE.matcher(Files.readString(file));
      while (block.find()) {
        String text = block.group(2) + " " + block.group(3);
        String message =
            text.replace("\n" + block.group(1), "\n")
                .replace("\\\n", "")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\")
                .stripTrailing();
        messages.merge(block.group(2), message, (a, b) -> a.length() >= b.length() ? a : b);
      }
    }
    return messages;
  }

  private static String factory(Path file) {
    return String.valueOf(file.getFileName()).replace(".java", "");
  }

  private static List<Path> sources(String kind) throws IOException {
    String part = "/src/" + kind + "/java/";
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().replace('\\', '/').contains(part))
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .toList();
    }
  }
}
