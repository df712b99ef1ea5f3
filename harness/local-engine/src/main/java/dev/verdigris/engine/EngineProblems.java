package dev.verdigris.engine;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import java.nio.file.Path;

/** What is said when the engine cannot be started or its seed cannot be run. */
final class EngineProblems {
  private static final String KIND = "LOCAL ENGINE";

  private EngineProblems() {}

  static VerdigrisException inUse(Path directory, String by) {
    return Problem.of(ExitCode.CONNECTION, 410, KIND, "another engine runs on " + directory)
        .detail("found", by)
        .state("nothing was started, and that engine goes on")
        .next("connect to it, or give this one another data directory")
        .exception();
  }

  static VerdigrisException directory(Path directory, Exception cause) {
    return Problem.of(ExitCode.CONNECTION, 411, KIND, "cannot keep data in " + directory)
        .detail("said", String.valueOf(cause))
        .state("nothing was started")
        .next("make the directory writable, or give another")
        .exception(cause);
  }

  static VerdigrisException ports(int port, int internalPort, Exception cause) {
    return Problem.of(
            ExitCode.CONNECTION,
            412,
            KIND,
            "cannot listen on ports %d and %d".formatted(port, internalPort))
        .detail("said", String.valueOf(cause.getMessage()))
        .state("nothing was started")
        .next("end what listens there, or give other ports; 0 takes a free one")
        .exception(cause);
  }

  static VerdigrisException seedUnreadable(Path file, String why) {
    return Problem.of(ExitCode.CONFIGURATION, 413, KIND, "cannot read the seed " + file)
        .detail("said", why)
        .state("the engine was stopped; its data starts over with the next try")
        .next("mend the file and start again")
        .exception();
  }

  static VerdigrisException seedFailed(
      Path file, int line, String statement, String why, Exception cause) {
    return Problem.of(
            ExitCode.CONFIGURATION, 414, KIND, "the seed " + file + " fails at line " + line)
        .detail("statement", shortened(statement))
        .detail("said", why)
        .state("the engine was stopped; its data starts over with the next try")
        .next("mend the file and start again")
        .exception(cause);
  }

  static VerdigrisException postgres(Exception cause) {
    return Problem.of(ExitCode.CONNECTION, 415, KIND, "cannot use the engine's PostgreSQL")
        .detail("said", String.valueOf(cause.getMessage()))
        .state("the engine was stopped; its data was left as it is")
        .next("start again; if it stays so, delete the data directory")
        .exception(cause);
  }

  static VerdigrisException passwordMissing(String address) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            418,
            KIND,
            "cannot listen on " + address + " without a password")
        .detail("because", "whoever reaches that address could read and change everything")
        .state("nothing was started")
        .next(
            "give --password-file FILE or set VERDIGRIS_ENGINE_PASSWORD, or listen on loopback,"
                + " which is the default")
        .exception();
  }

  static VerdigrisException passwordUnusable(String from, String why) {
    return Problem.of(ExitCode.CONFIGURATION, 419, KIND, "cannot use the password from " + from)
        .detail("because", why)
        .state("nothing was started")
        .next("write one line of printable ASCII there")
        .exception();
  }

  static VerdigrisException unknownHost(String host, Exception cause) {
    return Problem.of(ExitCode.CONFIGURATION, 420, KIND, "cannot listen on " + host)
        .detail("said", String.valueOf(cause))
        .state("nothing was started")
        .next("give an address of this machine")
        .exception(cause);
  }

  static VerdigrisException broker(Exception cause) {
    return Problem.of(ExitCode.CONNECTION, 417, KIND, "cannot start the engine's Kafka broker")
        .detail("said", String.valueOf(cause.getMessage()))
        .state("SQL goes on without it")
        .next("mend what it says, or name another broker")
        .exception(cause);
  }

  static VerdigrisException notAnswering(Path directory) {
    return Problem.of(
            ExitCode.CONNECTION, 416, KIND, "the engine on " + directory + " does not answer")
        .detail("found", "its directory is locked by a process, but no address was told in time")
        .state("nothing was started")
        .next("end that process, or give another data directory")
        .exception();
  }

  private static String shortened(String statement) {
    String text = statement.strip();
    return text.length() <= 300 ? text : text.substring(0, 300) + " ...";
  }
}
