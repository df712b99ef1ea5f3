package dev.verdigris.preflight;

import dev.verdigris.DeploymentName;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of a refusal by preflight: everything at once. */
final class PreflightProblems {
  private static final int SHOWN = 10;

  private PreflightProblems() {}

  /**
   * The refusal; empty where nothing blocks. It ends with 6 where only rights are missing, and with
   * 5 otherwise.
   *
   * @param findings everything that was found
   */
  static Optional<Problem> refusal(Phase phase, DeploymentName deployment, List<Finding> findings) {
    List<Finding> blocking = with(findings, Severity.BLOCKS);
    if (blocking.isEmpty()) {
      return Optional.empty();
    }
    boolean onlyRights =
        blocking.stream().allMatch(finding -> finding.rule().group() == Rule.Group.RIGHTS);
    List<Finding> warnings = with(findings, Severity.WARNS);
    Problem.Builder problem =
        Problem.of(
            onlyRights ? ExitCode.CONNECTION : ExitCode.CONFLICT,
            500,
            onlyRights ? "PERMISSION" : "CONFLICT",
            phase.label()
                + " of deployment "
                + deployment
                + " would not go well: "
                + count(blocking.size(), "finding blocks", "findings block")
                + (warnings.isEmpty() ? "" : ", " + count(warnings.size(), "warns", "warn")));
    for (Rule.Group group : Rule.Group.values()) {
      List<Finding> some =
          blocking.stream().filter(finding -> finding.rule().group() == group).toList();
      if (!some.isEmpty()) {
        problem.detail(group.label(), lines(some));
      }
    }
    if (!warnings.isEmpty()) {
      problem.detail("warnings", lines(warnings));
    }
    return Optional.of(
        problem
            .state(
                phase == Phase.PROMOTE
                    ? "nothing was promoted; green stays up"
                    : "nothing was changed")
            .next("mend what blocks and run again; docs/preflight.md tells each finding")
            .build());
  }

  private static List<Finding> with(List<Finding> findings, Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static String lines(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings.subList(0, Math.min(SHOWN, findings.size()))) {
      lines.add(finding.text());
      if (!finding.mend().isEmpty()) {
        lines.add("  " + finding.mend());
      }
    }
    if (findings.size() > SHOWN) {
      lines.add("and " + (findings.size() - SHOWN) + " more");
    }
    return String.join("\n", lines);
  }
}
