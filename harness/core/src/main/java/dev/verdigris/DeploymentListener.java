package dev.verdigris;

/** Hears what a deployment does while it does it. Called in order, by one thread at a time. */
@FunctionalInterface
public interface DeploymentListener {

  /** Hears nothing. */
  DeploymentListener NONE = event -> {};

  /** Called for every event; must not throw and should not take long. */
  void on(Event event);
}
