package dev.verdigris.validations;

import dev.verdigris.Nearest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The texts of options that cannot be meant so; the mistake is in the test, not in green. */
final class OptionProblems {
  private OptionProblems() {}

  static IllegalArgumentException noColumn(String relation, String column, List<String> known) {
    String meant =
        Nearest.to(column, known).map(name -> "did you mean \"" + name + "\"? ").orElse("");
    return new IllegalArgumentException(
        relation
            + " has no column \""
            + column
            + "\"; "
            + meant
            + "it has "
            + String.join(", ", known));
  }

  static IllegalArgumentException noColumns(String option) {
    return new IllegalArgumentException(option + ": name at least one column");
  }

  static IllegalArgumentException twice(String option, String column) {
    return new IllegalArgumentException(option + ": \"" + column + "\" is named twice");
  }

  static IllegalArgumentException wrongType(
      String option, String column, String type, String wanted) {
    return new IllegalArgumentException(
        option + ": column \"" + column + "\" is " + type + ", and this needs " + wanted);
  }

  static IllegalArgumentException keyIgnored(String column) {
    return new IllegalArgumentException("\"" + column + "\" is in the key and ignored: say one");
  }

  static IllegalArgumentException keyTolerated(String column) {
    return new IllegalArgumentException(
        "\"" + column + "\" is in the key, which is compared exactly: it takes no tolerance");
  }

  static IllegalArgumentException outOfRange(String option, Object value, String range) {
    return new IllegalArgumentException(option + ": " + value + " is not " + range);
  }

  static IllegalArgumentException blank(String option) {
    return new IllegalArgumentException(option + ": the text is blank");
  }

  static IllegalStateException noKey(String assertion) {
    return new IllegalStateException(
        "say what tells rows apart: keyedBy(\"…\")." + assertion + "(…)");
  }

  static IllegalStateException snapshotAndTime() {
    return new IllegalStateException(
        "a shared timestamp stands still: eventually, always and stableFor cannot read at it");
  }

  static IllegalArgumentException notInSnapshot(String relation, List<String> known) {
    return new IllegalArgumentException(
        "the shared timestamp was not taken for "
            + relation
            + ": name it in snapshotOf(…), which has "
            + known.stream().sorted().collect(Collectors.joining(", ")));
  }

  static Duration positive(String option, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw outOfRange(option, duration.toMillis() + " ms", "longer than 0 ms");
    }
    return duration;
  }

  static String text(String option, String text) {
    if (text.isBlank()) {
      throw blank(option);
    }
    return text;
  }
}
