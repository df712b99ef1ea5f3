package dev.verdigris.junit.beside;

import dev.verdigris.junit.Deployment;
import dev.verdigris.junit.Validation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Test;

/** A deployment whose validations are found in its package and below. */
@Deployment
public class BesideTestCase {

  @Validation
  abstract static class Base {
    @Test
    void inherited() {}
  }

  static class Inherits extends Base {}

  @Validation
  @Retention(RetentionPolicy.RUNTIME)
  @interface Meta {}

  @Meta
  static class ByMetaAnnotation {
    @Test
    void meta() {}
  }

  static class NoValidation {
    @Test
    void notMine() {}
  }
}
