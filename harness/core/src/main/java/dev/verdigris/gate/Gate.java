package dev.verdigris.gate;

import dev.verdigris.Problem;
import dev.verdigris.catalog.Marker;
import dev.verdigris.plan.Situation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides whether a verdict promotes. Pure; the build tool's exit status is never asked. */
public final class Gate {
  private Gate() {}

  /**
   * Why {@code verdict} does not promote what stands in the catalog now: it blocks, it is another
   * deployment's, green's marker holds another one, or green is no longer what was validated.
   */
  public static Optional<Problem> decide(Verdict verdict, Situation situation) {
    Optional<Problem> blocked = decide(verdict);
    if (blocked.isPresent()) {
      return blocked;
    }
    String deployment = situation.scope().deployment().value();
    if (!verdict.evidence().deployment().equals(deployment)) {
      return Optional.of(GateProblems.otherDeployment(verdict.evidence().deployment(), deployment));
    }
    Fingerprint now = Fingerprint.of(situation);
    if (!now.digest().equals(verdict.fingerprint().digest())) {
      return Optional.of(
          GateProblems.otherEnvironment(deployment, verdict.fingerprint().differences(now)));
    }
    String marked = situation.facts().map(Marker::verdict).orElse("");
    if (!marked.equals(verdict.digest())) {
      return Optional.of(GateProblems.otherVerdict(deployment, marked));
    }
    return Optional.empty();
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
    List<Executed> blocking =
        evidence.executed().stream().filter(one -> !one.outcome().promotes()).toList();
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
    if (!verdict.unchanged()) {
      return Optional.of(GateProblems.changedMeanwhile(evidence.deployment()));
    }
    return Optional.empty();
  }
}
