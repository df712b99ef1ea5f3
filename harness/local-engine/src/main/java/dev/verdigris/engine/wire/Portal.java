package dev.verdigris.engine.wire;

import dev.verdigris.engine.subscribe.Subscription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prepared statement with its values: one run of it, which may give its rows in portions. */
final class Portal implements AutoCloseable {
  private final Prepared prepared;
  private final List<byte @Nullable []> parameters;
  private final Formats formats;
  private @Nullable String onBackend;
  private @Nullable Subscription subscription;
  private boolean done;

  Portal(Prepared prepared, List<byte @Nullable []> parameters, Formats formats) {
    this.prepared = prepared;
    this.parameters = parameters;
    this.formats = formats;
  }

  static Portal of(Prepared prepared) {
    return new Portal(prepared, List.of(), Formats.TEXT);
  }

  Prepared prepared() {
    return prepared;
  }

  List<byte @Nullable []> parameters() {
    return parameters;
  }

  Formats formats() {
    return formats;
  }

  /** The name of the portal in PostgreSQL that has the remaining rows. */
  @Nullable String onBackend() {
    return onBackend;
  }

  void openedOnBackend(String name) {
    onBackend = name;
  }

  /** The subscription whose changes it gives in portions. */
  @Nullable Subscription subscription() {
    return subscription;
  }

  void reads(Subscription opened) {
    subscription = opened;
  }

  /** Whether some of its rows were sent already, and others not. */
  boolean isSuspended() {
    return onBackend != null || subscription != null;
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
  }

  boolean isDone() {
    return done;
  }

  void finish() {
    done = true;
  }
}
