package dev.verdigris.gate;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads waivers from text. */
final class Waivers {
  private static final Pattern SENTENCE =
      Pattern.compile(
          "(?<test>.+?) +until +(?<until>\\S+) +by +(?<owner>[^:]+?) *: *(?<reason>.+)");

  private Waivers() {}

  static NamedWaiver parse(String text) {
    Matcher matcher = SENTENCE.matcher(text.strip());
    if (!matcher.matches()) {
      throw GateProblems.noWaiver(text, "<test> until <date> by <owner>: <reason>").exception();
    }
    return new NamedWaiver(
        matcher.group("test"),
        Waiver.of(matcher.group("owner"), matcher.group("reason"), matcher.group("until")));
  }

  static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw GateProblems.noDay(text).exception(e);
    }
  }
}
