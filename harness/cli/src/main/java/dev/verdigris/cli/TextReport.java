package dev.verdigris.cli;

import dev.verdigris.NextSteps;
import dev.verdigris.Problem;
import dev.verdigris.Standing;
import dev.verdigris.gate.RunState;
import dev.verdigris.history.PastPhase;
import dev.verdigris.plan.DryRun;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Renders a report for people. */
final class TextReport {
  private static final int LABEL = 11;
  private static final int COMMIT = 12;

  private TextReport() {}

  /** What goes to the standard output; empty where the command came to nothing. */
  static String render(Report report) {
    StringBuilder text = new StringBuilder();
    boolean asked = report.command().equals(StatusCommand.NAME);
    if (asked) {
      report
          .opened()
          .ifPresent(
              about -> {
                line(text, "deployment", about.deployment());
                line(text, "server", about.server());
              });
    }
    report.plans().forEach(plan -> text.append(DryRun.print(plan)));
    for (Report.PhaseReport phase : report.phases()) {
      line(
          text,
          phase.phase().label(),
          String.format(Locale.ROOT, "%.1f s  %s", phase.took().toMillis() / 1000.0, phase.text()));
    }
    report.remarks().forEach(remark -> line(text, "note", remark));
    report.history().ifPresent(past -> history(text, past));
    if (report.problem().isEmpty() && report.plans().isEmpty() && report.history().isEmpty()) {
      report.standing().ifPresent(standing -> standing(text, standing, report, asked));
    }
    return text.toString();
  }

  private static void history(StringBuilder text, List<PastPhase> past) {
    if (past.isEmpty()) {
      line(text, "history", "nothing is written down yet");
    }
    for (PastPhase phase : past) {
      text.append(phase.at())
          .append("  ")
          .append(phase.deployment())
          .append("  ")
          .append(phase.phase())
          .append(phase.ended() ? "  exit " + phase.exitCode() : "  begun, its end is not told")
          .append(phase.by().isEmpty() ? "" : "  by " + phase.by())
          .append(phase.commit().isEmpty() ? "" : "  commit " + shortened(phase.commit()))
          .append(phase.tests() == 0 ? "" : "  tests " + phase.tests())
          .append('\n');
      for (String line : lines(phase)) {
        text.append("  ").append(line).append('\n');
      }
    }
  }

  private static String shortened(String commit) {
    return commit.substring(0, Math.min(COMMIT, commit.length()));
  }

  private static List<String> lines(PastPhase phase) {
    String what = phase.code().isEmpty() ? phase.text() : phase.code() + "  " + phase.text();
    return Stream.concat(Stream.of(what, phase.state()), phase.keys().stream())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static void standing(
      StringBuilder text, Standing standing, Report report, boolean asked) {
    line(text, "state", standing.state().kind().label() + ": " + standing.state().reason());
    if (!standing.state().pendingSinks().isEmpty()) {
      line(text, "sinks", String.join("\n", standing.state().pendingSinks()));
    }
    if (asked) {
      report
          .lastRun()
          .filter(RunState::cutShort)
          .ifPresent(run -> line(text, "last run", run.describe(standing.state())));
    }
    line(text, "left", standing.next().left());
    List<NextSteps.Command> commands = standing.next().commands();
    List<String> lines = commands.stream().map(one -> CommandLines.of(one, report)).toList();
    int width = lines.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < commands.size(); i++) {
      line(
          text,
          i == 0 ? "next" : "",
          String.format("%-" + width + "s  %s", lines.get(i), commands.get(i).purpose()));
    }
  }

  /** What goes to the standard error: the problem, its first word coloured. */
  static String problem(Problem problem, boolean color) {
    String text = problem.format();
    return color
        ? "\u001B[31m" + problem.code() + "\u001B[0m" + text.substring(problem.code().length())
        : text;
  }

  private static void line(StringBuilder text, String label, String words) {
    text.append(String.format("%-" + LABEL + "s", label))
        .append(words.replace("\n", "\n" + " ".repeat(LABEL)))
        .append('\n');
  }
}
