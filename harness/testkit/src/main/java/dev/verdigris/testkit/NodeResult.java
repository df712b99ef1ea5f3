package dev.verdigris.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one node of the tree came to: a phase, a validation, a class.
 *
 * @param name its display name: {@code promote}, {@code keysAreUnique()}
 * @param id its unique id
 * @param status how it ended
 * @param message what it failed with or was not run for; empty where it said nothing
 * @param failure what it failed with, if it did
 * @param entries the report entries that were published for it, in their order
 */
public record NodeResult(
    String name,
    String id,
    Status status,
    String message,
    Optional<Throwable> failure,
    List<Map<String, String>> entries) {

  /** How a node ended. */
  public enum Status {
    /** It ended well. */
    SUCCESSFUL,
    /** It failed. */
    FAILED,
    /** An assumption did not hold. */
    ABORTED,
    /** It was not run. */
    SKIPPED,
    /** It began and did not end; or nothing of this name is there. */
    ABSENT
  }

  /** Makes the list immutable. */
  public NodeResult {
    entries = List.copyOf(entries);
  }
}
