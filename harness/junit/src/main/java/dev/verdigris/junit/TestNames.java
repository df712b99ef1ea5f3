package dev.verdigris.junit;

import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** Names of tests in messages. */
final class TestNames {
  private TestNames() {}

  /** {@code DelayValidation.keysAreUnique}, {@code DelayValidation.airportIsKnown [1] SEA}. */
  static String of(TestDescriptor node) {
    TestSource source = node.getSource().orElse(null);
    TestDescriptor parent = node.getParent().orElse(null);
    if (parent != null && source != null && source.equals(parent.getSource().orElse(null))) {
      return of(parent) + " " + node.getDisplayName();
    }
    if (source instanceof MethodSource method) {
      return simple(method.getClassName()) + "." + method.getMethodName();
    }
    if (source instanceof ClassSource type) {
      return simple(type.getClassName());
    }
    return parent instanceof MirrorNode && parent.getSource().isPresent()
        ? of(parent) + " " + node.getDisplayName()
        : node.getDisplayName();
  }

  private static String simple(String className) {
    return className.substring(
        Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
  }
}
