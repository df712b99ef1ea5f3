package dev.verdigris.acceptance.faults;

import dev.verdigris.Server;
import dev.verdigris.acceptance.TestServer;
import dev.verdigris.engine.LocalEngine;
import java.nio.file.Path;

/** A local engine of its own, which can be killed and started again without disturbing others. */
record EngineServer(LocalEngine engine) implements Server {

  /** Starts one; the caller closes it. */
  static EngineServer start(Path data) {
    return new EngineServer(LocalEngine.builder().dataDirectory(data).start());
  }

  /** As tests see a server. */
  TestServer server() {
    return TestServer.local(this, engine.kafkaAddress());
  }

  @Override
  public String url() {
    return engine.url();
  }

  @Override
  public String description() {
    return "local engine";
  }

  @Override
  public void close() {
    engine.close();
  }
}
