package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;

/**
 * Assertions on the rows of a relation, each at one timestamp, on the cluster of the environment
 * that the relation was asked from; what is read of blue is read there too. Options come first, and
 * the assertion runs where it stands:
 *
 * <pre>
 * assertThat(green.relation("flights.delay_by_airport"))
 *     .because("the on-time board reads it")
 *     .keyedBy("iata")
 *     .ignoring("refreshed_at")
 *     .within(0.01, "avg_delay")
 *     .matches(blue);
 * </pre>
 *
 * <p>A relation without rows is inconclusive unless {@link #allowingEmpty} was said, except where
 * the number of rows itself is asserted. All throw {@link dev.verdigris.VerdigrisException} VG-3108
 * when the relation cannot be read, for example because its data is an error, and {@link
 * dev.verdigris.gate.InconclusiveError} VG-3109 when nothing answers in time, for example because
 * it is not hydrated.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class AbstractRelationAssert<S extends AbstractRelationAssert<S>>
    extends RelationAggregates<S> {

  /** For the assertion {@code selfType} on {@code actual}. */
  protected AbstractRelationAssert(Relation actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /**
   * Verifies that the relation of the same name in another environment has the same rows, paired by
   * the key of {@link #keyedBy}. The server compares: counts first, then hashes of buckets, then
   * the rows that differ; only what a message shows comes over the wire. How often a row occurs
   * counts, and a null equals a null.
   *
   * <pre>
   * // passes when nothing but the average changed
   * assertThat(green.relation("flights.delay_by_airport"))
   *     .because("the on-time board reads it")
   *     .keyedBy("iata")
   *     .ignoring("avg_delay")
   *     .matches(blue);
   *
   * // fails, with the keys and both values, when an average changed by more than a tenth
   * assertThat(green.relation("flights.delay_by_airport"))
   *     .keyedBy("iata")
   *     .within(0.1, "avg_delay")
   *     .matches(blue);
   * </pre>
   *
   * @throws IllegalStateException without {@link #keyedBy}
   */
  public S matches(Environment other) {
    return matches(other(other));
  }

  /** The same with a relation, for example one of another name. */
  public S matches(Relation other) {
    isNotNull();
    if (rows().key().isEmpty()) {
      throw OptionProblems.noKey("matches");
    }
    return verify(new Matching(this, other, true));
  }

  /**
   * Verifies that the relation of the same name in another environment has the same rows, compared
   * as a whole: for relations without a key. How often a row occurs counts, and a null equals a
   * null.
   *
   * <pre>
   * assertThat(green.relation("flights.log")).hasSameRowsAs(blue);  // passes: the same rows
   * assertThat(green.relation("flights.log")).hasSameRowsAs(blue);  // fails: one is there twice
   * </pre>
   *
   * @throws IllegalStateException with tolerances, match rates or accepted differences, which need
   *     a key
   */
  public S hasSameRowsAs(Environment other) {
    return hasSameRowsAs(other(other));
  }

  /** The same with a relation, for example one of another name. */
  public S hasSameRowsAs(Relation other) {
    isNotNull();
    RowOptions rows = rows();
    if (!rows.tolerances().isEmpty() || !rows.matchRates().isEmpty() || rows.accepted() != null) {
      throw OptionProblems.noKey("matches");
    }
    return verify(new Matching(this, other, false));
  }
}
