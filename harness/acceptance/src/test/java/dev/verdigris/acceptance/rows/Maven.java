package dev.verdigris.acceptance.rows;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Maven that runs us, started again for a project of its own. */
final class Maven {
  private static final long LIMIT_SECONDS = 240;

  private final Path repository;
  private final Path program;

  Maven(Path repository) {
    this.repository = repository;
    this.program = program();
  }

  /**
   * What a build came to.
   *
   * @param exitCode Maven's
   * @param log all that it printed
   */
  record Ended(int exitCode, String log) {}

  private static Path program() {
    List<Path> candidates = new ArrayList<>();
    String home = System.getProperty("maven.home", "");
    if (!home.isEmpty()) {
      candidates.add(Path.of(home, "bin", "mvn"));
    }
    String path = System.getenv("PATH");
    Pattern.compile(File.pathSeparator)
        .splitAsStream(path == null ? "" : path)
        .forEach(entry -> candidates.add(Path.of(entry, "mvn")));
    return candidates.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no mvn in maven.home or the PATH"));
  }

  /** Starts a build; its output goes to {@code log}. */
  Process start(Path project, Path log, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of("-B", "-ntp", "-Dstyle.color=never"));
    command.add("-Dmaven.repo.local=" + repository);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m");
    builder.environment().remove("MAVEN_ARGS");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a build. */
  Ended end(Process process, Path log) {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        try (Stream<ProcessHandle> children = process.descendants()) {
          children.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
        throw new AssertionError(
            "Maven did not end within " + LIMIT_SECONDS + " s:\n" + Files.readString(log));
      }
      return new Ended(process.exitValue(), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
