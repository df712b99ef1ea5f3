package dev.verdigris.validations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says on a test which items of the catalogue it proves, and what of them. {@link
 * ValidationsCountTests} counts. A parameterized test names no items: they are those of its cases,
 * each a {@link CatalogueCase}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Proves.All.class)
@interface Proves {
  /** The items; none: those of the cases. */
  CatalogueItem[] value() default {};

  /** What the test shows of each of them. */
  Aspect[] aspects();

  /** What every item needs a test for. */
  enum Aspect {
    PASSES,
    FAILS,
    NULLS,
    EMPTY,
    QUOTED,
    /** A relation whose data is an error, or that is not hydrated. */
    UNREADABLE
  }

  /** Several. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface All {
    /** Each of them. */
    Proves[] value();
  }
}
