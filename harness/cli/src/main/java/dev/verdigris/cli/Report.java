package dev.verdigris.cli;

import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.Standing;
import dev.verdigris.gate.RunState;
import dev.verdigris.history.PastPhase;
import dev.verdigris.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command came to, collected while it runs and rendered at its end. */
final class Report {
  private final String command;
  private final List<PhaseReport> phases = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<Plan> plans = new ArrayList<>();
  private @Nullable Opened opened;
  private @Nullable Standing standing;
  private @Nullable RunState lastRun;
  private @Nullable List<PastPhase> history;
  private @Nullable Problem problem;
  private boolean dryRun;

  Report(String command) {
    this.command = command;
  }

  /**
   * What the command is about.
   *
   * @param deployment the deployment's name
   * @param server what the server is
   * @param options the options that bring another command to the same deployment
   * @param properties the properties that bring a build to it
   */
  record Opened(String deployment, String server, String options, String properties) {}

  /**
   * A phase that ran to its end.
   *
   * @param phase the phase
   * @param took how long it took
   * @param text what was done
   * @param statements the statements that were sent and changed something
   * @param notes what a reader should know
   */
  record PhaseReport(
      Phase phase, Duration took, String text, List<String> statements, List<String> notes) {
    PhaseReport {
      statements = List.copyOf(statements);
      notes = List.copyOf(notes);
    }
  }

  String command() {
    return command;
  }

  Optional<Opened> opened() {
    return Optional.ofNullable(opened);
  }

  void opened(Opened about) {
    opened = about;
  }

  List<PhaseReport> phases() {
    return List.copyOf(phases);
  }

  void add(PhaseReport phase) {
    phases.add(phase);
  }

  /** Whether the last phase that ran to its end is this one, and sent something. */
  boolean sentSomething(Phase phase) {
    return !phases.isEmpty() && last().phase() == phase && !last().statements().isEmpty();
  }

  /** Something to know beside what the last phase did; behind its notes, too. */
  void remark(String text) {
    remarks.add(text);
    List<String> notes = new ArrayList<>(last().notes());
    notes.add(text);
    phases.set(
        phases.size() - 1,
        new PhaseReport(last().phase(), last().took(), last().text(), last().statements(), notes));
  }

  private PhaseReport last() {
    return phases.get(phases.size() - 1);
  }

  /** What people should know at the end, in order. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** The plans of a dry run, in order. */
  List<Plan> plans() {
    return List.copyOf(plans);
  }

  void planned(List<Plan> others) {
    dryRun = true;
    plans.addAll(others);
  }

  boolean dryRun() {
    return dryRun;
  }

  Optional<Standing> standing() {
    return Optional.ofNullable(standing);
  }

  void standing(Standing left) {
    standing = left;
  }

  Optional<RunState> lastRun() {
    return Optional.ofNullable(lastRun);
  }

  void lastRun(RunState run) {
    lastRun = run;
  }

  /** What was done before, newest first; empty where that was not asked for. */
  Optional<List<PastPhase>> history() {
    return Optional.ofNullable(history);
  }

  void history(List<PastPhase> past) {
    history = List.copyOf(past);
  }

  Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }

  void failed(Problem failure) {
    problem = failure;
  }

  ExitCode exit() {
    return problem().map(Problem::exitCode).orElse(ExitCode.DONE);
  }
}
