package dev.verdigris.acceptance.rows;

import static dev.verdigris.acceptance.rows.Row.deploy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rows in which the process, or the server behind it, does not stay as it is. */
final class DisturbedRows {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private DisturbedRows() {}

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    ended(rows);
    signalled(rows);
    changed(rows);
    promotionFails(rows);
    return rows;
  }

  private static void ended(List<Row> rows) {
    rows.add(deploy("System.exit in a test").at("test").does("exit").says("BUILD FAILURE"));
    rows.add(deploy("halt in a test").at("test").does("halt").says("BUILD FAILURE"));
    rows.add(deploy("the fork is killed").at("test").does("kill").says("BUILD FAILURE"));
    rows.add(deploy("out of memory in a test").at("test").does("memory").says("BUILD FAILURE"));
    rows.add(
        deploy("the fork is over time", "-Dfailsafe.timeout=15")
            .at("test")
            .does("hang")
            .says("BUILD FAILURE"));
  }

  private static void signalled(List<Row> rows) {
    for (String signal : heedsInt() ? List.of("TERM", "INT") : List.of("TERM")) {
      rows.add(
          deploy("SIG" + signal + " before the swap")
              .at("phase between")
              .does("hang")
              .during((project, maven) -> signal(project, maven, signal))
              .after(project -> stateSays(project, "INTERRUPTED", "NOT_BEGUN")));
      rows.add(
          deploy("SIG" + signal + " after the swap")
              .at("phase after")
              .does("hang")
              .promotes()
              .during((project, maven) -> signal(project, maven, signal))
              .after(project -> stateSays(project, "INTERRUPTED", "PROMOTED")));
    }
  }

  /**
   * Whether SIGINT reaches this process, and so the Maven that it starts: a shell lets what it runs
   * in the background ignore that signal. Then there are no rows about it.
   */
  private static boolean heedsInt() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("SigIgn:"))
          .noneMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0);
    } catch (IOException e) {
      return true;
    }
  }

  private static void promotionFails(List<Row> rows) {
    rows.add(
        deploy("promote throws before the swap")
            .before(project -> faults(project, "ALTER SCHEMA").always().fail("XX000", "on purpose"))
            .says("promote", "on purpose", "state"));
    rows.add(
        deploy("others change the catalog at every swap", "-Dverdigris.promote.retries=2")
            .before(project -> faults(project, "COMMIT").always().afterForeignDdl())
            .says("CONFLICT"));
    rows.add(
        deploy(
                "a flaky promotion is run again",
                "-Dverdigris.promote.retries=0",
                "-Dfailsafe.rerunFailingTestsCount=2")
            .before(project -> faults(project, "COMMIT").afterForeignDdl())
            .says("CONFLICT", "the first verdict of this session stands"));
    rows.add(
        deploy("the connection is lost before the COMMIT")
            .before(project -> faults(project, "COMMIT").always().dropBefore())
            .says("state"));
    rows.add(
        deploy("the connection is lost behind the COMMIT")
            .before(project -> faults(project, "COMMIT").dropAfter())
            .promotes()
            .green());
    rows.add(
        deploy(
                "a sink's cutover hangs after the swap",
                "-Dverdigris.timeouts.sinkCutover=2s",
                "-Dverdigris.sinks=raw.totals: plain stale=any")
            .before(DisturbedRows::withStandingSink)
            .promotes()
            .says("VG-7"));
    rows.add(
        deploy("SIGTERM during the swap")
            .before(project -> faults(project, "COMMIT").slow(Duration.ofSeconds(8)))
            .allOrNothing()
            .during(
                (project, maven) -> {
                  await()
                      .atMost(PATIENCE)
                      .until(() -> promoteHasBegun(project) || !maven.isAlive());
                  signal(maven, "TERM");
                })
            .after(
                project ->
                    assertThat(project.read("target/verdigris-state/next.json"))
                        .contains("INTERRUPTED")));
  }

  /** What happens to statements of this row's swap. */
  private static Faults.Statements faults(RowProject project, String statement) {
    return project.engine().faults().statements(statement + ".*" + project.name() + "\\b.*");
  }

  private static boolean promoteHasBegun(RowProject project) {
    String state = "target/verdigris-state/next.json";
    return project.has(state) && project.read(state).contains("\"BEGUN\"");
  }

  private static void withStandingSink(RowProject project) throws SQLException {
    String name = project.name();
    project.execute(
        "CREATE CONNECTION "
            + name
            + ".raw.kafka TO KAFKA (BROKER '"
            + project.engine().kafkaAddress()
            + "', SECURITY PROTOCOL PLAINTEXT)",
        "CREATE CLUSTER sinks_" + name + " (SIZE = '25cc')",
        "CREATE SINK "
            + name
            + ".raw.totals IN CLUSTER sinks_"
            + name
            + " FROM "
            + name
            + ".shop.totals INTO KAFKA CONNECTION "
            + name
            + ".raw.kafka (TOPIC 'totals-"
            + name
            + "') KEY (customer) FORMAT JSON ENVELOPE UPSERT");
    project.permitSinks("sinks_" + name);
    project.engine().faults().sinkCutoverHangs(name + ".raw.totals");
  }

  private static void stateSays(RowProject project, String status, String promotion) {
    assertThat(project.read("target/verdigris-state/next.json"))
        .contains("\"" + status + "\"", "\"" + promotion + "\"");
  }

  /** Waits until the fork hangs, then sends Maven a signal. */
  private static void signal(RowProject project, Process maven, String signal)
      throws IOException, InterruptedException {
    await().atMost(PATIENCE).until(() -> project.has("hangs") || !maven.isAlive());
    signal(maven, signal);
  }

  /** Sends Maven a signal and waits until the fork has gone, too. */
  private static void signal(Process maven, String signal)
      throws IOException, InterruptedException {
    List<ProcessHandle> fork = maven.descendants().toList();
    assertThat(fork).as("the forked JVM").isNotEmpty();
    new ProcessBuilder("kill", "-" + signal, String.valueOf(maven.pid())).start().waitFor();
    await().atMost(PATIENCE).until(() -> fork.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static void changed(List<Row> rows) {
    rows.add(
        deploy("a test changes green")
            .at("change of green")
            .says("VG-5316 CONFLICT  green of deployment next changed while it was validated"));
    rows.add(
        deploy("green changes between validation and swap")
            .at("phase between")
            .does("wait")
            .during(
                (project, maven) ->
                    meanwhile(
                        project,
                        maven,
                        "CREATE VIEW " + project.name() + ".shop_next.extra AS SELECT 1 AS one"))
            .says("is no longer what was validated"));
    rows.add(
        deploy("blue changes between validation and swap")
            .at("phase between")
            .does("wait")
            .during(
                (project, maven) ->
                    meanwhile(
                        project,
                        maven,
                        "CREATE VIEW " + project.name() + ".shop.extra AS SELECT 1 AS one"))
            .says("CONFLICT"));
  }

  private static void meanwhile(RowProject project, Process maven, String statement)
      throws Exception {
    await().atMost(Duration.ofMinutes(2)).until(() -> project.has("hangs") || !maven.isAlive());
    project.execute(statement);
    project.write("go", "");
  }
}
