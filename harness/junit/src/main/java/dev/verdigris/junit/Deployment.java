package dev.verdigris.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * The one class that stands for a deployment: running it makes green, builds the models there,
 * waits until they are hydrated and runs the {@link Validation} classes against them. Nothing is
 * promoted unless this class runs, every expected validation succeeds, and the configuration
 * parameter {@code verdigris.promote} is {@code true}.
 *
 * <pre>
 * &#64;Deployment(config = "verdigris.yaml")
 * class ProductionDeployment {
 *   &#64;RegisterExtension &#64;Order(Phases.AWAIT + 50)
 *   static DeploymentPhase warmCaches = environment -&gt; warm(environment.dataSource());
 * }
 * </pre>
 *
 * <p>The class is found only where it is selected itself: by name, or by its unique id. A run that
 * selects a package or a class path root never deploys.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Testable
public @interface Deployment {

  /**
   * The configuration file, looked for in the working directory and then in the directories above
   * the compiled class, which in a Maven module is the module's own.
   */
  String config() default "verdigris.yaml";

  /**
   * The validation classes of this deployment. Empty: every {@link Validation} class in this
   * class's package and below, as the class files beside it tell.
   */
  Class<?>[] validations() default {};

  /**
   * {@link Validation} classes that run on production right after the swap, not before it; they are
   * given what was promoted as {@code Green}. What happens when one fails is {@code
   * promote.on_smoke_failure}: the deployment is rolled back, or production is kept as it is. The
   * run fails either way. A rerun of a deployment that was in production before runs them too, and
   * never rolls back.
   */
  Class<?>[] smoke() default {};
}
