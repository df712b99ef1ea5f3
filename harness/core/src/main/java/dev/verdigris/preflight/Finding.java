package dev.verdigris.preflight;

import java.util.Locale;

/**
 * One thing that a preflight found.
 *
 * @param rule which rule
 * @param severity what it means; weaker than the rule's own where the configuration accepts it
 * @param object kind and name, as people read it: {@code materialized view flights.delays}
 * @param owner the role that owns the object; empty where that says nothing
 * @param what what is so, one line
 * @param mend the statement that mends it, or what to do where no statement does
 */
public record Finding(
    Rule rule, Severity severity, String object, String owner, String what, String mend) {

  /** Why it matters. */
  public String why() {
    return rule.why();
  }

  /** One line: object, owner, what is so, and the rule's id. */
  public String text() {
    return object
        + (owner.isEmpty() ? "" : ", owner " + owner)
        + ": "
        + what
        + " ["
        + rule.id()
        + "]";
  }

  /** One line with what it means and what mends it. */
  public String note() {
    return severity.name().toLowerCase(Locale.ROOT)
        + ": "
        + text()
        + (mend.isEmpty() ? "" : "; " + mend);
  }
}
