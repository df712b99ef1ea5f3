package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;
import java.time.Duration;

/**
 * Assertions on the number of a relation's rows.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class RelationCounts<S extends RelationCounts<S>> extends RelationOptions<S> {

  /** For the assertion {@code selfType} on {@code actual}. */
  protected RelationCounts(Relation actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /**
   * Verifies the number of rows.
   *
   * <pre>
   * assertThat(airports).hasRowCount(224);  // passes
   * assertThat(airports).hasRowCount(0);    // fails: 224 rows
   * </pre>
   */
  public S hasRowCount(long expected) {
    return hasRowCount(new RowRange(expected, expected));
  }

  /**
   * Verifies that the number of rows is in a range.
   *
   * <pre>
   * assertThat(airports).hasRowCount(between(200, 300));  // passes: 224 rows
   * assertThat(airports).hasRowCount(between(1, 10));     // fails
   * </pre>
   */
  public S hasRowCount(RowRange range) {
    return verify(new RowCount(this, range));
  }

  /**
   * Verifies that the number of rows lies between two numbers, both included.
   *
   * <pre>
   * assertThat(airports).hasRowCountBetween(200, 300);  // passes: 224 rows
   * assertThat(airports).hasRowCountBetween(1, 10);     // fails
   * </pre>
   */
  public S hasRowCountBetween(long least, long most) {
    return hasRowCount(new RowRange(least, most));
  }

  /**
   * Verifies that there is at least one row.
   *
   * <pre>
   * assertThat(airports).isNotEmpty();                        // passes: 224 rows
   * assertThat(airports).where("iata = 'XXX'").isNotEmpty();  // fails: there is none
   * </pre>
   */
  public S isNotEmpty() {
    return hasRowCount(new RowRange(1, Long.MAX_VALUE));
  }

  /**
   * Verifies that there are as many rows as in the other environment. Both are counted in one
   * statement.
   *
   * <pre>
   * assertThat(green.relation("flights.delays")).hasSameRowCountAs(blue);  // passes: 220 in both
   * assertThat(green.relation("flights.delays")).hasSameRowCountAs(blue);  // fails: 200 and 220
   * </pre>
   */
  public S hasSameRowCountAs(Environment blue) {
    return beside(blue, 0);
  }

  /**
   * Verifies that the number of rows differs from the other environment's by at most {@code rows}.
   *
   * <pre>
   * assertThat(green.relation("flights.delays")).hasRowCountWithin(5, blue);  // passes: 216 and 220
   * assertThat(green.relation("flights.delays")).hasRowCountWithin(3, blue);  // fails
   * </pre>
   *
   * @param rows 0 or more
   */
  public S hasRowCountWithin(long rows, Environment blue) {
    if (rows < 0) {
      throw OptionProblems.outOfRange("hasRowCountWithin", rows, "0 or more");
    }
    return beside(blue, rows);
  }

  private S beside(Environment blue, long rows) {
    return verify(new RowCountBeside(this, other(blue), any -> rows, String.valueOf(rows)));
  }

  /**
   * Verifies that the number of rows differs from the other environment's by at most {@code
   * percent} of that.
   *
   * <pre>
   * assertThat(green.relation("flights.delays")).hasRowCountWithinPercent(10, blue);  // passes
   * assertThat(green.relation("flights.delays")).hasRowCountWithinPercent(1, blue);   // fails
   * </pre>
   *
   * @param percent 0 or more
   */
  public S hasRowCountWithinPercent(double percent, Environment blue) {
    if (!(percent >= 0)) {
      throw OptionProblems.outOfRange("hasRowCountWithinPercent", percent, "0 or more");
    }
    return verify(
        new RowCountBeside(
            this,
            other(blue),
            rows -> (long) Math.floor(rows * percent / 100),
            (percent == Math.rint(percent) ? String.valueOf((long) percent) : percent + "")
                + " %"));
  }

  /**
   * Verifies that rows are added: the number is larger than now within a time. It waits no longer
   * than for the first.
   *
   * <pre>
   * assertThat(green.relation("raw.events")).isGrowing(ofSeconds(10));   // passes with a live source
   * assertThat(green.relation("raw.airports")).isGrowing(ofSeconds(1));  // fails: nobody writes
   * </pre>
   */
  public S isGrowing(Duration within) {
    return Growth.verify(myself, OptionProblems.positive("isGrowing", within));
  }

  /** The relation of the same name in another environment. */
  Relation other(Environment environment) {
    isNotNull();
    return environment.relation(actual.name());
  }
}
