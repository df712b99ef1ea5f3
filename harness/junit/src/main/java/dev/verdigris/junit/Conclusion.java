package dev.verdigris.junit;

import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the validation tests came to, measured against what was expected.
 *
 * @param tests what every test came to, and every class, factory or template, in the order of the
 *     tree
 * @param expected how many tests, factories and templates the whole suite has
 * @param filtered how many of them were not selected
 */
record Conclusion(List<TestOutcome> tests, int expected, int filtered) {

  Conclusion {
    tests = List.copyOf(tests);
  }

  /** How one test ended. */
  enum Ending {
    SUCCEEDED(Outcome.PASS),
    /** An assertion did not hold. */
    FAILED(Outcome.FAIL),
    /** Any other exception. */
    BROKEN(Outcome.ERROR),
    /** Disabled, or in a container that was. */
    SKIPPED(Outcome.SKIPPED),
    /** An assumption did not hold. */
    ABORTED(Outcome.SKIPPED),
    /** No event told how it ended. */
    NO_RESULT(Outcome.SKIPPED),
    /** A factory or template that made no test. */
    EMPTY(Outcome.SKIPPED),
    /** Not selected. */
    FILTERED(Outcome.SKIPPED);

    private final Outcome outcome;

    Ending(Outcome outcome) {
      this.outcome = outcome;
    }

    Outcome outcome() {
      return outcome;
    }

    boolean promotes() {
      return outcome.promotes();
    }
  }

  /**
   * How one test ended.
   *
   * @param id the unique id in the nested run
   * @param name for people: {@code DelayValidation.keysAreUnique(Green)}
   * @param test whether it is a test, and not a class, factory or template
   * @param leaf whether it is in the suite without others below it: a test, factory or template
   * @param ending how it ended
   * @param reason the failure's message or the reason for not running, if there is one
   * @param time how long it took
   */
  record TestOutcome(
      String id,
      String name,
      boolean test,
      boolean leaf,
      Ending ending,
      @Nullable String reason,
      Duration time) {

    /** Whether it ran to an end, good or bad. */
    boolean ran() {
      return ending == Ending.SUCCEEDED || ending == Ending.FAILED || ending == Ending.BROKEN;
    }
  }

  List<TestOutcome> with(Ending... endings) {
    List<Ending> wanted = List.of(endings);
    return tests.stream().filter(outcome -> wanted.contains(outcome.ending())).toList();
  }

  List<TestOutcome> failed() {
    return with(Ending.FAILED, Ending.BROKEN);
  }

  /** What ran into nothing: skipped, aborted, without result, empty. */
  List<TestOutcome> notRun() {
    return with(Ending.SKIPPED, Ending.ABORTED, Ending.NO_RESULT, Ending.EMPTY);
  }

  long succeeded() {
    return tests.stream()
        .filter(outcome -> outcome.test() && outcome.ending() == Ending.SUCCEEDED)
        .count();
  }

  /** How many tests there are: those that were found, and those that were made on the way. */
  long total() {
    return tests.stream().filter(TestOutcome::test).count();
  }

  /** Whether every expected test ended successfully, and there was at least one. */
  boolean full() {
    return failed().isEmpty() && notRun().isEmpty() && filtered == 0 && succeeded() > 0;
  }

  /**
   * The same for the gate: one entry for each expected or newly made test, factory and template.
   * Classes are in it only when they failed, so that they block.
   *
   * @param commit the git commit that was validated; empty where there is none
   */
  Evidence evidence(String deployment, String commit, Instant startedAt, Instant finishedAt) {
    Map<String, TestOutcome> worst = new LinkedHashMap<>();
    Set<String> ids = new LinkedHashSet<>();
    for (TestOutcome one : tests) {
      boolean counts = one.test() || one.leaf();
      if (counts) {
        ids.add(one.id());
      }
      if (counts || one.ending() == Ending.FAILED || one.ending() == Ending.BROKEN) {
        worst.merge(one.id(), one, (first, second) -> second.ending().promotes() ? first : second);
      }
    }
    List<Executed> executed =
        worst.values().stream()
            .map(
                one ->
                    new Executed(
                        one.id(),
                        one.name(),
                        one.ending().outcome(),
                        one.time(),
                        one.reason() == null ? "" : one.reason()))
            .toList();
    return new Evidence(deployment, commit, startedAt, finishedAt, List.copyOf(ids), executed);
  }
}
