package dev.verdigris.junit;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The texts of what is wrong with a deployment class or its validations: numbers 600 to 619. */
final class SetUpProblems {
  private static final Pattern FRAME = Pattern.compile("\\s+(at .*|\\.\\.\\. \\d+ more)");

  private SetUpProblems() {}

  static VerdigrisException notAPhase(String where, String type) {
    return configuration(
        600,
        where + " registers " + type + ", which is no DeploymentPhase and would never be called",
        "register extensions of tests on the @Validation classes");
  }

  static VerdigrisException notStatic(String where) {
    return configuration(
        601, "phase " + where + " is not static, and nobody makes an instance", "make it static");
  }

  static VerdigrisException nullPhase(String where) {
    return configuration(602, "phase " + where + " is null", "give the field a phase");
  }

  static VerdigrisException noOrder(String where) {
    return configuration(
        603,
        "phase " + where + " has no place among the phases",
        "add @Order, for example @Order(Phases.AWAIT + 50)");
  }

  static VerdigrisException sameName(String deployment, String phase) {
    return configuration(
        604, deployment + " has two phases named " + phase, "rename one of your own");
  }

  static VerdigrisException notAValidation(Class<?> deployment, Class<?> type) {
    return configuration(
        605,
        deployment.getSimpleName()
            + " names "
            + type.getSimpleName()
            + ", which is no concrete class with @Validation",
        "add @Validation to it");
  }

  static VerdigrisException notADirectory(Class<?> deployment, String where) {
    return configuration(
        606,
        "the classes beside "
            + deployment.getSimpleName()
            + " cannot be listed: "
            + where
            + " is no directory",
        "name them: @Deployment(validations = …)");
  }

  static VerdigrisException noJupiter() {
    return configuration(
        607,
        "the engine of JUnit Jupiter is not on the class path",
        "add org.junit.jupiter:junit-jupiter to the tests");
  }

  private static VerdigrisException configuration(int number, String summary, String next) {
    return Problem.of(ExitCode.CONFIGURATION, number, "CONFIGURATION", summary)
        .state("nothing was sent to the server")
        .next(next)
        .exception();
  }

  static VerdigrisException noValidations(Class<?> deployment) {
    return Problem.of(
            ExitCode.NOTHING_VALIDATED,
            600,
            "NOTHING VALIDATED",
            "no @Validation class is in package " + deployment.getPackageName() + " or below")
        .state("nothing was sent to the server")
        .next("write one there, or name it: @Deployment(validations = …)")
        .exception();
  }

  static VerdigrisException withoutTests(List<String> classNames) {
    return Problem.of(
            ExitCode.NOTHING_VALIDATED,
            601,
            "NOTHING VALIDATED",
            classNames.size() == 1
                ? "a validation class has no test"
                : classNames.size() + " validation classes have no test")
        .detail("classes", String.join("\n", classNames))
        .state("nothing was sent to the server")
        .next("give it a @Test method that is not private, or delete it")
        .exception();
  }

  static VerdigrisException notLoadable(String className, Throwable cause) {
    return Problem.of(
            ExitCode.GATE_FAILED,
            600,
            "GATE FAILED",
            "class " + className + " cannot be loaded: what it validates would be missed")
        .detail("cause", String.valueOf(cause))
        .state("nothing was sent to the server")
        .next("compile everything again: mvn clean verify")
        .exception(cause);
  }

  static VerdigrisException notDiscovered(Throwable cause) {
    return Problem.of(
            ExitCode.GATE_FAILED, 601, "GATE FAILED", "the validations cannot all be discovered")
        .detail("cause", withoutFrames(String.valueOf(rootOf(cause).getMessage())))
        .state("nothing was sent to the server")
        .next("mend what JUnit says is wrong with them")
        .exception(cause);
  }

  /** JUnit puts whole stack traces into its messages. */
  private static String withoutFrames(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !FRAME.matcher(line).matches())
        .collect(Collectors.joining("\n"));
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
