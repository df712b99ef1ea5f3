package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a user starts it: the one jar, in a process of its own. */
class CommandLineTests {
  private static final String SECRET = "hunter2-of-the-environment";

  private final TestServer server = TestServer.shared();
  private final Path jar = Path.of(System.getProperty("verdigris.cli.jar", "no-jar-given"));
  private final List<Process> started = new ArrayList<>();

  @TempDir private Path directory = Path.of("unset");
  private Production production;
  private DeploymentConfig config;

  @BeforeEach
  void createProduction() throws SQLException, IOException {
    assumeThat(jar).as("the phase package of harness/cli makes it").exists();
    production = Production.create(server, directory);
    config = production.config("pr_17");
  }

  @AfterEach
  void dropProduction() throws SQLException {
    started.forEach(Process::destroyForcibly);
    if (production != null) {
      production.close();
    }
    if (server.isLocal()) {
      server.engine().simulation().reset();
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--url", server.url()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().putAll(Map.of("VERDIGRIS_PASSWORD", SECRET, "NO_COLOR", "1"));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private int run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String out() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  @Test
  void theJarRunsAndASecretOfTheEnvironmentIsNowhere() throws Exception {
    String schema = "log_" + production.tag;
    assertThat(run("init", "--verbose")).as(this::shown).isZero();
    assertThat(out()).contains("state      building");
    assertThat(run("promote", "-o", "json", "--verbose", "--set", "history.schema=" + schema))
        .as(this::shown)
        .isEqualTo(9);
    assertThat(out()).contains("\"code\": \"VG-9301\"").doesNotContain("\u001B");
    List<List<String>> rows = server.asDeployer().query("SELECT * FROM " + schema + ".phases");
    assertThat(rows).hasSize(1);
    assertThat(String.valueOf(rows)).contains("VG-9301").doesNotContain(SECRET);
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> written = files.filter(Files::isRegularFile).toList();
      assertThat(written).anyMatch(file -> file.toString().endsWith("verdigris-history.jsonl"));
      for (Path file : written) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(SECRET);
      }
    }
  }

  private String shown() {
    try {
      return out() + err();
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }

  @Test
  void aSignalEndsItWithWhatItLeft() throws Exception {
    assumeThat(server.isLocal()).as("only the local engine can be steered").isTrue();
    assertThat(run("init")).as(this::shown).isZero();
    assertThat(run("run")).as(this::shown).isZero();
    server
        .engine()
        .simulation()
        .neverHydrates("materialize." + production.flights + "_pr_17.route_traffic");
    Process waiting = start("await");
    await().atMost(Duration.ofMinutes(1)).until(() -> err().contains("await      pending: "));
    boolean interrupts = heedsInterrupts(waiting);
    signal(waiting, interrupts ? "INT" : "TERM");
    assertThat(waiting.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(waiting.exitValue()).as(this::shown).isEqualTo(interrupts ? 130 : 143);
    assertThat(err())
        .contains("verdigris  interrupted; await stops at its next step and says what it left\n")
        .contains("VG-0101 INTERRUPTED  await of deployment pr_17 was interrupted\n")
        .contains("  state     deployment pr_17 is built (every model was created in green)\n");
    RunState state = RunState.read(BuildFiles.of(config).state(config.deployment())).orElseThrow();
    assertThat(state.status()).isEqualTo(RunState.Status.INTERRUPTED);
    assertThat(run("status")).isZero();
    assertThat(out()).contains("last run   the last run was interrupted in phase await");
  }

  /** A process that somebody started in the background may ignore SIGINT, and hands that down. */
  private static boolean heedsInterrupts(Process process) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return true;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElse("SigIgn:\t0")
            .replaceFirst("SigIgn:\\s*", "");
    return (Long.parseUnsignedLong(ignored, 16) & 2) == 0;
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-s", name, String.valueOf(process.pid())).start().waitFor();
  }
}
