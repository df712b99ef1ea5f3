package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compares snapshots of the catalog. */
final class Snapshots {
  private Snapshots() {}

  /** Equal, or else what differs, one line each. */
  static void assertSame(Snapshot actual, Snapshot expected, String what) {
    if (!actual.equals(expected)) {
      assertThat(lines(actual, expected)).as(what).isEqualTo(lines(expected, actual));
      throw new AssertionError(what + ": the snapshots differ in roles or database");
    }
  }

  private static List<String> lines(Snapshot one, Snapshot other) {
    return Stream.of(
            lines(one.schemas(), other.schemas()),
            lines(one.clusters(), other.clusters()),
            lines(one.items(), other.items()),
            lines(one.defaultPrivileges(), other.defaultPrivileges()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> lines(Map<String, ?> one, Map<String, ?> other) {
    return one.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(other.get(entry.getKey())))
        .map(String::valueOf)
        .sorted()
        .toList();
  }
}
