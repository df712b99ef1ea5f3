package dev.verdigris.engine.wire;

import java.io.IOException;

/** The engine was told to lose this connection: it ends without a word. */
final class ConnectionDropped extends IOException {
  private static final long serialVersionUID = 1L;

  ConnectionDropped() {
    super("dropped, as the engine was told to");
  }
}
