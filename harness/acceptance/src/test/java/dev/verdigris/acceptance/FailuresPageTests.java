package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * {@code docs/failures.md} has every code that the sources can make, with the message as a test
 * asserts it to the letter: what happened, what was left, what to do. {@code
 * -Dverdigris.failures.refresh=true} writes the page anew.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FailuresPageTests {
  private static final Path PAGE = Path.of("../../docs/failures.md");

  /**
   * The first digit of codes, in the order of the page; 0 is 130, which has no digit of its own.
   */
  private static final List<Status> STATUSES =
      List.of(
          new Status(
              '1', 1, "internal error", "a defect: run again, then `verdigris status`; report it"),
          new Status(
              '2', 2, "usage or configuration", "correct what is named; nothing was changed"),
          new Status(
              '3', 3, "gate failed", "read which validation failed; production is as it was"),
          new Status('4', 4, "not ready in time", "see what is pending, then run the same again"),
          new Status(
              '5', 5, "conflict", "see who changed what, then run again or choose another name"),
          new Status('6', 6, "connection or permission", "restore it, then run the same again"),
          new Status(
              '7',
              7,
              "promoted, follow-up unfinished",
              "production is the new version: run the same again, it finishes"),
          new Status(
              '8', 8, "rolled back after promotion", "production is the old version: mend, deploy"),
          new Status(
              '9', 9, "nothing was validated", "run all validations; production is as it was"),
          new Status('0', 130, "interrupted", "run the same again: it goes on"));

  private record Status(char digit, int exit, String meaning, String first) {
    String title() {
      return "Exit status " + exit + ": " + meaning;
    }

    /** As the places that show Markdown name a heading. */
    String anchor() {
      return title()
          .toLowerCase(java.util.Locale.ROOT)
          .replaceAll("[^a-z0-9 -]", "")
          .replace(' ', '-');
    }
  }

  private final SortedMap<String, SortedSet<String>> codes;
  private final SortedMap<String, AssertedMessages.Asserted> messages;

  /** All sources are parsed for them, once. */
  FailuresPageTests() throws IOException {
    codes = ProblemCodes.all();
    messages = AssertedMessages.all();
  }

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
  void everyCodeIsAssertedToTheLetterWithStateAndNextStep() {
    SortedMap<String, SortedSet<String>> untold = new TreeMap<>(codes);
    untold.keySet().removeAll(messages.keySet());
    assertThat(untold)
        .as("codes without a test that has their whole message, with their factories")
        .isEmpty();
  }

  @Test
  void everyMessageIsOfATestThatBroughtItAbout() {
    assertThat(messages)
        .as("messages that only a test of their factory has")
        .allSatisfy((code, told) -> assertThat(told.provoked()).as(code).isTrue());
  }

  @Test
  void everyMessageIsOneThatTheSourcesCanMake() {
    SortedSet<String> gone = new TreeSet<>(messages.keySet());
    gone.removeAll(codes.keySet());
    assertThat(gone).as("codes that only tests have").isEmpty();
  }

  @Test
  void codesOfEveryFormAreFound() {
    assertThat(codes)
        .hasSizeGreaterThan(200)
        .as("written as it is")
        .containsKey("VG-5301")
        .as("by a helper")
        .containsKeys("VG-2100", "VG-2600", "VG-2850")
        .as("by a helper's helper in another class")
        .containsKey("VG-3111")
        .as("by an enum")
        .containsKeys("VG-3801", "VG-3827")
        .as("by a condition")
        .containsKeys("VG-7701", "VG-4702", "VG-1621", "VG-0621");
  }

  @Test
  void aCodeIsOneFactorysOnly() {
    Map<String, SortedSet<String>> shared = new TreeMap<>(codes);
    shared
        .values()
        .removeIf(
            places ->
                places.stream()
                        .map(place -> place.substring(0, place.indexOf('.')))
                        .distinct()
                        .count()
                    == 1);
    assertThat(shared.keySet())
        .as("a name of a deployment that is none is told with its place, where it has one")
        .containsExactly("VG-2001");
  }

  private String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # What can fail

            Every message that Verdigris ends with: what happened, the evidence, the state that was left, what to do next. A code is `VG-` and four digits; the
            first is the exit status of the command line (0: 130). Look the code up here, or begin with the exit status:

            | exit status | codes | it means | first |
            |---|---|---|---|
            """);
    for (Status status : STATUSES) {
      page.append(
          "| %d | [VG-%sxxx](#%s) | %s | %s |\n"
              .formatted(
                  status.exit(),
                  status.digit(),
                  status.anchor(),
                  status.meaning(),
                  status.first()));
    }
    page.append(
        """

        In doubt `verdigris status` tells where a deployment stands and the command that goes on; it only reads.
        The messages are those that tests provoke and assert to the letter, with the tests' names in them; `<…>` stands for what differs.
        This page is made by a test (see `CONTRIBUTING.md`), which fails where a code has no message here.
        """);
    for (Status status : STATUSES) {
      page.append("\n## ").append(status.title()).append('\n');
      for (String code : codes.keySet()) {
        AssertedMessages.Asserted told = messages.get(code);
        if (code.charAt(3) == status.digit() && told != null) {
          page.append("\n```\n").append(told.text()).append("\n```\n");
        }
      }
    }
    return page.toString();
  }
}
