package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.validations.EstateMessages.Rule;
import java.util.Arrays;

/**
 * The options of assertions on what stands in an environment and on how it is. Each is checked when
 * it is said.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class EnvironmentOptions<S extends EnvironmentOptions<S>>
    extends EnvironmentQueries<S> {
  private final Selection selection = new Selection();

  /** For the assertion {@code selfType} on {@code actual}. */
  protected EnvironmentOptions(Environment actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /**
   * Lets changes of some kinds pass, with a warning.
   *
   * <pre>
   * assertThat(green).allowing(Change.ADDED).hasObjectsOf(blue);  // passes with a warning
   * assertThat(green).hasObjectsOf(blue);                             // fails
   * </pre>
   */
  public S allowing(Change... changes) {
    selection.allow(changes);
    return myself;
  }

  /**
   * Leaves objects out of the assertions that follow.
   *
   * @param names as models call them, {@code flights.delay_by_state}
   * @throws IllegalArgumentException when neither side has one of them
   */
  public S exceptFor(String... names) {
    isNotNull();
    selection.except(actual.catalog(), Arrays.asList(names));
    return myself;
  }

  /**
   * Looks at these objects only.
   *
   * @param names as models call them, {@code flights.delay_by_airport}
   * @throws IllegalArgumentException when neither side has one of them
   */
  public S only(String... names) {
    isNotNull();
    selection.only(actual.catalog(), Arrays.asList(names));
    return myself;
  }

  /**
   * Looks at what runs on one cluster only.
   *
   * @param name as it is configured, {@code compute}
   * @throws dev.verdigris.VerdigrisException VG-2243 when it is not in the deployment
   */
  public S onCluster(String name) {
    isNotNull();
    actual.cluster(name);
    selection.onCluster(name);
    return myself;
  }

  /** What was said about which objects and changes count. */
  Selection selection() {
    return selection;
  }

  /** Looks as the options say, and throws what that comes to. */
  S look(Rule rule, Inspection.Look look) {
    isNotNull();
    Inspection inspection = new Inspection(rule, options(), selection.rules(), look);
    verify(inspection);
    inspection.tell(actual.findings());
    return myself;
  }
}
