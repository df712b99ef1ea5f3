package dev.verdigris.junit;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.WorkingTree;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
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
    /** It holds, or is not to block, and told something that a person should see. */
    WARNED(Outcome.WARN),
    /** It does not hold, and somebody took that upon himself. */
    WAIVED(Outcome.WAIVED),
    /** An assertion did not hold. */
    FAILED(Outcome.FAIL),
    /** It could not be decided. */
    INCONCLUSIVE(Outcome.INCONCLUSIVE),
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
   * @param readAt the times of Materialize that it told to have read at
   * @param accepted whether the configuration accepts that it did not run
   * @param byDefault whether it is a default validation
   */
  record TestOutcome(
      String id,
      String name,
      boolean test,
      boolean leaf,
      Ending ending,
      @Nullable String reason,
      Duration time,
      List<String> readAt,
      boolean accepted,
      boolean byDefault) {

    /** One of the user's that told nothing. */
    TestOutcome(
        String id,
        String name,
        boolean test,
        boolean leaf,
        Ending ending,
        @Nullable String reason,
        Duration time) {
      this(id, name, test, leaf, ending, reason, time, List.of(), false, false);
    }

    /** Whether it ran to an end, good or bad. */
    boolean ran() {
      return ending.outcome() != Outcome.SKIPPED;
    }

    /** The same as it ended otherwise. */
    TestOutcome ended(Ending other, @Nullable String why) {
      return new TestOutcome(id, name, test, leaf, other, why, time, readAt, accepted, byDefault);
    }

    /** The same with the times of Materialize that it told to have read at. */
    TestOutcome readAt(List<String> times) {
      return new TestOutcome(
          id, name, test, leaf, ending, reason, time, times, accepted, byDefault);
    }

    /** The same as a default validation, and with what the configuration accepts. */
    TestOutcome judged(boolean isDefault, DeploymentConfig.Gate gate) {
      boolean skipped = ending == Ending.SKIPPED || ending == Ending.ABORTED;
      boolean accept =
          skipped
              && (covered(gate.acceptedSkips())
                  || (isDefault && ending == Ending.SKIPPED && covered(gate.off())));
      return new TestOutcome(id, name, test, leaf, ending, reason, time, readAt, accept, isDefault);
    }

    private boolean covered(List<String> names) {
      return names.stream().anyMatch(one -> TestNames.covers(one, name));
    }
  }

  List<TestOutcome> with(Ending... endings) {
    List<Ending> wanted = List.of(endings);
    return tests.stream().filter(outcome -> wanted.contains(outcome.ending())).toList();
  }

  List<TestOutcome> failed() {
    return with(Ending.FAILED, Ending.INCONCLUSIVE, Ending.BROKEN);
  }

  /** What ran into nothing and is not accepted: skipped, aborted, without result, empty. */
  List<TestOutcome> notRun() {
    return with(Ending.SKIPPED, Ending.ABORTED, Ending.NO_RESULT, Ending.EMPTY).stream()
        .filter(outcome -> !outcome.accepted())
        .toList();
  }

  /** What did not run and is accepted by name. */
  List<TestOutcome> accepted() {
    return tests.stream().filter(TestOutcome::accepted).toList();
  }

  /** What ended well and told something that a person should see. */
  List<TestOutcome> noted() {
    return with(Ending.WARNED, Ending.WAIVED);
  }

  /** What a person should see of a validation that does not fail. */
  List<TestOutcome> toShow() {
    return tests.stream()
        .filter(
            outcome ->
                noted().contains(outcome)
                    || notRun().contains(outcome)
                    || accepted().contains(outcome))
        .toList();
  }

  long succeeded() {
    return tests.stream().filter(outcome -> outcome.test() && outcome.ending().promotes()).count();
  }

  /**
   * For people: {@code 6 of 8 passed, 1 with a warning, 1 waived}. A failure that does not block is
   * not counted as one that passed.
   */
  String counts() {
    long warned = tests(Ending.WARNED);
    long waived = tests(Ending.WAIVED);
    return tests(Ending.SUCCEEDED)
        + " of "
        + total()
        + " passed"
        + (warned == 0 ? "" : ", " + warned + " with a warning")
        + (waived == 0 ? "" : ", " + waived + " waived");
  }

  private long tests(Ending ending) {
    return with(ending).stream().filter(TestOutcome::test).count();
  }

  /** How many of the user's own tests ended well. */
  long own() {
    return tests.stream()
        .filter(outcome -> outcome.test() && outcome.ending().promotes() && !outcome.byDefault())
        .count();
  }

  /** How many tests there are: those that were found, and those that were made on the way. */
  long total() {
    return tests.stream().filter(TestOutcome::test).count();
  }

  /** Whether every expected test ended well, and there was at least one of the user's own. */
  boolean full() {
    return failed().isEmpty() && notRun().isEmpty() && filtered == 0 && own() > 0;
  }

  /**
   * The same for the gate: one entry for each expected or newly made test, factory and template.
   * Classes are in it only when they failed, so that they block.
   *
   * @param commit the git commit that was validated; empty where there is none
   * @param tree whether the files were those of the commit
   * @param versions of what validated and of the server, by name
   */
  Evidence evidence(
      String deployment,
      String commit,
      WorkingTree tree,
      Instant startedAt,
      Instant finishedAt,
      SortedMap<String, String> versions) {
    Map<String, TestOutcome> worst = new LinkedHashMap<>();
    Set<String> ids = new LinkedHashSet<>();
    for (TestOutcome one : tests) {
      boolean counts = one.test() || one.leaf();
      if (counts) {
        ids.add(one.id());
      }
      if (counts || (one.ran() && !one.ending().promotes())) {
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
                        one.reason() == null ? "" : one.reason(),
                        one.readAt(),
                        one.accepted(),
                        one.byDefault()))
            .toList();
    return new Evidence(
        deployment, commit, tree, startedAt, finishedAt, List.copyOf(ids), executed, versions);
  }
}
