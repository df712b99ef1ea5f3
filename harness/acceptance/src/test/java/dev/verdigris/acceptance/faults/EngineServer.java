package dev.verdigris.acceptance.faults;

import dev.verdigris.acceptance.TestServer;
import dev.verdigris.engine.LocalEngine;
import java.nio.file.Path;

/**
 * A local engine of its own, which can be killed and started again without disturbing others.
 *
 * @param server as tests see it
 */
record EngineServer(LocalEngine engine, TestServer server) implements AutoCloseable {

  /** Starts one; the caller closes it. */
  static EngineServer start(Path data) {
    LocalEngine engine = LocalEngine.builder().dataDirectory(data).start();
    return new EngineServer(engine, TestServer.local(engine));
  }

  @Override
  public void close() {
    engine.close();
  }
}
