package dev.verdigris.validations;

import dev.verdigris.gate.Leniency;
import dev.verdigris.gate.Severity;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was said before an assertion: the options that every kind of assertion has. */
final class Options {
  private @Nullable String reason;
  private @Nullable String owner;
  private final Set<String> tags = new TreeSet<>();
  private Leniency leniency = Leniency.NONE;
  private boolean empty;
  private final Set<String> emptyRelations = new LinkedHashSet<>();
  private @Nullable Duration deadline;
  private @Nullable SharedSnapshot snapshot;
  private Timing timing = Timing.ONCE;

  /** Takes over everything that was said elsewhere. */
  void take(Options other) {
    reason = other.reason;
    owner = other.owner;
    tags.addAll(other.tags);
    leniency = other.leniency;
    empty = other.empty;
    emptyRelations.addAll(other.emptyRelations);
    deadline = other.deadline;
    snapshot = other.snapshot;
    timing = other.timing;
  }

  void because(String why) {
    reason = why;
  }

  void owner(String name) {
    owner = name;
  }

  void tag(String tag) {
    tags.add(tag);
  }

  void leniency(Leniency other) {
    leniency = other;
  }

  void severity(Severity severity) {
    leniency = new Leniency(severity, leniency.waiver());
  }

  void allowEmpty() {
    empty = true;
  }

  void allowEmpty(String relation) {
    emptyRelations.add(relation);
  }

  void deadline(Duration duration) {
    deadline = duration;
  }

  void snapshot(SharedSnapshot shared) {
    if (!timing.isOnce()) {
      throw OptionProblems.snapshotAndTime();
    }
    snapshot = shared;
  }

  void timing(Timing other) {
    if (snapshot != null) {
      throw OptionProblems.snapshotAndTime();
    }
    timing = other;
  }

  @Nullable String reason() {
    return reason;
  }

  @Nullable String owner() {
    return owner;
  }

  Set<String> tags() {
    return tags;
  }

  Leniency leniency() {
    return leniency;
  }

  boolean allowsEmpty() {
    return empty;
  }

  /** Whether this relation, by the name that models have for it, may have no rows. */
  boolean allowsEmpty(String relation) {
    return empty || emptyRelations.contains(relation);
  }

  @Nullable Duration deadline() {
    return deadline;
  }

  @Nullable SharedSnapshot snapshot() {
    return snapshot;
  }

  Timing timing() {
    return timing;
  }
}
