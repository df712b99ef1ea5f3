package dev.verdigris.junit;

import org.jspecify.annotations.Nullable;

/**
 * A phase at its place in the order. The phase itself is fetched only when the deployment runs:
 * discovery must not initialize the user's classes.
 *
 * @param name the phase's name in the tree and on the console
 * @param order its place
 * @param builtIn which of the built-in phases it is, or null
 * @param source gives a user's phase; null for a built-in one
 */
record PlannedPhase(
    String name, int order, @Nullable BuiltInPhase builtIn, @Nullable PhaseSource source) {

  /** Fetches a user's phase. */
  @FunctionalInterface
  interface PhaseSource {
    DeploymentPhase get() throws ReflectiveOperationException;
  }

  /**
   * The user's phase itself.
   *
   * @throws ReflectiveOperationException when it cannot be made
   */
  DeploymentPhase fetch() throws ReflectiveOperationException {
    if (source == null) {
      throw new IllegalStateException(name + " is a built-in phase");
    }
    return source.get();
  }

  static PlannedPhase of(BuiltInPhase phase) {
    return new PlannedPhase(phase.label(), phase.order(), phase, null);
  }
}
