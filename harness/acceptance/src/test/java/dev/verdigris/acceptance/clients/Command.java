package dev.verdigris.acceptance.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
final class Command {
  private static final int PATIENCE_SECONDS = 180;

  private Command() {}

  /**
   * How it ended.
   *
   * @param exit its exit status
   * @param text what it wrote, standard output and error in order
   */
  record Result(int exit, String text) {}

  /** Runs a program in a directory, with further environment variables. */
  static Result run(Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "command", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("no end of " + command + ": " + Files.readString(out));
    }
    return new Result(process.exitValue(), Files.readString(out));
  }
}
