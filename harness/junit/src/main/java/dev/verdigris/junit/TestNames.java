package dev.verdigris.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
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

  /** The same from inside of the test. */
  static String of(ExtensionContext context) {
    String type = context.getTestClass().map(Class::getName).map(TestNames::simple).orElse("");
    return context.getTestMethod().map(method -> type + "." + method.getName()).orElse(type);
  }

  /**
   * Whether a name that a configuration holds means a test: its own name, that of its class, or
   * that of the template or factory that made it.
   */
  static boolean covers(String configured, String name) {
    return name.equals(configured)
        || name.startsWith(configured + ".")
        || name.startsWith(configured + " ");
  }

  private static String simple(String className) {
    return className.substring(
        Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
  }
}
