package dev.verdigris.acceptance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.acceptance.TestServer;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.testkit.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The table of the gate. Every row is a real Maven build of the template project, on the newest
 * Failsafe, as the role of {@code docs/least-privilege.sql}: whether it promoted is read from the
 * server's catalog, whether it was green is Maven's exit code. {@code mvn verify} runs the quick
 * rows on JUnit 5 and the first on JUnit 6; with {@code -Dverdigris.test.full=true} all of them run
 * on both. {@code -Dverdigris.rows=<regular expression>} narrows.
 */
class GateRowsTests {
  private static final Path DIRECTORY = Path.of("target/gate").toAbsolutePath();
  private static final int AT_ONCE = 2;
  private static final boolean FULL = Boolean.getBoolean("verdigris.test.full");
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final AtomicInteger FAILED = new AtomicInteger();
  private static final List<String> DONE = new ArrayList<>();

  private static LocalEngine engine;
  private static Roles roles;
  private static Maven maven;
  private static ExecutorService pool;

  /** A version of JUnit, and how names of its rows begin. */
  private record JUnit(String tag, String version) {}

  private static final List<JUnit> VERSIONS =
      List.of(new JUnit("j5", "5.14.4"), new JUnit("j6", "6.1.3"));

  @BeforeAll
  static void start() throws IOException, SQLException {
    LocalRepository.delete(DIRECTORY);
    Files.createDirectories(DIRECTORY);
    engine = LocalEngine.builder().dataDirectory(DIRECTORY.resolve("engine")).start();
    roles = Roles.checked(engine.url(), engine.internalUrl(), TestServer.SCRIPT);
    maven = new Maven(LocalRepository.create(DIRECTORY.resolve("repository")));
    pool = Executors.newFixedThreadPool(AT_ONCE);
  }

  @AfterAll
  static void tell() throws IOException {
    pool.shutdownNow();
    engine.close();
    String line = "GATE rows=%d runs=%d failed=%d".formatted(DONE.size(), RUNS.get(), FAILED.get());
    Files.writeString(DIRECTORY.resolve("gate.txt"), line + "\n" + String.join("\n", DONE) + "\n");
    System.out.println(line);
  }

  @TestFactory
  Stream<DynamicTest> rows() throws Exception {
    String wanted = System.getProperty("verdigris.rows", "");
    List<Row> rows =
        Rows.all().stream()
            .filter(row -> wanted.isEmpty() ? FULL || row.quick : row.situation.matches(wanted))
            .toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (JUnit version : VERSIONS) {
      Path compiled = compiled(version);
      int number = 0;
      boolean every = FULL || version.equals(VERSIONS.get(0));
      for (Row row : every ? rows : rows.subList(0, Math.min(1, rows.size()))) {
        String name = "row_%s_%02d".formatted(version.tag(), ++number);
        Future<Optional<Throwable>> run =
            pool.submit(guarded(() -> run(row, version, compiled, name)));
        tests.add(
            DynamicTest.dynamicTest(
                "JUnit " + version.version() + ": " + row.situation,
                () -> await(run, row, version)));
      }
    }
    return tests.stream();
  }

  private static Callable<Optional<Throwable>> guarded(Callable<Void> work) {
    return () -> {
      try {
        work.call();
        return Optional.empty();
      } catch (Exception | Error failure) {
        return Optional.of(failure);
      }
    };
  }

  private static void await(Future<Optional<Throwable>> run, Row row, JUnit version)
      throws Throwable {
    Optional<Throwable> failure = run.get();
    DONE.add((failure.isEmpty() ? "ok      " : "FAILED  ") + version.tag() + "  " + row.situation);
    if (failure.isPresent()) {
      FAILED.incrementAndGet();
      throw failure.get();
    }
  }

  /** The template with its classes: what does not change from row to row is compiled once. */
  private static Path compiled(JUnit version) throws Exception {
    Path directory = DIRECTORY.resolve("template-" + version.tag());
    String name = "template_" + version.tag();
    RowProject template = RowProject.create(engine, roles, RowProject.TEMPLATE, directory, name);
    // Offline first; a fresh clone has not seen Failsafe and JUnit 6 yet and fetches them here.
    for (String offline : List.of("-o", "-U")) {
      Maven.Ended ended =
          build(
              template,
              version,
              DIRECTORY.resolve(name + ".log"),
              List.of("verify", "-Pdeploy", offline));
      if (ended.exitCode() == 0) {
        template.delete("target/verdigris-verdicts");
        return directory;
      }
      if (offline.equals("-U")) {
        throw new AssertionError("the template does not pass:\n" + ended.log());
      }
    }
    throw new IllegalStateException();
  }

  private static Maven.Ended build(
      RowProject project, JUnit version, Path log, List<String> arguments) {
    RUNS.incrementAndGet();
    return maven.end(maven.start(project.directory(), log, with(version, arguments)), log);
  }

  private static List<String> with(JUnit version, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add("-Djunit.version=" + version.version());
    return all;
  }

  private static Void run(Row row, JUnit version, Path compiled, String name) throws Exception {
    RowProject project =
        RowProject.create(
            engine, roles, compiled, DIRECTORY.resolve(name + "-" + row.slug()), name);
    try {
      run(row, version, project);
    } finally {
      project.dropClusters();
    }
    return null;
  }

  private static void run(Row row, JUnit version, RowProject project) throws Exception {
    for (Row.Act act : row.before) {
      act.on(project);
    }
    for (List<String> earlier : row.earlier) {
      Path log = project.directory().resolve("earlier.log");
      List<String> arguments = new ArrayList<>(earlier);
      arguments.add("-o");
      assertThat(build(project, version, log, arguments).exitCode()).as(log.toString()).isZero();
    }
    for (Row.Act act : row.between) {
      act.on(project);
    }
    List<String> before = project.production();
    assertThat(before).hasSize(2);
    Path log = project.directory().resolve("build.log");
    List<String> arguments = new ArrayList<>(row.arguments);
    if (!row.online) {
      arguments.add("-o");
    }
    RUNS.incrementAndGet();
    Process process = maven.start(project.directory(), log, with(version, arguments));
    row.during.on(project, process);
    Maven.Ended ended = maven.end(process, log);
    check(row, before, project, ended);
    for (Row.Act check : row.after) {
      check.on(project);
    }
  }

  private static void check(Row row, List<String> before, RowProject project, Maven.Ended ended)
      throws Exception {
    String what = row.situation + "\n" + ended.log();
    List<String> now = project.production();
    List<String> same = new ArrayList<>(now);
    same.retainAll(before);
    if (row.either) {
      assertThat(same).as("ids of production, " + what).isIn(List.of(), before);
    } else {
      assertThat(same).as("ids of production, " + what).hasSize(row.promotes ? 0 : 2);
    }
    assertThat(now).hasSize(2);
    assertThat(ended.exitCode() == 0).as("green, " + what).isEqualTo(row.green);
    if (!row.says.isEmpty()) {
      assertThat(ended.log()).as(what).contains(row.says);
    }
    if (!row.silent.isEmpty()) {
      assertThat(ended.log()).as(what).doesNotContain(row.silent);
    }
  }
}
