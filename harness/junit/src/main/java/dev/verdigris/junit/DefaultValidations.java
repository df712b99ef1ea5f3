package dev.verdigris.junit;

import java.util.List;

/**
 * Validations that every deployment runs beside the user's own, found by {@link
 * java.util.ServiceLoader}. They are in the tree and in the verdict as the user's are, and block as
 * they do; but alone they promote nothing, and they do not count among the tests whose number must
 * not shrink. The configuration switches each off, changes its severity or waives it by name:
 * {@code gate.off}, {@code gate.warn}, {@code gate.waivers}.
 */
@FunctionalInterface
public interface DefaultValidations {

  /**
   * Concrete classes with {@link Validation}, top-level or static. Called during discovery: it must
   * be cheap and do nothing else.
   */
  List<Class<?>> classes();
}
