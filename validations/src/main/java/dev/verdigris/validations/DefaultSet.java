package dev.verdigris.validations;

import dev.verdigris.junit.DefaultValidations;
import java.util.List;

/** Adds {@link DefaultValidation} to every deployment that has this module on its class path. */
public final class DefaultSet implements DefaultValidations {

  /** For the service loader. */
  public DefaultSet() {}

  @Override
  public List<Class<?>> classes() {
    return List.of(DefaultValidation.class);
  }
}
