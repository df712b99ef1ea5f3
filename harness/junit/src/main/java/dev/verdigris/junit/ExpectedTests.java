package dev.verdigris.junit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * The whole suite, as a discovery without any filter finds it, mirrored into the deployment's tree.
 * Filters may take nodes out of the tree afterwards; what is missing there is what they took.
 */
final class ExpectedTests {
  private final UniqueId deployment;
  private final MirrorNode root;
  private final Map<String, MirrorNode> nodes = new ConcurrentHashMap<>();
  private final List<MirrorNode> leaves = new ArrayList<>();

  /** Mirrors the plan of the nested launcher. */
  ExpectedTests(UniqueId deployment, TestPlan plan) {
    this.deployment = deployment;
    TestIdentifier engine = plan.getRoots().iterator().next();
    this.root = mirror(plan, engine);
  }

  private MirrorNode mirror(TestPlan plan, TestIdentifier original) {
    Set<TestIdentifier> children = plan.getChildren(original);
    MirrorNode node = new MirrorNode(deployment, original, children.isEmpty());
    nodes.put(original.getUniqueId(), node);
    if (children.isEmpty()) {
      leaves.add(node);
    }
    children.forEach(child -> node.addChild(mirror(plan, child)));
    return node;
  }

  MirrorNode root() {
    return root;
  }

  /** Every test, and every factory or template, which makes its tests while it runs. */
  List<MirrorNode> leaves() {
    return leaves.stream().filter(leaf -> !leaf.equals(root)).toList();
  }

  boolean isLeaf(MirrorNode node) {
    return leaves.contains(node);
  }

  /** The leaves that filters left in the tree of {@code deploymentNode}. */
  List<MirrorNode> selected(DeploymentNode deploymentNode) {
    Set<TestDescriptor> present = new HashSet<>();
    deploymentNode.accept(present::add);
    return leaves().stream().filter(present::contains).toList();
  }

  /** The node that mirrors the nested run's node of that unique id. */
  @Nullable MirrorNode node(String originalId) {
    return nodes.get(originalId);
  }

  /** Mirrors a node that was registered while the tests run; its parent has been mirrored. */
  MirrorNode register(TestIdentifier original, MirrorNode parent) {
    MirrorNode node = new MirrorNode(deployment, original, true);
    parent.addChild(node);
    nodes.put(original.getUniqueId(), node);
    return node;
  }

  /** Which of the named classes have no test at all. */
  List<String> withoutTests(List<String> classNames) {
    Set<String> present = new HashSet<>();
    for (TestDescriptor child : root.getChildren()) {
      child
          .getSource()
          .filter(ClassSource.class::isInstance)
          .map(ClassSource.class::cast)
          .ifPresent(source -> present.add(source.getClassName()));
    }
    return classNames.stream().filter(name -> !present.contains(name)).toList();
  }
}
