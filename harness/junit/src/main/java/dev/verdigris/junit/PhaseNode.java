package dev.verdigris.junit;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/** A phase in the test tree: a test with its own time, failure and reason for not running. */
final class PhaseNode extends AbstractTestDescriptor {
  private final PlannedPhase phase;

  PhaseNode(UniqueId parent, PlannedPhase phase) {
    super(parent.append("phase", phase.name()), phase.name());
    this.phase = phase;
  }

  PlannedPhase phase() {
    return phase;
  }

  /** A tag filter takes untagged nodes out of the tree; the phase runs all the same. */
  boolean visible() {
    return getParent().isPresent();
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }
}
