package dev.verdigris.validations.models;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a plain Jupiter test class that tests models of the project by themselves. Its methods may
 * ask for {@link Models}: each test, each invocation of a parameterized one too, is given its own.
 *
 * <pre>
 * &#64;ModelTest
 * class DelayByAirportTests {
 *   &#64;Test
 *   void earlyDepartureCountsAsPunctual(Models models) {
 *     models.given(
 *         "raw.flights",
 *         """
 *         origin | delay_minutes
 *         SEA    | -5
 *         SEA    | 15
 *         """);
 *     assertThat(models.relation("flights.delay_by_airport"))
 *         .satisfiesRows("avg_delay = 7.5");
 *   }
 * }
 * </pre>
 *
 * <p>It is no validation: it needs no deployment and no green, and a gate neither asks for it nor
 * counts it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(ModelTestExtension.class)
public @interface ModelTest {
  /** The configuration file, from the working directory or from above the test's class. */
  String config() default "verdigris.yaml";
}
