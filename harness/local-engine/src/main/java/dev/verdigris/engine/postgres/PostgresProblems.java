package dev.verdigris.engine.postgres;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import java.nio.file.Path;
import java.util.List;

/** What is said when the engine's PostgreSQL cannot be had. */
final class PostgresProblems {
  private static final String KIND = "LOCAL ENGINE";

  private PostgresProblems() {}

  static VerdigrisException noBinaries(String platform, String artifact) {
    return Problem.of(
            ExitCode.CONNECTION, 401, KIND, "there are no PostgreSQL binaries for " + platform)
        .detail("because", "no jar on the class path holds them")
        .state("nothing was started")
        .next(
            """
            add the dependency
            <dependency>
              <groupId>io.zonky.test.postgres</groupId>
              <artifactId>%s</artifactId>
              <version>18.6.0</version>
              <scope>runtime</scope>
            </dependency>
            or point at a real Materialize: -Dverdigris.url=jdbc:postgresql://..."""
                .formatted(artifact))
        .exception();
  }

  static VerdigrisException notRunnable(List<String> attempts) {
    return Problem.of(
            ExitCode.CONNECTION,
            402,
            KIND,
            "PostgreSQL cannot be run by this user, in any known way")
        .detail("tried", String.join("\n", attempts))
        .state("nothing was started")
        .next(
            "run as an ordinary user, or allow one of the above; -Dverdigris.engine.cache=DIR"
                + " unpacks PostgreSQL to another place")
        .exception();
  }

  static VerdigrisException didNotStart(Path directory, String output) {
    return Problem.of(ExitCode.CONNECTION, 403, KIND, "PostgreSQL did not start on " + directory)
        .detail("said", output.isBlank() ? "nothing" : output)
        .state("its data was left as it is")
        .next("mend what it says; if the data may go, delete the directory and start again")
        .exception();
  }

  static VerdigrisException templateFailed(String step, String output) {
    return Problem.of(
            ExitCode.CONNECTION, 404, KIND, "the template of the engine's data cannot be made")
        .detail("step", step)
        .detail("said", output.isBlank() ? "nothing" : output)
        .state("nothing was started, and the unfinished template was removed")
        .next("mend what it says and start again")
        .exception();
  }

  static VerdigrisException notOurs(Path directory, String owner) {
    return Problem.of(
            ExitCode.CONNECTION, 405, KIND, "the engine's data in " + directory + " is another's")
        .detail("found", "it is owned by " + owner)
        .state("nothing was started, and the data was left as it is")
        .next("start the engine as that user, or give another data directory")
        .exception();
  }

  static VerdigrisException otherVersion(Path directory, String found, String expected) {
    return Problem.of(
            ExitCode.CONNECTION,
            407,
            KIND,
            "the data in " + directory + " was made by another version of the engine")
        .detail("found", "version " + found + ", this engine makes " + expected)
        .state("nothing was started, and the data was left as it is")
        .next("delete the directory and start again, or use the engine that made it")
        .exception();
  }

  static VerdigrisException fileFailure(Path path, String doing, Exception cause) {
    return Problem.of(ExitCode.CONNECTION, 406, KIND, "cannot " + doing + " " + path)
        .detail("said", String.valueOf(cause))
        .state("nothing was started")
        .next(
            "make the place writable, or give another: local_engine.data in verdigris.yaml, or -Dverdigris.engine.cache=DIR")
        .exception(cause);
  }
}
