package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.assertThat;

import dev.verdigris.Blue;
import dev.verdigris.Green;
import dev.verdigris.junit.Validation;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Green has everything that blue has, in a form that readers of blue can go on with. Stricter than
 * the default validations where a subclass says so:
 *
 * <pre>
 * class Schema extends SchemaContract {
 *   &#64;Override
 *   protected Compatibility compatibility() {
 *     return Compatibility.FULL;  // a further column fails, too
 *   }
 * }
 * </pre>
 */
@Validation
public abstract class SchemaContract {

  /** For subclasses. */
  protected SchemaContract() {}

  /** What may differ between columns; {@link Compatibility#BACKWARD} unless a subclass says so. */
  protected Compatibility compatibility() {
    return Compatibility.BACKWARD;
  }

  /** What may differ otherwise and is only shown; nothing unless a subclass says so. */
  protected Set<Change> allowed() {
    return Set.of();
  }

  /** The same relations, of the same kinds, on the same clusters. */
  @Test
  protected void objectsAreThoseOfBlue(Green green, Blue blue) {
    assertThat(green).allowing(allowed().toArray(Change[]::new)).hasObjectsOf(blue);
  }

  /** Columns that are compatible. */
  @Test
  protected void columnsAreCompatible(Green green, Blue blue) {
    assertThat(green).allowing(allowed().toArray(Change[]::new)).hasSchemaOf(blue, compatibility());
  }

  /** The same owners, grants and default privileges. */
  @Test
  protected void rightsAreThoseOfBlue(Green green, Blue blue) {
    assertThat(green).allowing(allowed().toArray(Change[]::new)).hasRightsOf(blue);
  }
}
