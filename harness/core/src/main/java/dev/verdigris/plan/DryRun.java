package dev.verdigris.plan;

/** Prints plans instead of executing them. */
public final class DryRun {
  private static final int VERB_WIDTH = 4;

  private DryRun() {}

  /**
   * The plan as text, several lines with a line break behind each:
   *
   * <pre>
   * DRY RUN promote pr_17
   *   swap  ALTER SCHEMA "materialize"."flights" SWAP WITH "flights_pr_17"
   *   Nothing was sent but reads. 1 swap.
   * </pre>
   */
  public static String print(Plan plan) {
    int width =
        plan.steps().stream().mapToInt(step -> step.verb().length()).max().orElse(VERB_WIDTH);
    StringBuilder text = new StringBuilder();
    text.append("DRY RUN ")
        .append(plan.phase().label())
        .append(' ')
        .append(plan.deployment())
        .append('\n');
    String indent = "\n" + " ".repeat(width + 4);
    for (Step step : plan.steps()) {
      String verb = step.verb();
      text.append("  ")
          .append(verb)
          .append(" ".repeat(width - verb.length() + 2))
          .append(step.sql().strip().replace("\n", indent))
          .append('\n');
    }
    for (String note : plan.notes()) {
      text.append("  note: ").append(note).append('\n');
    }
    text.append("  Nothing was sent but reads.");
    if (!plan.isEmpty()) {
      text.append(' ').append(sentence(plan.summary()));
    }
    return text.append('\n').toString();
  }

  private static String sentence(String phrase) {
    return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1) + ".";
  }
}
