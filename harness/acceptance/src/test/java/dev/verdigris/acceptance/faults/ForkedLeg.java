package dev.verdigris.acceptance.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.Settings;
import dev.verdigris.acceptance.Recorder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A leg that runs in a process of its own, which can be killed for real. It says each phase before
 * it begins and waits until it has been heard.
 */
final class ForkedLeg implements AutoCloseable {
  private final Process process;

  private ForkedLeg(Process process) {
    this.process = process;
  }

  static ForkedLeg start(Path file, String url, Leg leg) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            ForkedLeg.class.getName(),
            file.toString(),
            url,
            leg.name());
    return new ForkedLeg(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** The process: file of the configuration, URL, leg. */
  public static void main(String[] args) {
    DeploymentConfig config = DeploymentConfig.load(Path.of(args[0]), Settings.none());
    try (DeploymentRun run = DeploymentRun.open(config, new Given(args[1]), new Recorder())) {
      Leg.valueOf(args[2]).run(run, ForkedLeg::say);
    }
  }

  private static void say(String phase) {
    System.out.println(phase);
    try {
      if (System.in.read() < 0) {
        throw new IllegalStateException("nobody listens");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hears the phases until the process ends. */
  void follow(Consumer<String> phase) throws IOException, InterruptedException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        phase.accept(line);
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        line = lines.readLine();
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw e;
      }
    }
    process.waitFor();
  }

  /** SIGKILL; returns when it is dead. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  private record Given(String url) implements Server {
    @Override
    public String description() {
      return "the server of the test";
    }

    @Override
    public void close() {
      // It is not ours to stop.
    }
  }
}
