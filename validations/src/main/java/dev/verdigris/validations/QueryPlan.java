package dev.verdigris.validations;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The optimized plan of a query as {@code EXPLAIN OPTIMIZED PLAN AS TEXT} writes it. The server's
 * makers do not promise the form of that text; what is read here is documented: the list {@code
 * Used Indexes:}, the operator {@code CrossJoin}, and {@code ArrangeBy keys=[[]]}, which is a cross
 * join among more than two inputs.
 *
 * @param text the plan
 */
record QueryPlan(String text) {
  private static final Pattern USED =
      Pattern.compile("^ {2}- (?<index>.+?) \\((?<how>.*)\\)\\s*$", Pattern.MULTILINE);
  private static final Pattern CROSS =
      Pattern.compile("^\\s*(?:CrossJoin\\b.*|ArrangeBy keys=\\[\\[\\]\\].*)$", Pattern.MULTILINE);

  /** Whether this is a plan at all. */
  boolean isReadable() {
    return text.startsWith("Explained Query");
  }

  /** Names of the indexes that it uses, each with how: {@code db.schema.index (lookup)}. */
  List<String> indexes() {
    int begin = text.indexOf("\nUsed Indexes:");
    List<String> indexes = new ArrayList<>();
    if (begin >= 0) {
      Matcher matcher = USED.matcher(text.substring(begin));
      while (matcher.find()) {
        indexes.add(matcher.group("index") + " (" + matcher.group("how") + ")");
      }
    }
    return indexes;
  }

  /** Whether it uses an index of this name, in whichever schema. */
  boolean uses(String index) {
    return indexes().stream()
        .map(one -> one.substring(0, one.lastIndexOf(" (")))
        .anyMatch(
            one ->
                one.equals(index)
                    || one.endsWith("." + index)
                    || one.endsWith(".\"" + index + "\""));
  }

  /** The lines that combine every row with every other one. */
  List<String> crossJoins() {
    List<String> lines = new ArrayList<>();
    Matcher matcher = CROSS.matcher(text);
    while (matcher.find()) {
      lines.add(matcher.group().strip());
    }
    return lines;
  }
}
