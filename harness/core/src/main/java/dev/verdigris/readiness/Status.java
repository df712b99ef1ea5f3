package dev.verdigris.readiness;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the server reports now. Rows come and go; one that came twice has to go twice.
 *
 * <p>Not for use by several threads.
 */
final class Status {

  /**
   * One row.
   *
   * @param what {@code hydrated}, {@code lag} or {@code frontier}
   * @param objectId the object
   * @param replicaId the replica; empty where none reported or where it is not about one
   * @param value {@code t} or {@code f}; for a lag, seconds
   */
  record Row(String what, String objectId, String replicaId, String value) {}

  private final Map<Row, Long> counts = new HashMap<>();

  /** Takes a row in or out. */
  void change(Row row, long diff) {
    counts.merge(row, diff, Long::sum);
    counts.remove(row, 0L);
  }

  /** Forgets everything. */
  void clear() {
    counts.clear();
  }

  /** The values of what is reported about an object, or about it on a replica. */
  Set<String> values(String what, String objectId, String replicaId) {
    Set<String> values = new HashSet<>();
    counts.forEach(
        (row, count) -> {
          boolean matches =
              count > 0
                  && row.what().equals(what)
                  && row.objectId().equals(objectId)
                  && row.replicaId().equals(replicaId);
          if (matches) {
            values.add(row.value());
          }
        });
    return values;
  }
}
