package dev.verdigris.engine.wire;

import dev.verdigris.engine.subscribe.Subscription;
import org.jspecify.annotations.Nullable;

/** What FETCH takes rows from: a query's portal, or a subscription. */
final class Cursor implements AutoCloseable {
  private final Portal portal;
  private @Nullable Subscription subscription;

  Cursor(Portal portal) {
    this.portal = portal;
  }

  Portal portal() {
    return portal;
  }

  /** The subscription, once its first rows were asked for. */
  @Nullable Subscription subscription() {
    return subscription;
  }

  void reads(Subscription opened) {
    subscription = opened;
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
  }
}
