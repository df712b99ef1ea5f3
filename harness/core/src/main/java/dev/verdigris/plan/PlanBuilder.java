package dev.verdigris.plan;

import dev.verdigris.Phase;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects steps and keeps the snapshot that they would leave so far. */
final class PlanBuilder {
  private final Phase phase;
  private final Scope scope;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Snapshot snapshot;

  PlanBuilder(Phase phase, Situation situation) {
    this.phase = phase;
    this.scope = situation.scope();
    this.snapshot = situation.snapshot();
  }

  void add(Step step) {
    steps.add(step);
    snapshot = step.after(snapshot);
  }

  void addAll(Collection<? extends Step> more) {
    more.forEach(this::add);
  }

  void note(String text) {
    notes.add(text);
  }

  /** What the steps so far would leave. */
  Snapshot snapshot() {
    return snapshot;
  }

  /** What the steps so far would leave of the deployment. */
  Situation situation() {
    return Situation.of(scope, snapshot);
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  Plan build() {
    return new Plan(phase, scope.deployment(), steps, notes);
  }
}
