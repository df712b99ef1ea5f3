package dev.verdigris.acceptance.faults;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.plan.DeploymentState;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whether what a failed run says is of use to a person, and true. */
final class MessageCheck {
  private static final Pattern CODE = Pattern.compile("VG-\\d{4}");
  private static final String NO_ANSWER = "the server does not answer";
  private static final String SINKS_UNKNOWN = "what the sinks read now is not known";

  /** Whatever a sink failed of on its way to the transition: nothing is promoted then. */
  private static final String SINK_BEFORE_THE_SWAP = "VG-4701";

  /** A relation of green that its reader may not read is not ready, like one that is an error. */
  private static final String UNREADABLE = "VG-4103";

  private static final String NOT_PROMOTED = "nothing was promoted; green stays up";

  /** All sinks are where they should be, and their transition still stands. */
  private static final String TRANSITION_LEFT = "VG-7702";

  /** Sinks that an earlier run has cut over could not be asked whether they move on. */
  private static final String NOT_ASKED = "VG-7780";

  /** All sinks are where they should be, and one of the project is not made. */
  private static final String SINK_NOT_MADE = "VG-7750";

  /** A cleanup that could not drop everything. */
  private static final String DROP_LEFT = "VG-7553";

  /** A COMMIT that nobody answered, on a server that stays away: whatever became of it is true. */
  private static final String UNKNOWN = "VG-6781";

  private static final String UNKNOWN_STATE =
      "not known, for the COMMIT may still take effect; without waiting for that: ";

  private MessageCheck() {}

  /**
   * What is wrong with it; empty where nothing is.
   *
   * @param cell what was done to the run
   * @param wrote whether the run had sent anything that changes something
   * @param deployment the deployment's name
   * @param now the state that is
   */
  static List<String> of(
      Problem problem, Cell cell, boolean wrote, String deployment, DeploymentState now) {
    Fault fault = cell.fault();
    List<String> wrong = new ArrayList<>();
    String text = problem.format();
    if (!CODE.matcher(problem.code()).matches()) {
      wrong.add("code " + problem.code() + ", expected: VG-…");
    }
    boolean sinkLeft = problem.code().equals(SINK_BEFORE_THE_SWAP);
    boolean unreadable = problem.code().equals(UNREADABLE) && fault == Fault.REFUSED_42501;
    if (!sinkLeft && !unreadable && !fault.exitCodes().contains(problem.exitCode())) {
      wrong.add(
          "exit code "
              + problem.exitCode()
              + ", expected one of "
              + fault.exitCodes()
              + ": "
              + text);
    }
    if (problem.code().equals(UNKNOWN)) {
      wrong.addAll(ofUnknown(problem, cell));
      return wrong;
    }
    if (cell.step().leg().promotes()
        && now.kind().inProduction()
        && problem.exitCode() != ExitCode.FOLLOW_UP) {
      wrong.add(
          "exit code " + problem.exitCode() + ", expected FOLLOW_UP, it is promoted: " + text);
    }
    if (problem.detail("next").orElse("").isBlank()) {
      wrong.add("no next step, expected one: " + text);
    }
    String said = problem.detail("state").orElse("");
    String is = text(deployment, now);
    boolean away = fault == Fault.RESTARTED && said.contains(NO_ANSWER);
    boolean nothing = said.equals("nothing was sent") && !wrote;
    boolean stays =
        said.equals(NOT_PROMOTED)
            && !now.kind().inProduction()
            && now.kind() != DeploymentState.Kind.ABSENT;
    if (!said.equals(is) && !away && !nothing && !stays) {
      wrong.add("state said: " + said + "; expected: " + is + "; of " + text);
    }
    boolean left =
        text.contains(SINKS_UNKNOWN)
            || problem.code().equals(TRANSITION_LEFT)
            || problem.code().equals(NOT_ASKED)
            || problem.code().equals(SINK_NOT_MADE)
            || problem.code().equals(DROP_LEFT);
    if (!left && problem.exitCode() == ExitCode.FOLLOW_UP && now.pendingSinks().isEmpty()) {
      wrong.add("exit code 7, expected: only where a sink or its transition is left: " + text);
    }
    return wrong;
  }

  /** Only a COMMIT can be that, and only where what settles it cannot be sent either. */
  private static List<String> ofUnknown(Problem problem, Cell cell) {
    boolean commit = cell.step().sql().strip().equalsIgnoreCase("COMMIT");
    boolean said = problem.detail("state").orElse("").startsWith(UNKNOWN_STATE);
    boolean next = problem.detail("next").orElse("").startsWith("run again: ");
    return commit && cell.fault() == Fault.RESTARTED && said && next
        ? List.of()
        : List.of("an outcome that is not known, expected: what became of it: " + problem.format());
  }

  /** A state as messages tell it. */
  private static String text(String deployment, DeploymentState state) {
    String sinks =
        state.pendingSinks().isEmpty() ? "" : ": " + String.join(", ", state.pendingSinks());
    return "deployment "
        + deployment
        + " is "
        + state.kind().label()
        + " ("
        + state.reason()
        + sinks
        + ")";
  }
}
