package dev.verdigris.junit;

import java.util.Set;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.launcher.TestIdentifier;

/** A node of the nested Jupiter run, shown in the deployment's tree under its own name. */
final class MirrorNode extends AbstractTestDescriptor {
  private final TestIdentifier original;
  private final boolean leaf;

  /**
   * Makes a node.
   *
   * @param leaf whether the node has no children yet: as a container it then registers its tests
   *     while it runs
   */
  MirrorNode(UniqueId deployment, TestIdentifier original, boolean leaf) {
    super(
        rebase(deployment, original.getUniqueIdObject()),
        original.getDisplayName(),
        original.getSource().orElse(null));
    this.original = original;
    this.leaf = leaf;
  }

  TestIdentifier original() {
    return original;
  }

  private static UniqueId rebase(UniqueId base, UniqueId nested) {
    UniqueId id = base;
    for (UniqueId.Segment segment : nested.getSegments()) {
      id = id.append(segment);
    }
    return id;
  }

  @Override
  public Type getType() {
    return original.getType();
  }

  @Override
  public Set<TestTag> getTags() {
    return original.getTags();
  }

  @Override
  public String getLegacyReportingName() {
    return original.getLegacyReportingName();
  }

  @Override
  public boolean mayRegisterTests() {
    return leaf && original.isContainer();
  }
}
