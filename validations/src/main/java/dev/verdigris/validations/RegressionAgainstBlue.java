package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ready-made: a relation whose new version must be what production has, row by row. A plain Jupiter
 * test class to extend; its tests can be overridden, and others can stand beside them.
 *
 * <pre>
 * class RoutesAreAsBefore extends RegressionAgainstBlue {
 *   RoutesAreAsBefore() {
 *     super("flights.route_traffic", "origin", "destination");
 *   }
 * }
 * </pre>
 *
 * <p>It passes where nothing changed, and fails with the keys and both values where something did.
 */
@Validation
public abstract class RegressionAgainstBlue {
  private final String relation;
  private final List<String> key;

  /**
   * Of one relation.
   *
   * @param relation what models call it: {@code flights.route_traffic}
   * @param key the columns that tell its rows apart
   */
  protected RegressionAgainstBlue(String relation, String... key) {
    this.relation = relation;
    this.key = List.of(key);
  }

  /** Adds options, for example what is ignored; the assertion is keyed already. */
  protected RelationAssert options(RelationAssert assertion) {
    return assertion;
  }

  private RelationAssert asserted(Green green) {
    return options(
        assertThat(green.relation(relation))
            .because("nothing but what is said in " + getClass().getSimpleName() + " may change")
            .keyedBy(key.toArray(String[]::new)));
  }

  /** The key tells the rows apart and is never null. */
  @Test
  protected void theKeyIsAKey(Green green) {
    asserted(green).hasKey(key.toArray(String[]::new));
  }

  /** Every row is as in production. */
  @Test
  protected void everyRowIsAsInProduction(Green green, Blue blue) {
    asserted(green).matches(blue);
  }
}
