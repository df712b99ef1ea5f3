package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.Column;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The options of assertions on a relation's rows. Each is checked when it is said: a column that is
 * not there is an {@link IllegalArgumentException} with the nearest one that is.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class RelationOptions<S extends RelationOptions<S>>
    extends AbstractValidationAssert<S, Relation> {
  private static final int SORTED_BY = 3;

  private final RowOptions rows = new RowOptions();

  /** For the assertion {@code selfType} on {@code actual}. */
  protected RelationOptions(Relation actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /** Says which columns tell a row from another, for comparisons with blue. */
  public S keyedBy(String... columns) {
    rows.key(Columns.all("keyedBy", actual, columns));
    return myself;
  }

  /** Leaves columns of either side out of comparisons with blue. */
  public S ignoring(String... columns) {
    if (columns.length == 0) {
      throw OptionProblems.noColumns("ignoring");
    }
    rows.ignore(List.of(columns));
    return myself;
  }

  /**
   * Lets a numeric column differ by at most {@code tolerance} in comparisons. Floating point is
   * compared in double precision; {@code NaN} and the infinities are equal only to themselves.
   *
   * @param tolerance 0 or more
   * @throws IllegalArgumentException when the column is no number
   */
  public S within(double tolerance, String column) {
    Columns.number("within", actual, column);
    rows.tolerate(column, Tolerance.of(tolerance));
    return myself;
  }

  /**
   * Lets a timestamp differ by at most {@code tolerance} in comparisons.
   *
   * @throws IllegalArgumentException when the column is no timestamp
   */
  public S within(Duration tolerance, String column) {
    Column found = Columns.find(actual, column);
    if (!Columns.isInstant(found)) {
      throw OptionProblems.wrongType("within", column, found.type(), "a timestamp");
    }
    rows.tolerate(column, Tolerance.of(tolerance));
    return myself;
  }

  /**
   * Looks only at rows for which a condition is true; of both sides, where two are compared.
   *
   * @param sqlCondition a boolean expression on the columns
   */
  public S where(String sqlCondition) {
    rows.where(OptionProblems.text("where", sqlCondition));
    return myself;
  }

  /** Makes aggregates for each group of rows, instead of one for all. */
  public S groupedBy(String... columns) {
    rows.group(Columns.all("groupedBy", actual, columns));
    return myself;
  }

  /** Lets at most so many rows differ in {@link AbstractRelationAssert#matches}; 0 unless said. */
  public S differingInAtMost(long number) {
    if (number < 0) {
      throw OptionProblems.outOfRange("differingInAtMost", number, "0 or more");
    }
    rows.allow(number);
    return myself;
  }

  /**
   * Asks only that so many percent of the rows that both sides have agree in a column, in {@link
   * AbstractRelationAssert#matches}. A row that differs in such columns alone is not counted as
   * changed.
   *
   * @param percent 0 to 100
   */
  public S matchingAtLeast(double percent, String... columns) {
    if (!(percent >= 0 && percent <= 100)) {
      throw OptionProblems.outOfRange("matchingAtLeast", percent, "0 to 100");
    }
    for (String column : Columns.all("matchingAtLeast", actual, columns)) {
      rows.matchRate(column, percent);
    }
    return myself;
  }

  /**
   * Lets those differences pass in {@link AbstractRelationAssert#matches} that a committed file
   * lists: CSV, in each line the kind ({@code changed}, {@code only blue}, {@code only green}) and
   * the key. What differs no more is taken out of the file by itself where the assertion holds; it
   * never is on a build server, where the environment variable {@code CI} is set. {@code
   * -Dverdigris.acceptedDifferences=keep} or {@code VERDIGRIS_ACCEPTED_DIFFERENCES} leaves it as it
   * is everywhere, {@code shrink} nowhere, {@code accept} writes all that differs now.
   *
   * @param file relative to the working directory
   */
  public S accepting(Path file) {
    rows.accept(AcceptedDifferences.in(file));
    return myself;
  }

  /** What was said so far. */
  RowOptions rows() {
    return rows;
  }

  @Override
  Origin origin() {
    return Origin.of(actual);
  }

  /** A context for messages. */
  Context context(String at, Reading reading, Relation... relations) {
    return Context.of(options(), rows.rules(options(), relations), at, reading.cluster());
  }

  /** Makes a check that finds rows which should not be there. */
  S noOffenders(String sql, String order, Offenders.Message message) {
    return verify(new Offenders(this, sql, order, message, List.of()));
  }

  /** The same beside another relation, of which the same rows count. */
  S noOffendersBeside(Relation other, String sql, String order, Offenders.Message message) {
    return noOffenders(new Offenders.Other(other, rows.from(other)), sql, order, message);
  }

  /** The same beside another relation, of which all rows count. */
  S noOffendersBesideAllOf(Relation other, String sql, String order, Offenders.Message message) {
    return noOffenders(new Offenders.Other(other, other.toString()), sql, order, message);
  }

  private S noOffenders(
      Offenders.Other other, String sql, String order, Offenders.Message message) {
    return verify(new Offenders(this, sql, order, message, List.of(other)));
  }

  /** Sorts whole rows. */
  String byRow() {
    List<String> columns = Columns.of(actual);
    return Columns.order(actual, columns.subList(0, Math.min(SORTED_BY, columns.size())));
  }

  Relation subject() {
    return actual;
  }
}
