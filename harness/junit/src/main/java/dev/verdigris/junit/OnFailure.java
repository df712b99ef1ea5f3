package dev.verdigris.junit;

import dev.verdigris.gate.Severity;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what becomes of a validation that does not hold: {@code @OnFailure(Severity.WARN)} shows it
 * and lets the promotion go on. On a class it means all of its tests; a method's own wins. An
 * exception that is no {@link AssertionError} is an error whatever stands here.
 *
 * <p>May be used as a meta-annotation.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface OnFailure {

  /** What becomes of it. */
  Severity value();
}
