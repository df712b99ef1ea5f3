package dev.verdigris.validations;

import dev.verdigris.Environment;

/**
 * Assertions on green or blue as a whole.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class AbstractEnvironmentAssert<S extends AbstractEnvironmentAssert<S>>
    extends EnvironmentHealth<S> {

  /** For the assertion {@code selfType} on {@code actual}. */
  protected AbstractEnvironmentAssert(Environment actual, Class<?> selfType) {
    super(actual, selfType);
  }
}
