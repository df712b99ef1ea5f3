package dev.verdigris.gate;

import dev.verdigris.Problem;
import dev.verdigris.catalog.Marker;
import dev.verdigris.plan.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a verdict promotes. Pure; the build tool's exit status is never asked. */
public final class Gate {
  /** How far the clock of the machine that validated may be ahead. */
  private static final Duration MOST_AHEAD = Duration.ofMinutes(10);

  private Gate() {}

  /**
   * What a promotion asks of a verdict beside what it holds.
   *
   * @param acceptedTests a number of tests that is accepted although it is smaller than that of the
   *     deployment in production; null: none
   * @param maximumAge how old it may be
   * @param commit the commit that is to be promoted, seven digits or more; empty: any
   * @param now the time
   */
  public record Terms(
      @Nullable Integer acceptedTests, Duration maximumAge, String commit, Instant now) {}

  /**
   * Why {@code verdict} does not promote what stands in the catalog now: it blocks, it is another
   * deployment's or another commit's, it is too old, green's marker holds another one, green or
   * blue is no longer what was validated, or fewer tests stand behind it than behind production.
   */
  public static Optional<Problem> decide(Verdict verdict, Situation situation, Terms terms) {
    return decide(verdict)
        .or(() -> otherDeployment(verdict, situation))
        .or(() -> otherCommit(verdict.evidence(), terms.commit()))
        .or(() -> tooOld(verdict.evidence(), terms))
        .or(() -> otherEnvironment(verdict, situation))
        .or(() -> otherVerdict(verdict, situation))
        .or(() -> fewerTests(verdict.evidence(), situation, terms.acceptedTests()));
  }

  private static Optional<Problem> otherDeployment(Verdict verdict, Situation situation) {
    String deployment = situation.scope().deployment().value();
    String validated = verdict.evidence().deployment();
    return validated.equals(deployment)
        ? Optional.empty()
        : Optional.of(GateProblems.otherDeployment(validated, deployment));
  }

  /** Changes that are not committed are no commit's. */
  private static Optional<Problem> otherCommit(Evidence evidence, String asked) {
    boolean same =
        !evidence.commit().isEmpty()
            && evidence.commit().startsWith(asked)
            && evidence.tree() != WorkingTree.DIRTY;
    return asked.isEmpty() || same
        ? Optional.empty()
        : Optional.of(
            GateProblems.otherCommit(
                evidence.deployment(), evidence.commit(), evidence.tree(), asked));
  }

  private static Optional<Problem> tooOld(Evidence evidence, Terms terms) {
    Duration age = Duration.between(evidence.finishedAt(), terms.now());
    return age.compareTo(terms.maximumAge()) > 0 || age.compareTo(MOST_AHEAD.negated()) < 0
        ? Optional.of(GateProblems.tooOld(evidence.deployment(), age, terms.maximumAge()))
        : Optional.empty();
  }

  private static Optional<Problem> otherEnvironment(Verdict verdict, Situation situation) {
    Fingerprint now = Fingerprint.of(situation);
    return now.digest().equals(verdict.fingerprint().digest())
        ? Optional.empty()
        : Optional.of(
            GateProblems.otherEnvironment(
                situation.scope().deployment().value(), verdict.fingerprint().differences(now)));
  }

  private static Optional<Problem> otherVerdict(Verdict verdict, Situation situation) {
    String marked = situation.facts().map(Marker::verdict).orElse("");
    return marked.equals(verdict.digest())
        ? Optional.empty()
        : Optional.of(GateProblems.otherVerdict(situation.scope().deployment().value(), marked));
  }

  /**
   * Why fewer tests than stand behind production do not promote; empty where they are as many, or
   * accepted.
   */
  public static Optional<Problem> fewerTests(
      Evidence evidence, Situation situation, @Nullable Integer acceptedTests) {
    Marker production =
        situation.units().stream()
            .flatMap(unit -> unit.production().stream())
            .flatMap(holder -> holder.marker().stream())
            .filter(marker -> !marker.deployment().equals(evidence.deployment()))
            .max(Comparator.comparingInt(Marker::tests))
            .orElse(null);
    int tests = evidence.tests();
    if (production == null
        || tests >= production.tests()
        || (acceptedTests != null && tests >= acceptedTests)) {
      return Optional.empty();
    }
    return Optional.of(
        GateProblems.fewerTests(
            evidence.deployment(), tests, production.tests(), production.deployment()));
  }

  /** Why {@code verdict} does not promote; empty where it does. */
  public static Optional<Problem> decide(Verdict verdict) {
    Evidence evidence = verdict.evidence();
    if (evidence.expected().isEmpty()) {
      return Optional.of(GateProblems.nothingExpected(evidence.deployment()));
    }
    if (evidence.executed().isEmpty()) {
      return Optional.of(
          GateProblems.nothingExecuted(evidence.deployment(), evidence.expected().size()));
    }
    List<Executed> blocking = evidence.executed().stream().filter(Executed::blocks).toList();
    Set<String> missing = new HashSet<>(evidence.expected());
    Set<String> unexpected = new HashSet<>();
    Set<String> twice = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (Executed one : evidence.executed()) {
      if (!seen.add(one.id())) {
        twice.add(one.id());
      }
      if (!missing.remove(one.id()) && !twice.contains(one.id())) {
        unexpected.add(one.id());
      }
    }
    if (!blocking.isEmpty() || !missing.isEmpty() || !unexpected.isEmpty() || !twice.isEmpty()) {
      return Optional.of(
          GateProblems.blocked(
              evidence,
              blocking,
              missing.stream().sorted().toList(),
              unexpected.stream().sorted().toList(),
              twice.stream().sorted().toList()));
    }
    if (evidence.tests() == 0) {
      return Optional.of(
          GateProblems.onlyDefaults(evidence.deployment(), evidence.executed().size()));
    }
    if (!verdict.unchanged()) {
      return Optional.of(GateProblems.changedMeanwhile(evidence.deployment()));
    }
    return Optional.empty();
  }
}
