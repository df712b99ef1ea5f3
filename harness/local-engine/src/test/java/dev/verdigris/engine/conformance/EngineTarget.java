package dev.verdigris.engine.conformance;

import dev.verdigris.engine.LocalEngine;

/** A fresh local engine, with data of its own. */
record EngineTarget(LocalEngine engine) implements Target {

  static EngineTarget start() {
    return new EngineTarget(LocalEngine.builder().start());
  }

  @Override
  public int port() {
    return engine.port();
  }

  @Override
  public int internalPort() {
    return engine.internalPort();
  }

  @Override
  public String kafka() {
    return engine.kafkaAddress();
  }

  @Override
  public void close() {
    engine.close();
  }
}
