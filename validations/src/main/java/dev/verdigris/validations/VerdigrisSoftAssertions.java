package dev.verdigris.validations;

import org.assertj.core.api.SoftAssertions;

/**
 * Assertions that are all made before the test fails, with AssertJ's own beside them. What cannot
 * be decided is collected as well; a read that fails ends the test at once.
 *
 * <pre>
 * VerdigrisSoftAssertions softly = new VerdigrisSoftAssertions();
 * softly.assertThat(delays).hasNoNulls();
 * softly.assertThat(delays).hasUniqueKey("iata");
 * softly.assertAll();
 * </pre>
 */
public class VerdigrisSoftAssertions extends SoftAssertions
    implements VerdigrisSoftAssertionsProvider {

  /** Collects what assertions throw; {@link #assertAll()} throws it. */
  public VerdigrisSoftAssertions() {}
}
