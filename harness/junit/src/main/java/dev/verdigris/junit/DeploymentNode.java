package dev.verdigris.junit;

import dev.verdigris.VerdigrisException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;

/**
 * A {@link Deployment} class in the test tree. It has a class as its source, since Surefire drops
 * the nodes of one that has none and then calls a failed init a success.
 */
final class DeploymentNode extends AbstractTestDescriptor {
  private final Class<?> deploymentClass;
  private final boolean partOnly;
  private final List<PhaseNode> phases = new ArrayList<>();
  private @Nullable ExpectedTests expected;
  private @Nullable NestedJupiter jupiter;
  private @Nullable ExpectedTests smokeTests;
  private @Nullable NestedJupiter smokeJupiter;
  private Set<String> defaults = Set.of();
  private @Nullable Unfit unfit;

  /**
   * Why the deployment cannot run.
   *
   * @param at the phase whose node shows it
   * @param problem what was found
   */
  record Unfit(BuiltInPhase at, VerdigrisException problem) {}

  DeploymentNode(UniqueId parent, Class<?> deploymentClass, boolean partOnly) {
    super(
        parent.append("deployment", deploymentClass.getName()),
        deploymentClass.getSimpleName(),
        ClassSource.from(deploymentClass));
    this.deploymentClass = deploymentClass;
    this.partOnly = partOnly;
  }

  void add(PhaseNode phase) {
    phases.add(phase);
    addChild(phase);
  }

  void expect(ExpectedTests tests, NestedJupiter launcher) {
    expected = tests;
    jupiter = launcher;
    addChild(tests.root());
  }

  void smoke(ExpectedTests tests, NestedJupiter launcher) {
    smokeTests = tests;
    smokeJupiter = launcher;
    addChild(tests.root());
  }

  void defaults(Set<String> classNames) {
    defaults = Set.copyOf(classNames);
  }

  /** Names of the default validation classes among the expected. */
  Set<String> defaults() {
    return defaults;
  }

  void fail(BuiltInPhase at, VerdigrisException problem) {
    if (unfit == null) {
      unfit = new Unfit(at, problem);
    }
  }

  Class<?> deploymentClass() {
    return deploymentClass;
  }

  /** Whether a node below this one was selected by its unique id, and not the whole. */
  boolean partOnly() {
    return partOnly;
  }

  /** All phases, in order; those that a filter took out of the tree too. */
  List<PhaseNode> phases() {
    return phases;
  }

  /** The validation tests; absent when their discovery failed. */
  @Nullable ExpectedTests expected() {
    return expected;
  }

  /** What runs the validation tests; absent when their discovery failed. */
  @Nullable NestedJupiter jupiter() {
    return jupiter;
  }

  /** The smoke tests; absent where there are none. */
  @Nullable ExpectedTests smokeTests() {
    return smokeTests;
  }

  /** What runs the smoke tests; absent where there are none. */
  @Nullable NestedJupiter smokeJupiter() {
    return smokeJupiter;
  }

  /** What discovery found wrong; nothing is run then. */
  @Nullable Unfit unfit() {
    return unfit;
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  @Override
  public String getLegacyReportingName() {
    return deploymentClass.getName();
  }

  /** So that a filter that matches nothing leaves a deployment that fails, and not an empty run. */
  @Override
  public boolean mayRegisterTests() {
    return true;
  }
}
