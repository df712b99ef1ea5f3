package dev.verdigris;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what a listener throws until a plan is executed. Somebody who listens, to write a file for
 * example, must not stand between a COMMIT and the sinks.
 */
final class DeferringListener implements DeploymentListener {
  private final DeploymentListener delegate;
  private volatile @Nullable RuntimeException thrown;

  DeferringListener(DeploymentListener delegate) {
    this.delegate = delegate;
  }

  @Override
  public void on(Event event) {
    try {
      delegate.on(event);
    } catch (RuntimeException e) {
      RuntimeException first = thrown;
      if (first == null) {
        thrown = e;
      } else {
        first.addSuppressed(e);
      }
    }
  }

  /** Throws the first of what was thrown. */
  void rethrow() {
    RuntimeException first = thrown;
    if (first != null) {
      throw first;
    }
  }
}
