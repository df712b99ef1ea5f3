package dev.verdigris.junit;

import dev.verdigris.Durations;
import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import dev.verdigris.junit.Conclusion.Ending;
import dev.verdigris.junit.Conclusion.TestOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of what goes wrong in a run: numbers 620 to 649. */
final class RunProblems {
  private static final int SHOWN = 5;
  private static final String UNTOUCHED = "nothing was promoted; green stays up";

  private RunProblems() {}

  /**
   * Throws when what validation concluded is worse than incomplete: a test failed, or nothing ran.
   */
  static void refuse(Conclusion conclusion) {
    if (!conclusion.failed().isEmpty()) {
      throw failed(conclusion);
    }
    if (conclusion.succeeded() == 0) {
      throw nothingRan(conclusion);
    }
    if (conclusion.own() == 0) {
      throw onlyDefaults(conclusion);
    }
    List<TestOutcome> nothing = conclusion.with(Ending.EMPTY, Ending.NO_RESULT);
    if (!nothing.isEmpty()) {
      throw empty(nothing);
    }
  }

  private static VerdigrisException failed(Conclusion conclusion) {
    List<TestOutcome> failed = conclusion.failed();
    long tests = failed.stream().filter(TestOutcome::test).count();
    String summary =
        tests == 0
            ? "a validation class failed as a whole"
            : tests + " of " + conclusion.total() + " validations failed";
    return Problem.of(ExitCode.GATE_FAILED, 620, "GATE FAILED", summary)
        .detail("failed", limited(failed.stream().map(RunProblems::line).toList()))
        .state(UNTOUCHED)
        .next("mend the model and run mvn verify again; each failure is told in full above")
        .exception();
  }

  private static VerdigrisException nothingRan(Conclusion conclusion) {
    return Problem.of(
            ExitCode.NOTHING_VALIDATED,
            620,
            "NOTHING VALIDATED",
            "none of " + conclusion.expected() + " validations ran to its end")
        .detail("not run", notRunOrFiltered(conclusion))
        .state(UNTOUCHED)
        .next("run the whole suite: without a filter, and with at least one test enabled")
        .exception();
  }

  private static VerdigrisException onlyDefaults(Conclusion conclusion) {
    return Problem.of(
            ExitCode.NOTHING_VALIDATED,
            622,
            "NOTHING VALIDATED",
            "none of your own validations ran to its end")
        .detail("because", "the default validations alone promote nothing")
        .detail("not run", notRunOrFiltered(conclusion))
        .state(UNTOUCHED)
        .next("run the whole suite: without a filter, and with at least one test enabled")
        .exception();
  }

  private static VerdigrisException empty(List<TestOutcome> nothing) {
    return Problem.of(
            ExitCode.NOTHING_VALIDATED,
            621,
            "NOTHING VALIDATED",
            nothing.size() == 1
                ? nothing.get(0).name() + " validated nothing"
                : nothing.size() + " validations validated nothing")
        .detail("empty", limited(nothing.stream().map(RunProblems::line).toList()))
        .state(UNTOUCHED)
        .next("make each factory and template give at least one test")
        .exception();
  }

  /** Promotion was asked for and does not happen. */
  static VerdigrisException notPromoted(
      @Nullable String blocked, @Nullable Conclusion conclusion, Standing standing) {
    if (blocked != null || conclusion == null) {
      return Problem.of(
              ExitCode.GATE_FAILED, 621, "NOT PROMOTED", "promotion was asked for, but " + blocked)
          .state(standing.state())
          .next(standing.next())
          .exception();
    }
    int ran = conclusion.expected() - conclusion.filtered();
    if (conclusion.filtered() > 0 || conclusion.notRun().isEmpty()) {
      return Problem.of(
              ExitCode.GATE_FAILED,
              622,
              "NOT PROMOTED",
              "partial: " + ran + " of " + conclusion.expected() + " validations were selected")
          .detail("not run", notRunOrFiltered(conclusion))
          .state(UNTOUCHED)
          .next("run the deployment class as a whole, without a filter")
          .exception();
    }
    return Problem.of(
            ExitCode.GATE_FAILED,
            623,
            "NOT PROMOTED",
            conclusion.notRun().size()
                + " of "
                + conclusion.expected()
                + " validations did not run")
        .detail("not run", notRunOrFiltered(conclusion))
        .state(UNTOUCHED)
        .next("enable or delete them: what did not run validates nothing")
        .exception();
  }

  private static String notRunOrFiltered(Conclusion conclusion) {
    List<TestOutcome> left =
        conclusion.with(
            Ending.SKIPPED, Ending.ABORTED, Ending.NO_RESULT, Ending.EMPTY, Ending.FILTERED);
    return left.isEmpty()
        ? "what the selection left out"
        : limited(left.stream().map(RunProblems::line).toList());
  }

  /** A test on one line: its name, and the first line of what it said. */
  static String line(TestOutcome outcome) {
    String reason = outcome.reason();
    String accepted = outcome.accepted() ? ", accepted" : "";
    String word =
        switch (outcome.ending()) {
          case SKIPPED -> " (disabled" + accepted + ")";
          case ABORTED -> " (aborted" + accepted + ")";
          case WARNED -> " (warning)";
          case WAIVED -> " (waived)";
          case INCONCLUSIVE -> " (inconclusive)";
          case NO_RESULT -> " (no result)";
          case EMPTY -> " (empty)";
          case FILTERED -> " (filtered)";
          case SUCCEEDED, FAILED, BROKEN -> "";
        };
    return outcome.name() + word + (reason == null ? "" : ": " + firstLine(reason));
  }

