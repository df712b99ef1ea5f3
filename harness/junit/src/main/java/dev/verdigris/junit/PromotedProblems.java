package dev.verdigris.junit;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import java.nio.file.Path;

/** The texts of a build that was asked to promote and did not: numbers 650 to 659. */
final class PromotedProblems {
  private static final String STATE =
      "this build promoted nothing; what is in production stays as it was";

  private static final String UNKNOWN =
      "not known: what this build promoted was not looked for; verdigris status tells";

  private PromotedProblems() {}

  static VerdigrisException notPromoted(Class<?> deployment, String found) {
    return Problem.of(
            ExitCode.GATE_FAILED,
            650,
            "NOT PROMOTED",
            "this build was asked to promote "
                + deployment.getSimpleName()
                + " and did not promote it")
        .detail("found", found)
        .state(STATE)
        .next(
            "run it without -DskipITs, -DskipTests, -Dmaven.test.skip, -Dit.test and"
                + " -Dmaven.test.failure.ignore;\nthe failsafe plugin has to run "
                + deployment.getSimpleName()
                + " before assert-promoted")
        .exception();
  }

  static VerdigrisException noDeployment(Path classes) {
    return Problem.of(
            ExitCode.GATE_FAILED,
            651,
            "NOT PROMOTED",
            "this build was asked to promote and has no @Deployment class")
        .detail(
            "looked in", classes + ", for compiled classes with @dev.verdigris.junit.Deployment")
        .state(STATE)
        .next(
            "write one, src/test/java/com/example/ProductionDeployment.java:\n"
                + "@Deployment class ProductionDeployment {}\n"
                + "beside its @Validation classes, and let the failsafe plugin include it;\n"
                + "where there is one, run without -Dmaven.test.skip, or take assert-promoted out of"
                + " this module")
        .exception();
  }

  static VerdigrisException noSuchDeployment(String name, Path classes) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            650,
            "CONFIGURATION",
            "assert-promoted names " + name + ", which is no @Deployment class")
        .detail("looked in", classes.toString())
        .state(UNKNOWN)
        .next("name the class as Java does, with its package, in <deployments>")
        .exception();
  }

  static VerdigrisException notLoadable(String name, Throwable cause) {
    return Problem.of(
            ExitCode.GATE_FAILED,
            652,
            "NOT PROMOTED",
            "deployment class " + name + " cannot be loaded, so nothing tells that it was promoted")
        .detail("cause", String.valueOf(cause))
        .state(UNKNOWN)
        .next("compile everything again: mvn clean verify -Pdeploy")
        .exception(cause);
  }
}
