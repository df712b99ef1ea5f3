package dev.verdigris.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.LocalEngine;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.RunState;
import dev.verdigris.gate.RunState.Promotion;
import dev.verdigris.gate.RunState.Status;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signals to a real process in every phase: what has not begun does not begin, a swap that has
 * begun is brought to its end, the state file says which, and so does the next command. {@code
 * -Dverdigris.test.full=true} sends both signals everywhere; otherwise they take turns, at fewer
 * places.
 */
class SignalTests {
  private static final Path DATA = Flights.newData();
  private static LocalEngine engine;

  @TempDir private Path directory = Path.of("unset");

  /**
   * A place in a run.
   *
   * @param phase the phase that runs then
   * @param hold where the process holds by itself; empty where the engine holds it
   * @param slow the beginning of the statement that the engine holds; empty where it is none
   * @param quick whether it is tried in every build
   * @param promotion what the state file says at the end
   * @param left where the catalog stands then
   */
  private record Place(
      String name,
      String phase,
      String hold,
      String slow,
      boolean quick,
      Promotion promotion,
      Kind left) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("init", "init", "", "CREATE SCHEMA", false, Promotion.NOT_BEGUN, Kind.BUILDING),
          new Place(
              "run",
              "run",
              "",
              "CREATE MATERIALIZED VIEW",
              true,
              Promotion.NOT_BEGUN,
              Kind.BUILDING),
          new Place("await", "await", "", "", false, Promotion.NOT_BEGUN, Kind.BUILT),
          new Place("validate", "validate", "validate", "", true, Promotion.NOT_BEGUN, Kind.BUILT),
          new Place("ownPhase", "BEFORE", "BEFORE", "", false, Promotion.NOT_BEGUN, Kind.VALIDATED),
          new Place(
              "beforeTheSwap",
              "promote",
              "",
              "ALTER SCHEMA .* SWAP",
              true,
              Promotion.NOT_PROMOTED,
              Kind.VALIDATED),
          new Place(
              "duringTheSwap",
              "promote",
              "",
              "COMMIT.*SWAP",
              true,
              Promotion.PROMOTED,
              Kind.PROMOTED),
          new Place("afterTheSwap", "AFTER", "AFTER", "", true, Promotion.PROMOTED, Kind.PROMOTED));

  @BeforeAll
  static void start() {
    engine = LocalEngine.builder().dataDirectory(DATA).start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @AfterEach
  void forget() {
    engine.faults().reset();
  }

  @TestFactory
  Stream<DynamicTest> aSignalLeavesWhatItSays() {
    boolean full = Boolean.getBoolean("verdigris.test.full");
    return PLACES.stream()
        .filter(place -> full || place.quick())
        .flatMap(
            place -> {
              int turn = PLACES.indexOf(place) % 2;
              List<String> signals = List.of("TERM", "INT");
              return (full ? signals : List.of(signals.get(turn)))
                  .stream()
                      .map(
                          signal ->
                              DynamicTest.dynamicTest(
                                  place.name() + " " + signal, () -> signalled(place, signal)));
            });
  }

  private void signalled(Place place, String signal) throws Exception {
    Assumptions.assumeTrue(
        heeds(signal), "this process ignores SIG" + signal + ", and so would its child");
    String name =
        "s_"
            + place.name().toLowerCase(java.util.Locale.ROOT)
            + "_"
            + signal.toLowerCase(java.util.Locale.ROOT);
    Path project = directory.resolve(name);
    TestProject flights = Flights.on(DATA, project, name);
    if (!place.slow().isEmpty()) {
      engine.faults().statements(place.slow()).slow(Duration.ofSeconds(2));
    }
    if (place.phase().equals("await")) {
      engine
          .simulation()
          .hydrationTakes("materialize." + name + "_next.delays", Duration.ofMinutes(1));
    }
    Process process = start(project, place.hold());
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !process.isAlive() || isAt(project, place));
      assertThat(process.isAlive()).as(printed(project)).isTrue();
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    engine.faults().reset();

    assertThat(process.exitValue()).isEqualTo(signal.equals("TERM") ? 143 : 130);
    RunState state = state(project).orElseThrow();
    assertThat(state.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(state.phase()).isEqualTo(place.phase());
    assertThat(state.promotion()).isEqualTo(place.promotion());
    assertThat(state.next()).isNotEmpty();
    assertThat(flights.state().kind()).isEqualTo(place.left());

    DeploymentResults next = DeploymentTestKit.of(SignalledTestCase.Holds.class, flights).promote();
    assertThat(next.console())
        .contains("the last run was interrupted in phase " + place.phase() + " (process ")
        .contains("the catalog tells: " + place.left().label());
    assertThat(next.green()).as(next.console()).isTrue();
    assertThat(next.state().kind()).isEqualTo(Kind.PROMOTED);
    assertThat(next.runState().map(RunState::status)).contains(Status.ENDED);
    // A server has room for 25 clusters, which the next deployment's preflight counts.
    flights.production(
        "DROP CLUSTER " + name + " CASCADE", "DROP CLUSTER " + name + "_next CASCADE");
  }

  /** Nobody can say how a killed run ended, but the file says that nobody did. */
  @Test
  void aKilledRunIsToldByTheNextOne() throws Exception {
    Path project = directory.resolve("killed");
    TestProject flights = Flights.on(DATA, project, "s_killed");
    Place place = PLACES.get(4);
    Process process = start(project, place.hold());
    await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive() || isAt(project, place));
    process.destroyForcibly().waitFor();

    assertThat(state(project).map(RunState::status)).contains(Status.RUNNING);
    assertThat(DeploymentTestKit.of(SignalledTestCase.Holds.class, flights).promote().console())
        .contains("the last run did not tell how it ended in phase BEFORE (process ");
  }

  private boolean isAt(Path project, Place place) {
    boolean entered = state(project).filter(at -> at.phase().equals(place.phase())).isPresent();
    boolean holds =
        place.slow().isEmpty()
            || engine.faults().list().stream()
                .anyMatch(one -> one.target().equals(place.slow()) && one.fired() > 0);
    return entered && holds;
  }

  private static Optional<RunState> state(Path project) {
    return RunState.read(BuildFiles.of(project).state(new dev.verdigris.DeploymentName("next")));
  }

  private static Process start(Path project, String hold) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dverdigris.test.hold=" + hold,
            "-cp",
            System.getProperty("java.class.path"),
            SignalledTestCase.class.getName(),
            project.toString(),
            DATA.toString())
        .redirectErrorStream(true)
        .redirectOutput(project.resolve("printed.txt").toFile())
        .start();
  }

  private static String printed(Path project) throws IOException {
    return Files.readString(project.resolve("printed.txt"));
  }

  /** A shell without job control starts what runs beside it deaf to SIGINT. */
  private static boolean heeds(String signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!signal.equals("INT") || !Files.exists(status)) {
      return true;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .noneMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }
}