  private static String firstLine(String text) {
    String stripped = text.strip();
    int end = stripped.indexOf('\n');
    return end < 0 ? stripped : stripped.substring(0, end).strip();
  }

  private static String limited(List<String> lines) {
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SHOWN, lines.size())));
    if (lines.size() > SHOWN) {
      shown.add("and " + (lines.size() - SHOWN) + " more");
    }
    return String.join("\n", shown);
  }

  /** A validation that did not end. */
  static VerdigrisException hangs(String test, Duration limit) {
    return Problem.of(
            ExitCode.GATE_FAILED,
            624,
            "GATE FAILED",
            test + " did not end within " + Durations.text(limit))
        .detail("where", "the stack below is where it hung")
        .state(UNTOUCHED)
        .next("mend the test, or give it longer: timeouts.validation")
        .exception();
  }

  /** A phase that did not end. */
  static VerdigrisException overdue(String phase, Duration limit, Standing standing) {
    return Problem.of(
            ExitCode.NOT_READY,
            620,
            "NOT READY",
            phase + " did not end within " + Durations.text(limit))
        .state("it was told to end; before it: " + standing.state())
        .next("run the same command again: it goes on from what the catalog shows")
        .exception();
  }

  /** A user's phase that failed. */
  static VerdigrisException ownPhaseFailed(String phase, Throwable failure, Standing standing) {
    boolean promoted = standing.promoted();
    return Problem.of(
            promoted ? ExitCode.FOLLOW_UP : ExitCode.GATE_FAILED,
            625,
            promoted ? "FOLLOW-UP FAILED" : "GATE FAILED",
            (promoted ? "promoted, but phase " : "phase ") + phase + " failed")
        .detail("cause", firstLine(String.valueOf(failure)))
        .state(standing.state())
        .next("mend the phase and run the same command again")
        .exception(failure);
  }

  /** An exception that is none of ours gets state and next step; an error stays what it is. */
  static Exception named(Exception failure, Standing standing) {
    if (failure instanceof VerdigrisException) {
      return failure;
    }
    if (failure instanceof InterruptedException) {
      return Problem.of(
              ExitCode.INTERRUPTED,
              621,
              "INTERRUPTED",
              standing.phase().name() + " was interrupted by this process itself")
          .state("before it: " + standing.state())
          .next("run the same command again: it goes on from what the catalog shows")
          .exception(failure);
    }
    return Problem.of(
            ExitCode.INTERNAL,
            621,
            "INTERNAL",
            standing.phase().name() + " ended with " + failure.getClass().getSimpleName())
        .detail("cause", String.valueOf(failure.getMessage()))
        .state("before it: " + standing.state())
        .next(
            "run the same command again: it goes on from what the catalog shows; and please report"
                + " it")
        .exception(failure);
  }

  /**
   * The process is told to end.
   *
   * @param phase the built-in phase that ran; null for one of the user's
   * @param finished whether the run came to its end before the process
   */
  static VerdigrisException interrupted(
      @Nullable BuiltInPhase phase, Standing standing, boolean finished) {
    String name = phase == null ? standing.phase().name() : phase.label();
    String state;
    if (standing.promoted() || finished) {
      state = standing.state();
    } else if (phase == BuiltInPhase.PROMOTE) {
      state = "the swap may have happened or not: the catalog tells, and the next run reads it";
    } else {
      state = "production was not touched; before it: " + standing.state();
    }
    return Problem.of(ExitCode.INTERRUPTED, 620, "INTERRUPTED", "in phase " + name)
        .state(state)
        .next("run the same command again: it goes on from what the catalog shows")
        .exception();
  }

  /** In Maven's own process, what ends the process ends the build, and not with a failure. */
  static VerdigrisException insideMaven() {
    return Problem.of(
            ExitCode.CONFIGURATION,
            620,
            "CONFIGURATION",
            "promotion was asked for inside of Maven's own process (forkCount=0)")
        .detail("because", "a test that ends the process would end the build green")
        .state("nothing was sent to the server")
        .next("leave forkCount=0 out of the deployment's Failsafe execution")
        .exception();
  }

  /** Its counts and reruns cannot be trusted. */
  static VerdigrisException oldSurefire(String version) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            621,
            "CONFIGURATION",
            "Failsafe " + version + " runs the deployment, and 3.6.1 is the first that can")
        .detail("because", "before it, counts are wrong and a failed promotion can end green")
        .state("nothing was sent to the server")
        .next("set the version of maven-failsafe-plugin to 3.6.1 or later")
        .exception();
  }

  /** A click must not change production. */
  static VerdigrisException fromAnIde(String ide, Standing standing) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            622,
            "NOT PROMOTED",
            "promotion was asked for in " + ide + ", which only validates")
        .state(standing.state())
        .next("mvn verify -Pdeploy promotes it")
        .exception();
  }
}
