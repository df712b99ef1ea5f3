package dev.verdigris.gate;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The texts of what the gate refuses. */
final class GateProblems {
  private static final String UNTOUCHED = "nothing was promoted; green stays up";
  private static final int SHOWN = 5;

  private GateProblems() {}

  static Problem nothingExpected(String deployment) {
    return Problem.of(
            ExitCode.NOTHING_VALIDATED,
            302,
            "NOTHING VALIDATED",
            "deployment " + deployment + " has no validations")
        .state(UNTOUCHED)
        .next("write at least one @Validation test and run mvn verify again")
        .build();
  }

  static Problem nothingExecuted(String deployment, int expected) {
    return Problem.of(
            ExitCode.NOTHING_VALIDATED,
            303,
            "NOTHING VALIDATED",
            "none of " + expected + " validations of deployment " + deployment + " ran")
        .state(UNTOUCHED)
        .next("run all validations: a filter or a single test never promotes")
        .build();
  }

  static Problem blocked(
      Evidence evidence,
      List<Executed> blocking,
      List<String> missing,
      List<String> unexpected,
      List<String> twice) {
    Problem.Builder problem =
        Problem.of(
            ExitCode.GATE_FAILED,
            301,
            "GATE FAILED",
            evidence.promoting()
                + " of "
                + evidence.expected().size()
                + " validations of deployment "
                + evidence.deployment()
                + " passed");
    if (!blocking.isEmpty()) {
      problem.detail("blocking", limited(blocking.stream().map(GateProblems::line).toList()));
    }
    if (!missing.isEmpty()) {
      problem.detail("not run", limited(missing));
    }
    if (!unexpected.isEmpty()) {
      problem.detail("unknown", limited(unexpected));
    }
    if (!twice.isEmpty()) {
      problem.detail("twice", limited(twice));
    }
    return problem
        .state(UNTOUCHED)
        .next("mend the models or the validations and run mvn verify again")
        .build();
  }

  static Problem changedMeanwhile(String deployment) {
    return Problem.of(
            ExitCode.CONFLICT,
            301,
            "CONFLICT",
            "green of deployment " + deployment + " changed while it was validated")
        .state(UNTOUCHED)
        .next("validate it again: run mvn verify")
        .build();
  }

  static Problem otherDeployment(String verdicts, String deployment) {
    return Problem.of(
            ExitCode.CONFLICT,
            311,
            "CONFLICT",
            "the verdict is about deployment " + verdicts + ", not about " + deployment)
        .state(UNTOUCHED)
        .next("validate this deployment: run mvn verify")
        .build();
  }

  static Problem otherEnvironment(String deployment, List<String> differences) {
    return Problem.of(
            ExitCode.CONFLICT,
            312,
            "CONFLICT",
            "green of deployment " + deployment + " is no longer what was validated")
        .detail("changed", limited(differences))
        .state(UNTOUCHED)
        .next("validate it again: run mvn verify")
        .build();
  }

  static Problem otherVerdict(String deployment, String marked) {
    return Problem.of(
            ExitCode.CONFLICT,
            313,
            "CONFLICT",
            "green of deployment " + deployment + " holds another verdict")
        .detail("found", marked.isEmpty() ? "none" : marked)
        .state(UNTOUCHED)
        .next("use the verdict of the last validation, or validate again: run mvn verify")
        .build();
  }

  static Problem noVerdict(Path file) {
    return Problem.of(
            ExitCode.NOTHING_VALIDATED, 301, "NOTHING VALIDATED", "there is no verdict at " + file)
        .state(UNTOUCHED)
        .next("validate first: run mvn verify")
        .build();
  }

  static Problem unreadable(Path file, String reason) {
    return Problem.of(
            ExitCode.CONFIGURATION, 301, "CONFIGURATION", "the verdict cannot be read: " + reason)
        .detail("file", file.toString())
        .state(UNTOUCHED)
        .next("validate again: run mvn verify")
        .build();
  }

  static Problem notWritten(Path file, IOException cause) {
    return Problem.of(ExitCode.INTERNAL, 301, "INTERNAL", "the verdict cannot be written")
        .detail("file", file.toString())
        .detail("cause", String.valueOf(cause))
        .state(UNTOUCHED)
        .next("make the directory writable and run mvn verify again")
        .build();
  }

  private static String line(Executed one) {
    String message = one.message().strip();
    int end = message.indexOf('\n');
    String first = end < 0 ? message : message.substring(0, end);
    return one.outcome() + "  " + one.name() + (first.isEmpty() ? "" : ": " + first);
  }

  private static String limited(List<String> lines) {
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SHOWN, lines.size())));
    if (lines.size() > SHOWN) {
      shown.add("and " + (lines.size() - SHOWN) + " more");
    }
    return String.join("\n", shown);
  }
}
