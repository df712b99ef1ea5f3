package dev.verdigris.cli;

import dev.verdigris.DeploymentListener;
import dev.verdigris.Event;
import dev.verdigris.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells of what happens, line by line, and remembers it for the report. */
final class Progress implements DeploymentListener {
  private final Terminal terminal;
  private final boolean quiet;
  private final Report report;
  private final List<String> statements = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Progress(Terminal terminal, boolean quiet, Report report) {
    this.terminal = terminal;
    this.quiet = quiet;
    this.report = report;
  }

  @Override
  public void on(Event event) {
    if (event instanceof Event.PhaseStarted) {
      statements.clear();
      notes.clear();
    } else if (event instanceof Event.StepDone step) {
      statements.add(step.step().sql());
      tell(event.phase(), step.step().verb() + "  " + firstLine(step.step().sql()));
    } else if (event instanceof Event.Note) {
      notes.add(event.text());
      tell(event.phase(), event.text());
    } else if (event instanceof Event.Pending) {
      tell(event.phase(), event.text());
    } else if (event instanceof Event.PhaseDone done) {
      report.add(new Report.PhaseReport(done.phase(), done.took(), done.text(), statements, notes));
    }
  }

  private void tell(Phase phase, String words) {
    if (!quiet) {
      terminal.tell(String.format(Locale.ROOT, "%-9s  %s", phase.label(), words));
    }
  }

  private static String firstLine(String sql) {
    String stripped = sql.strip();
    int end = stripped.indexOf('\n');
    return end < 0 ? stripped : stripped.substring(0, end) + " …";
  }
}
