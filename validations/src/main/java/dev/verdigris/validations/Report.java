package dev.verdigris.validations;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form that the messages of all assertions share. */
final class Report {
  /** As many rows as a message shows. */
  static final int SHOWN = 5;

  static final String STATE = "nothing was promoted; green stays up";
  private static final String STATE_WARNED = "a warning, which keeps nothing from being promoted";
  private static final String NEXT = "mend the model and run mvn verify again";

  private final Problem.Builder problem;
  private final Context context;
  private final String state;

  private Report(Problem.Builder problem, Context context, String state) {
    this.problem = problem;
    this.context = context;
    this.state = state;
  }

  /** Of an assertion that does not hold. */
  static Report failed(int number, String summary, Context context) {
    return begin(number, "GATE FAILED", summary, context, STATE);
  }

  /** Of an assertion that could not be decided. */
  static Report undecided(int number, String summary, Context context) {
    return begin(number, "INCONCLUSIVE", summary, context, STATE);
  }

  /** Of an assertion that holds, and of which a person should see something. */
  static Report warned(int number, String summary, Context context) {
    return begin(number, "WARNING", summary, context, STATE_WARNED);
  }

  private static Report begin(
      int number, String kind, String summary, Context context, String state) {
    Problem.Builder problem = Problem.of(ExitCode.GATE_FAILED, number, kind, summary);
    if (context.reason() != null) {
      problem.detail("because", context.reason());
    }
    return new Report(problem, context, state);
  }

  /** Tells what was read, when and where. */
  Report read(String what) {
    return detail("read", what + where());
  }

  /** Tells what was compared with what, when and where. */
  Report compared(Subject green, Subject blue) {
    return detail("compared", blue.label() + "  with  " + green.label() + where());
  }

  private String where() {
    return "  at " + context.at() + ", on cluster " + context.cluster();
  }

  Report detail(String label, String text) {
    problem.detail(label, text);
    return this;
  }

  /** Shows rows, and how many there are beyond those. */
  Report rows(String label, List<String> columns, List<List<@Nullable String>> rows, long total) {
    List<String> lines = new ArrayList<>();
    rows.stream().limit(SHOWN).forEach(row -> lines.add(row(columns, row)));
    if (total > lines.size()) {
      lines.add("and " + (total - lines.size()) + " more");
    }
    return lines.isEmpty() ? this : detail(label, String.join("\n", lines));
  }

  /** A row for people: {@code iata=SEA flights=10}. */
  static String row(List<String> columns, List<@Nullable String> values) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      pairs.add(columns.get(i) + "=" + values.get(i));
    }
    return String.join("  ", pairs);
  }

  /** The whole message, with a query to look further; empty: there is none. */
  String end(String look) {
    return end(look, NEXT);
  }

  String end(String look, String next) {
    if (!context.rules().isEmpty()) {
      detail("rules", String.join("; ", context.rules()));
    }
    if (!look.isEmpty()) {
      detail("look", look.strip());
    }
    String about = String.join(" · ", about());
    if (!about.isEmpty()) {
      detail("about", about);
    }
    return problem.state(state).next(next).build().format();
  }

  private List<String> about() {
    List<String> about = new ArrayList<>();
    if (context.owner() != null) {
      about.add("owner " + context.owner());
    }
    context.tags().forEach(tag -> about.add("#" + tag));
    return about;
  }
}
