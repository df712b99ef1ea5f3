package dev.verdigris.engine.psql;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real psql against one port. */
final class Psql {
  private static final int PATIENCE_SECONDS = 60;

  private final int port;

  Psql(int port) {
    this.port = port;
  }

  /** What a run said; {@code out} has its errors too, in order. */
  record Said(int exit, String out) {}

  static boolean exists() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "psql")));
  }

  /** Unaligned, without headers, so that a row is a line with {@code |} between its values. */
  Said rows(String... commands) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-A", "-t"));
    for (String command : commands) {
      arguments.add("-c");
      arguments.add(command);
    }
    return run(arguments.toArray(String[]::new));
  }

  Said run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("psql", "-X", "-h", "127.0.0.1"));
    command.addAll(List.of("-p", String.valueOf(port), "-U", "materialize", "-d", "materialize"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGOPTIONS", "--welcome_message=off");
    builder.environment().put("PAGER", "cat");
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("psql does not end: " + command);
    }
    return new Said(process.exitValue(), out);
  }
}
