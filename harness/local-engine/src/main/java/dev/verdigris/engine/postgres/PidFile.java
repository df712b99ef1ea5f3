package dev.verdigris.engine.postgres;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file in which a postmaster tells of itself. It comes and goes at any moment: a new postmaster
 * takes away the one of a postmaster that was killed before it writes its own.
 *
 * @param path where it is, or will be
 */
record PidFile(Path path) {
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  static PidFile in(Path data) {
    return new PidFile(data.resolve("postmaster.pid"));
  }

  /** The process that it names, if that is alive. */
  Optional<ProcessHandle> process() throws IOException {
    return lines().stream()
        .findFirst()
        .filter(pid -> pid.matches("[1-9][0-9]{0,9}"))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
        .filter(ProcessHandle::isAlive);
  }

  /**
   * Whether the postmaster takes connections.
   *
   * @param port its own: the file of a postmaster that was killed says ready, too, with another
   */
  boolean isReady(int port) throws IOException {
    List<String> lines = lines();
    return lines.size() > STATUS_LINE
        && lines.get(PORT_LINE).strip().equals(Integer.toString(port))
        && lines.get(STATUS_LINE).strip().equals("ready");
  }

  private List<String> lines() throws IOException {
    try {
      return Commands.text(path).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
