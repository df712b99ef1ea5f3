package dev.verdigris.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Somebody takes a failing validation upon himself for a while: {@code @Waived(owner = "anna",
 * reason = "the source repeats keys until it is repaired", until = "2026-12-31")}. The failure is
 * shown every time and does not block; after the last day it blocks again. On a class it means all
 * of its tests; a method's own wins.
 *
 * <p>May be used as a meta-annotation.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Waived {

  /** Who answers for it; not blank. */
  String owner();

  /** Why it may fail; not blank. */
  String reason();

  /** The last day on which the waiver holds, in UTC, as {@code 2026-12-31}. */
  String until();
}
