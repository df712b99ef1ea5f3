package dev.verdigris;

import java.nio.file.Path;
import java.util.List;

/**
 * Starts or finds a server where no Materialize is given. Found by {@link java.util.ServiceLoader}.
 */
public interface ServerProvider {

  /** A short name for messages, for example {@code local engine}. */
  String name();

  /**
   * Finds the server that runs on {@code request}'s data directory, or starts one there.
   *
   * @throws VerdigrisException VG-6xxx when it cannot be started, with the reason
   */
  Server open(Request request);

  /**
   * What is asked for.
   *
   * @param dataDirectory where the server keeps its data; created where absent
   * @param seed SQL files that are run in order, once, when the data directory is new
   */
  record Request(Path dataDirectory, List<Path> seed) {
    /** Makes the list of files immutable. */
    public Request {
      seed = List.copyOf(seed);
    }
  }
}
