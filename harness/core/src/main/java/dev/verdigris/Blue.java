package dev.verdigris;

import dev.verdigris.gate.Findings;

/** Production as it is beside green: what a deployment would replace. */
public final class Blue extends ViewedEnvironment {
  Blue(EnvironmentView view) {
    super(view);
  }

  /** The same environment, for one validation: what it finds is told to {@code findings}. */
  public Blue reportingTo(Findings findings) {
    return new Blue(view.reportingTo(findings));
  }
}
