package dev.verdigris.engine.sink;

import dev.verdigris.engine.catalog.ItemId;

/** Is told of every {@link SinkStep}, in the thread that does it. */
@FunctionalInterface
public interface SinkSteps {

  /** Lets everything happen. */
  SinkSteps NONE = (sink, step) -> {};

  /**
   * A step is reached. To end the sink here as a killed process would, throw an {@link Error}, at
   * this call and at every one that follows: nothing that lasts is done between two of them.
   */
  void reached(ItemId sink, SinkStep step);
}
