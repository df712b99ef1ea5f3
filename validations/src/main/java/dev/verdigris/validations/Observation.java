package dev.verdigris.validations;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * One thing that a look at the catalog or at the health of an environment found.
 *
 * @param grade how much it weighs
 * @param label what kind of thing it is, one word of at most nine letters: {@code removed}
 * @param text the thing itself, for people
 */
record Observation(Grade grade, String label, String text) {

  /** How much an observation weighs. */
  enum Grade {
    /** What was asserted does not hold. */
    FAIL,
    /** It is not known whether it holds. */
    UNKNOWN,
    /** It holds, and a person should see this. */
    WARN
  }

  static Observation fail(String label, String text) {
    return new Observation(Grade.FAIL, label, text);
  }

  static Observation unknown(String text) {
    return new Observation(Grade.UNKNOWN, "unknown", text);
  }

  static Observation warn(String label, String text) {
    return new Observation(Grade.WARN, label, text);
  }

  /** The same, only told of, where its label is one of {@code tolerated}. */
  Observation tolerating(Set<String> tolerated) {
    return grade == Grade.FAIL && tolerated.contains(label) ? warn(label, text) : this;
  }

  static List<Observation> of(Grade grade, Collection<Observation> observations) {
    return observations.stream().filter(observation -> observation.grade() == grade).toList();
  }
}
