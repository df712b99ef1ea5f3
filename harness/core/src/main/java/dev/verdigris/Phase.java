package dev.verdigris;

import java.util.Locale;

/** The phases of a deployment, in the order in which they run. */
public enum Phase {
  /** Green schemas and clusters are made from blue's. */
  INIT,
  /** The models are created in green. */
  RUN,
  /** Every expected object is waited for until it is hydrated and its lag is small enough. */
  AWAIT,
  /** The user's tests run against green. */
  VALIDATE,
  /** One transaction swaps green and blue; then the sinks are cut over. */
  PROMOTE,
  /** The swap in reverse, while blue still stands. */
  ROLLBACK,
  /** The old environment is dropped. */
  CLEANUP;

  /** The phase's name as people read it: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
