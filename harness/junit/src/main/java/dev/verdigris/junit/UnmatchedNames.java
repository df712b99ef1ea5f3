package dev.verdigris.junit;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Nearest;
import dev.verdigris.gate.NamedWaiver;
import dev.verdigris.junit.Conclusion.TestOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds names in the configuration that mean no validation: one that was renamed would otherwise be
 * lenient about nothing without a word.
 */
final class UnmatchedNames {
  private UnmatchedNames() {}

  /** One line for each name; none where not all tests were selected. */
  static List<String> of(Conclusion conclusion, DeploymentConfig.Gate gate) {
    List<String> lines = new ArrayList<>();
    if (conclusion.filtered() > 0) {
      return lines;
    }
    List<TestOutcome> tests = conclusion.tests();
    add("gate.off", "default validation", gate.off(), tests, TestOutcome::byDefault, lines);
    add("gate.warn", "validation", gate.warn(), tests, any -> true, lines);
    add("gate.accepted_skips", "validation", gate.acceptedSkips(), tests, any -> true, lines);
    add(
        "gate.waivers",
        "validation",
        gate.waivers().stream().map(NamedWaiver::test).toList(),
        tests,
        any -> true,
        lines);
    return lines;
  }

  private static void add(
      String key,
      String kind,
      List<String> configured,
      List<TestOutcome> tests,
      Predicate<TestOutcome> which,
      List<String> lines) {
    List<String> names = tests.stream().filter(which).map(TestOutcome::name).toList();
    for (String one : configured) {
      if (names.stream().noneMatch(name -> TestNames.covers(one, name))) {
        lines.add(
            key
                + " names "
                + one
                + ", and no "
                + kind
                + " is called so"
                + Nearest.to(one, names).map(near -> "; did you mean " + near + "?").orElse(""));
      }
    }
  }
}
