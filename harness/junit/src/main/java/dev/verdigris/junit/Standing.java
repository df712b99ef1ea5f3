package dev.verdigris.junit;

import dev.verdigris.gate.RunState.Promotion;

/** Where a deployment stands: what the last lines of a run, or of an interrupted one, say. */
final class Standing {
  private volatile PlannedPhase phase = PlannedPhase.of(BuiltInPhase.INIT);
  private boolean interrupted;
  private volatile Promotion promotion = Promotion.NOT_BEGUN;
  private volatile boolean outcomeUnknown;
  private volatile String state = "nothing was changed";
  private volatile String next = "run the same command again";

  /**
   * Begins a phase.
   *
   * @return false when the process has been told to end: what has not begun does not begin
   */
  synchronized boolean enter(PlannedPhase entered) {
    if (interrupted) {
      return false;
    }
    phase = entered;
    return true;
  }

  /** Lets no further phase begin; the phase that runs. */
  synchronized PlannedPhase interrupt() {
    interrupted = true;
    return phase;
  }

  /** The phase that runs now. */
  PlannedPhase phase() {
    return phase;
  }

  void left(Rollout.Done done) {
    left(done.state(), done.next());
  }

  void left(String newState, String newNext) {
    state = newState;
    next = newNext;
  }

  /** Production may be changing from now on. */
  void beginPromotion() {
    promotion = Promotion.BEGUN;
  }

  void promote() {
    promotion = Promotion.PROMOTED;
  }

  /** The promotion failed, and production is what it was. */
  void notPromoted() {
    promotion = Promotion.NOT_PROMOTED;
  }

  /** A COMMIT may still take effect: that production is what it was is no fact yet. */
  void leaveOutcomeUnknown() {
    outcomeUnknown = true;
  }

  boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  Promotion promotion() {
    return promotion;
  }

  /** Whether production's names are green's objects by now. */
  boolean promoted() {
    return promotion == Promotion.PROMOTED;
  }

  /** Whether the process has been told to end. */
  synchronized boolean interrupted() {
    return interrupted;
  }

  String state() {
    return state;
  }

  String next() {
    return next;
  }

  /** A phase that leaves everything as it was. */
  Rollout.Done unchanged(String text) {
    return new Rollout.Done(text, state, next);
  }
}
