package dev.verdigris.testkit;

import dev.verdigris.catalog.Identifiers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The script that makes the role that deploys, {@code docs/least-privilege.sql} or a copy of it, as
 * {@code psql} would read it.
 *
 * @param script the file
 */
public record LeastPrivilege(Path script) {
  /** A variable of psql's that stands for a name. */
  private static final Pattern VARIABLE = Pattern.compile(":\"(\\w+)\"");

  /**
   * The script's statements with these names, in their order; those that need another variable are
   * left out.
   *
   * @param variables the script's variables with the names that they stand for
   */
  public List<String> statements(Map<String, String> variables) {
    return Arrays.stream(text().replaceAll("(?m)^--.*\n", "").split(";", -1))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .filter(statement -> names(statement).allMatch(variables::containsKey))
        .map(statement -> with(variables, statement))
        .toList();
  }

  private String text() {
    try {
      return Files.readString(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> names(String statement) {
    return VARIABLE.matcher(statement).results().map(match -> match.group(1));
  }

  private static String with(Map<String, String> variables, String statement) {
    return VARIABLE
        .matcher(statement)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    Identifiers.quote(variables.getOrDefault(match.group(1), ""))));
  }
}
