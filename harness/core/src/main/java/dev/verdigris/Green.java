package dev.verdigris;

import dev.verdigris.gate.Findings;

/** The deployment's environment: what is validated before it is promoted. */
public final class Green extends ViewedEnvironment {
  Green(EnvironmentView view) {
    super(view);
  }

  /** The same environment, for one validation: what it finds is told to {@code findings}. */
  public Green reportingTo(Findings findings) {
    return new Green(view.reportingTo(findings));
  }
}
