package dev.verdigris.plan;

import dev.verdigris.ExitCode;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Why the keys of a sink were not counted.
 *
 * @param exitCode what it comes to where somebody has to know them: 4 too late, 6 a right is
 *     missing, 5 the relations cannot be compared
 * @param reason what the server said, or how long was waited
 */
public record Uncounted(ExitCode exitCode, String reason) {
  private static final List<ExitCode> LIGHTEST_FIRST =
      List.of(ExitCode.NOT_READY, ExitCode.CONNECTION, ExitCode.CONFLICT);

  /** The one that waiting helps least against. */
  static Uncounted gravest(List<Uncounted> several) {
    return Collections.max(
        several, Comparator.comparing(one -> LIGHTEST_FIRST.indexOf(one.exitCode())));
  }
}
