package dev.verdigris.plan;

import dev.verdigris.ExitCode;
import dev.verdigris.Nearest;
import dev.verdigris.Problem;
import dev.verdigris.cutover.KeySets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The texts of what is refused about sinks before a swap. */
final class SinkProblems {
  private static final String NOTHING = "nothing was promoted; green stays up";

  private SinkProblems() {}

  /** What a sink has to do with a refusal: one sink and the lines about it. */
  record About(String sink, List<String> lines) {
    String text() {
      return sink + (lines.isEmpty() ? "" : "\n  " + String.join("\n  ", lines));
    }
  }

  static Problem unknown(String name, Collection<String> known) {
    Problem.Builder problem =
        Problem.of(
            ExitCode.CONFIGURATION,
            700,
            "CONFIGURATION",
            "\"sinks\" names \"" + name + "\", and there is no such sink");
    Nearest.to(name, known)
        .ifPresent(near -> problem.detail("nearest", "did you mean " + near + "?"));
    return problem
        .detail("sinks", known.isEmpty() ? "none" : String.join(", ", known))
        .state(NOTHING)
        .next("correct verdigris.yaml: schema.sink, or database.schema.sink in another database")
        .build();
  }

  static Problem columns(List<About> sinks) {
    return Problem.of(
            ExitCode.CONFLICT,
            701,
            "CONFLICT",
            "a sink's columns change otherwise than its consumers were promised")
        .detail("sinks", texts(sinks))
        .state(NOTHING)
        .next(
            "give the model the columns back, or accept it in verdigris.yaml: columns: any beside"
                + " the sink's cutover")
        .build();
  }

  static Problem undecided(List<About> sinks, List<String> yaml) {
    return Problem.of(
            ExitCode.CONFLICT,
            702,
            "CONFLICT",
            "what a sink has sent differs from the new version, and nobody decided about it")
        .detail("sinks", texts(sinks))
        .detail(
            "because",
            "a plain cutover sends nothing: these keys would stay as they are until they change"
                + " next")
        .state(NOTHING)
        .next("write one of the two into verdigris.yaml and run again\n" + String.join("\n", yaml))
        .build();
  }

  static Problem overBudget(List<About> sinks, List<String> yaml) {
    return Problem.of(
            ExitCode.CONFLICT,
            703,
            "CONFLICT",
            "a plain cutover would leave more keys otherwise than verdigris.yaml accepts")
        .detail("sinks", texts(sinks))
        .state(NOTHING)
        .next("reconcile, or raise the budget in verdigris.yaml\n" + String.join("\n", yaml))
        .build();
  }

  static Problem notReconcilable(List<About> sinks) {
    return Problem.of(ExitCode.CONFLICT, 704, "CONFLICT", "a sink cannot be reconciled as decided")
        .detail("sinks", texts(sinks))
        .state(NOTHING)
        .next("decide for cutover: plain with a budget, or make its key provable and kept")
        .build();
  }

  /**
   * Somebody else's schema has the transition's name.
   *
   * @param readers what would be dropped with it
   */
  static Problem transitionTaken(String schema, List<String> readers) {
    Problem.Builder problem =
        Problem.of(
            ExitCode.CONFLICT,
            705,
            "CONFLICT",
            "schema \"" + schema + "\" exists and is not this deployment's transition");
    String name = "choose another name: -Dverdigris.deployment=..., ";
    if (!readers.isEmpty()) {
      problem.detail("readers", PlanProblems.limited(readers));
    }
    return problem
        .state("nothing was changed by this run")
        .next(
            readers.isEmpty()
                ? name + "rename the schema, or drop it"
                : name + "or rename the schema; do not drop it: that would take its readers along")
        .build();
  }

  /**
   * The key sets of sinks, which somebody has to know, could not be read.
   *
   * @param gravest of the reasons
   */
  static Problem notCounted(Uncounted gravest, List<About> sinks) {
    String what = "what a sink reads and what it shall read ";
    return switch (gravest.exitCode()) {
      case NOT_READY ->
          notCounted(
              Problem.of(ExitCode.NOT_READY, 706, "NOT READY", what + "was not compared in time"),
              sinks,
              "run again, or wait longer: timeouts.statement");
      case CONNECTION ->
          notCounted(
              Problem.of(ExitCode.CONNECTION, 706, "PERMISSION", what + "may not be compared"),
              sinks,
              "grant what is missing, then run again");
      default ->
          notCounted(
              Problem.of(ExitCode.CONFLICT, 706, "CONFLICT", what + "cannot be compared"),
              sinks,
              "mend what the server says");
    };
  }

  private static Problem notCounted(Problem.Builder problem, List<About> sinks, String mend) {
    return problem
        .detail("sinks", texts(sinks))
        .state(NOTHING)
        .next(
            mend
                + "; or give up counting:\n"
                + "sinks: {<sink>: {cutover: plain, stale: any, missing: any, extra: any}}")
        .build();
  }

  /** The two lines of YAML that decide about a sink as it is. */
  static List<String> choice(String sink, KeySets keys, boolean reconcilable) {
    String name = sink.matches("[A-Za-z0-9_.]+") ? sink : "'" + sink.replace("'", "''") + "'";
    String plain =
        "sinks: {"
            + name
            + ": {cutover: plain, stale: "
            + keys.stale().keys()
            + ", missing: "
            + keys.missing().keys()
            + ", extra: "
            + keys.extra().keys()
            + "}}";
    return reconcilable ? List.of("sinks: {" + name + ": reconciled}", plain) : List.of(plain);
  }

  private static String texts(List<About> sinks) {
    return sinks.stream().map(About::text).collect(Collectors.joining("\n"));
  }
}
