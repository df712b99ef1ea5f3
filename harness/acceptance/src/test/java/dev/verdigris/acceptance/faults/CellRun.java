package dev.verdigris.acceptance.faults;

import dev.verdigris.DeploymentRun;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import dev.verdigris.acceptance.Disturbance;
import dev.verdigris.acceptance.Recorder;
import dev.verdigris.acceptance.TestServer;
import dev.verdigris.plan.DeploymentState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs cells on one server: a production of its own each, the leg with the disturbance, the leg
 * again, and then a look at messages, catalog and topics.
 */
final class CellRun {
  private static final String NOT_SENT =
      "the statement was not sent, expected: as in the undisturbed run";

  private final TestServer server;
  private final Path directory;
  private final String role;
  private final Runnable restart;
  private final Map<Leg, List<String>> undisturbed;

  /**
   * For one server.
   *
   * @param directory where projects go
   * @param role an existing role that gets grants
   * @param restart kills the server and starts it again
   * @param undisturbed what an undisturbed run of each leg leaves
   */
  CellRun(
      TestServer server,
      Path directory,
      String role,
      Runnable restart,
      Map<Leg, List<String>> undisturbed) {
    this.server = server;
    this.directory = directory;
    this.role = role;
    this.restart = restart;
    this.undisturbed = undisturbed;
  }

  /**
   * An undisturbed run of a leg.
   *
   * @param steps gets what was sent
   * @param kinds gets the kinds of the plan's steps that were
   * @return what it leaves
   */
  static List<String> undisturbed(
      TestServer server,
      Path directory,
      String role,
      Leg leg,
      List<SentStep> steps,
      Set<Class<?>> kinds)
      throws Exception {
    try (SmallProduction production = SmallProduction.create(server, fresh(directory), role, leg);
        Changes changes = Changes.begin(server, production);
        TestServer.Relayed relayed = server.relayed()) {
      leg.prepare(production);
      StepWatch watch = new StepWatch(leg, production, null, () -> {});
      relayed.relay().disturb(watch, new Disturbance.Lost(false));
      Recorder recorder = new Recorder();
      try (DeploymentRun run = DeploymentRun.open(production.config(Map.of()), relayed, recorder)) {
        leg.run(run, watch::phase);
      }
      recorder.steps().forEach(done -> kinds.add(done.step().getClass()));
      if (changes.end() == 0) {
        throw new AssertionError("nothing was written meanwhile");
      }
      steps.addAll(watch.steps());
      return Dump.of(server, production);
    }
  }

  /**
   * Runs one cell; whatever happens is in the result. Where the statement was not sent, it was an
   * undisturbed run that happened to need one question less: once more.
   */
  CellResult run(Cell cell) {
    CellResult result = once(cell);
    return result.failures().contains(NOT_SENT) ? once(cell) : result;
  }

  private CellResult once(Cell cell) {
    long begin = System.nanoTime();
    Findings findings = new Findings(cell);
    Leg leg = cell.step().leg();
    try (SmallProduction production = SmallProduction.create(server, fresh(directory), role, leg);
        Changes changes = Changes.begin(server, production)) {
      leg.prepare(production);
      disturb(production, changes, findings);
      if (!findings.ended.equals(CellResult.ended(null))) {
        again(production, findings);
      }
      compare(production, findings);
      count(production, changes.end(), findings);
    } catch (Exception | AssertionError e) {
      findings.failures.add("broke off: " + e);
      for (StackTraceElement frame : e.getStackTrace()) {
        if (frame.getClassName().startsWith("dev.verdigris")) {
          findings.failures.add("  at " + frame);
        }
      }
    }
    return findings.result((System.nanoTime() - begin) / 1_000_000);
  }

  private void disturb(SmallProduction production, Changes changes, Findings findings)
      throws IOException, InterruptedException {
    Cell cell = findings.cell;
    DisturbedRun.Ended ended =
        new DisturbedRun(server, production, cell).run(restart, changes::nudge);
    findings.ended = ended.how();
    if (!ended.met()) {
      findings.failures.add(NOT_SENT);
    }
    if (cell.step().session().equals("history")
        && !cell.fault().kills()
        && !ended.told().contains("the history's table cannot be written")) {
      findings.failures.add("nothing was said of the history, expected: a note");
    }
    Problem problem = ended.problem();
    if (problem != null) {
      findings.failures.addAll(
          MessageCheck.of(
              problem, cell, ended.wrote(), production.deployment(), state(production)));
    }
  }

  private DeploymentState state(SmallProduction production) {
    try (DeploymentRun run =
        DeploymentRun.open(production.config(Map.of()), server, new Recorder())) {
      return run.state();
    }
  }

  private void again(SmallProduction production, Findings findings) {
    try (DeploymentRun run =
        DeploymentRun.open(production.config(Map.of()), server, new Recorder())) {
      findings.cell.step().leg().run(run, phase -> {});
      findings.again = CellResult.ended(null);
    } catch (VerdigrisException e) {
      findings.again = CellResult.ended(e.problem());
      findings.failures.add("the run again failed, expected: exit code 0: " + e.getMessage());
    }
  }

  private void compare(SmallProduction production, Findings findings) throws SQLException {
    List<String> expected = undisturbed.getOrDefault(findings.cell.step().leg(), List.of());
    List<String> now = Dump.of(server, production);
    TreeSet<String> missing = new TreeSet<>(expected);
    now.forEach(missing::remove);
    TreeSet<String> extra = new TreeSet<>(now);
    expected.forEach(extra::remove);
    if (expected.isEmpty() || !missing.isEmpty() || !extra.isEmpty()) {
      findings.failures.add(
          "another catalog than after an undisturbed run; missing " + missing + ", extra " + extra);
    }
  }

  private void count(SmallProduction production, int changes, Findings findings)
      throws SQLException {
    List<String> forms = findings.cell.step().leg().forms();
    List<String> relation =
        server
            .asDeployer()
            .query("SELECT id, n, form FROM " + production.schema() + ".latest ORDER BY id")
            .stream()
            .map(row -> String.join(" ", row))
            .toList();
    for (String topic : production.topics()) {
      Records.Kind kind = production.kind(topic);
      boolean equal = kind != Records.Kind.PLAIN;
      Records records =
          Records.read(
              server.kafka(),
              topic,
              changes,
              kind,
              now -> now.lost().isEmpty() && (!equal || now.compacted().equals(relation)));
      findings.lost += records.lost().size();
      findings.repeated += records.repeated().size();
      if (!records.lost().isEmpty() || !records.repeated().isEmpty()) {
        findings.failures.add(
            topic
                + ": lost "
                + records.lost()
                + ", repeated "
                + records.repeated()
                + ", expected: each of "
                + changes
                + " changes once");
      }
      if (!records.forms().equals(forms)) {
        findings.failures.add(topic + ": forms " + records.forms() + ", expected: " + forms);
      }
      if (equal && !records.compacted().equals(relation)) {
        List<String> differ = new ArrayList<>(records.compacted());
        differ.removeAll(relation);
        findings.failures.add(
            topic + ": compacted it is not its relation, " + differ + " are not in that");
      }
    }
  }

  private static Path fresh(Path directory) throws IOException {
    return Files.createTempDirectory(Files.createDirectories(directory), "cell");
  }

  private static final class Findings {
    private final Cell cell;
    private final List<String> failures = new ArrayList<>();
    private String ended = "not run";
    private String again = "no need";
    private int lost;
    private int repeated;

    Findings(Cell cell) {
      this.cell = cell;
    }

    CellResult result(long millis) {
      return new CellResult(cell, ended, again, failures, lost, repeated, millis);
    }
  }
}
