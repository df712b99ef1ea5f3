package dev.verdigris.readiness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the server reports now. Rows come and go; one that came twice has to go twice.
 *
 * <p>Not for use by several threads.
 */
final class Status {

  /**
   * One row.
   *
   * @param what what it tells, such as {@link Readiness#HYDRATED}
   * @param objectId the object, replica or source that it is about
   * @param part the replica of a hydration, the slowest input of a lag, the reason of a status;
   *     empty where there is none
   * @param value {@code t} or {@code f}; for a lag, seconds; a status; a number
   */
  record Row(String what, String objectId, String part, String value) {}

  private final Map<String, Map<Row, Long>> byObject = new HashMap<>();
  private long setbacks;
  private boolean told;

  /** Takes a row in or out. */
  void change(Row row, long diff) {
    told = true;
    if (diff > 0 && row.what().equals(Readiness.HYDRATED) && row.value().equals("f")) {
      setbacks++;
    }
    Map<Row, Long> counts = byObject.computeIfAbsent(row.objectId(), id -> new HashMap<>());
    counts.merge(row, diff, Long::sum);
    counts.remove(row, 0L);
  }

  /** Forgets every row, since all that there are come anew. */
  void clear() {
    byObject.clear();
    told = true;
  }

  /** Whether anything was told so far, if only that there is nothing. */
  boolean isTold() {
    return told;
  }

  /** How often something was told not to be hydrated, also where that has passed since. */
  long setbacks() {
    return setbacks;
  }

  /** What is reported about an object. */
  List<Row> rows(String what, String objectId) {
    return byObject.getOrDefault(objectId, Map.of()).entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(Map.Entry::getKey)
        .filter(row -> row.what().equals(what))
        .toList();
  }

  /** The values of what is reported about a part of an object. */
  Set<String> values(String what, String objectId, String part) {
    return rows(what, objectId).stream()
        .filter(row -> row.part().equals(part))
        .map(Row::value)
        .collect(Collectors.toSet());
  }
}
