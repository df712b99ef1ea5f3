package dev.verdigris.gate;

import dev.verdigris.Durations;
import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

  static Problem onlyDefaults(String deployment, int defaults) {
    return Problem.of(
            ExitCode.NOTHING_VALIDATED,
            304,
            "NOTHING VALIDATED",
            "no validation of your own of deployment " + deployment + " passed")
        .detail("because", "default validations alone promote nothing; " + defaults + " ran")
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
            316,
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
            "green or blue of deployment " + deployment + " is no longer what was validated")
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
        .state("nothing was promoted")
        .next("validate first: run mvn verify")
        .build();
  }

  static Problem unreadable(String what, Path file, String reason) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            301,
            "CONFIGURATION",
            "the " + what + " cannot be read: " + reason)
        .detail("file", file.toString())
        .state(UNTOUCHED)
        .next("validate again: run mvn verify")
        .build();
  }

  static Problem notWritten(String what, Path file, String state, IOException cause) {
    return Problem.of(
            ExitCode.CONFIGURATION, 304, "CONFIGURATION", "the " + what + " cannot be written")
        .detail("file", file.toString())
        .detail("cause", String.valueOf(cause))
        .state(state)
        .next("make the directory writable and run the same command again")
        .build();
  }

  static Problem incompleteWaiver(String owner, String reason) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            302,
            "CONFIGURATION",
            "a waiver has no " + (owner.isBlank() ? "owner" : "reason"))
        .detail("owner", owner.isBlank() ? "none" : owner)
        .detail("reason", reason.isBlank() ? "none" : reason)
        .state(UNTOUCHED)
        .next("say who answers for it and why: a waiver has an owner, a reason and a last day")
        .build();
  }

  static Problem noWaiver(String text, String form) {
    return Problem.of(ExitCode.CONFIGURATION, 303, "CONFIGURATION", "\"" + text + "\" is no waiver")
        .detail("form", form)
        .state(UNTOUCHED)
        .next(
            "write for example  DelayValidation.keysAreUnique until 2026-12-31 by anna: the source"
                + " repeats keys")
        .build();
  }

  static Problem noDay(String text) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            303,
            "CONFIGURATION",
            "\"" + text + "\" is no last day of a waiver")
        .detail("form", "a date: 2026-12-31")
        .state(UNTOUCHED)
        .next("write the last day on which the waiver holds")
        .build();
  }

  static Problem fewerTests(String deployment, int tests, int before, String promoted) {
    return Problem.of(
            ExitCode.GATE_FAILED,
            302,
            "GATE FAILED",
            "deployment "
                + deployment
                + " was validated by "
                + tests
                + (tests == 1 ? " test" : " tests")
                + ", the one in production by "
                + before)
        .detail("before", "deployment " + promoted)
        .state(UNTOUCHED)
        .next(
            "bring the missing tests back, or accept their number in verdigris.yaml:"
                + " gate.accepted_tests: "
                + tests)
        .build();
  }

  static Problem otherCommit(String deployment, String validated, WorkingTree tree, String asked) {
    String found = validated.isEmpty() ? "an unknown commit" : validated;
    return Problem.of(
            ExitCode.CONFLICT,
            314,
            "CONFLICT",
            "the verdict on deployment " + deployment + " is not about commit " + asked)
        .detail(
            "validated",
            tree == WorkingTree.DIRTY ? found + ", with changes that are not committed" : found)
        .state(UNTOUCHED)
        .next("validate that commit: check it out and run mvn verify")
        .build();
  }

  static Problem tooOld(String deployment, Duration age, Duration most) {
    return Problem.of(
            ExitCode.CONFLICT,
            315,
            "CONFLICT",
            "the verdict on deployment "
                + deployment
                + (age.isNegative() ? " is from the future by " : " is older than allowed: ")
                + Durations.text(age.abs()))
        .detail("allowed", Durations.text(most) + ", as gate.maximum_age says")
        .state(UNTOUCHED)
        .next("validate it again: run mvn verify")
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
