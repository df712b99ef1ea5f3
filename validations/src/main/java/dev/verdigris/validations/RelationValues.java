package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;
import dev.verdigris.catalog.Identifiers;
import java.util.List;

/**
 * Assertions on the values of one column. A null is no value here: {@link #hasNoNulls} is for
 * those.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class RelationValues<S extends RelationValues<S>> extends RelationKeys<S> {

  /** For the assertion {@code selfType} on {@code actual}. */
  protected RelationValues(Relation actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /**
   * Verifies that a column has no other values than these.
   *
   * <pre>
   * assertThat(flights).hasOnlyValues("status", "landed", "cancelled");  // passes
   * assertThat(flights).hasOnlyValues("status", "landed");               // fails, with the others
   * </pre>
   */
  public S hasOnlyValues(String column, Object... accepted) {
    return listed(column, "NOT IN", accepted, "hasOnlyValues");
  }

  /**
   * Verifies that a column has none of these values.
   *
   * <pre>
   * assertThat(flights).hasNoValues("status", "unknown");    // passes
   * assertThat(flights).hasNoValues("status", "cancelled");  // fails
   * </pre>
   */
  public S hasNoValues(String column, Object... forbidden) {
    return listed(column, "IN", forbidden, "hasNoValues");
  }

  private S listed(String column, String operator, Object[] values, String option) {
    isNotNull();
    if (values.length == 0) {
      throw new IllegalArgumentException(option + ": name at least one value");
    }
    String name = Identifiers.quote(Columns.find(actual, column).name());
    String sql =
        counted(
            name,
            name + " IS NOT NULL AND " + name + " " + operator + " (" + Literal.list(values) + ")");
    String words = Literal.words(values);
    return noOffenders(
        sql,
        Columns.order(actual, List.of(column)),
        (rows, context) ->
            operator.equals("IN")
                ? ValueMessages.shouldNotHave(Subject.of(actual), column, words, sql, rows, context)
                : ValueMessages.shouldHaveOnly(
                    Subject.of(actual), column, words, sql, rows, context));
  }

  /** Values for which a condition is true, each once, with the number of its rows. */
  private String counted(String name, String condition) {
    return "SELECT "
        + name
        + ", count(*) AS rows FROM "
        + rows().from(actual)
        + " AS r WHERE "
        + condition
        + " GROUP BY "
        + name;
  }

  /**
   * Verifies that a column has no value that it has not in the other environment; here a null is a
   * value.
   *
   * <pre>
   * assertThat(green.relation("flights.by_state")).hasNoNewValues("state", blue);  // passes
   * assertThat(green.relation("flights.by_state")).hasNoNewValues("state", blue);  // fails: XX
   * </pre>
   */
  public S hasNoNewValues(String column, Environment blue) {
    Relation other = otherWith(column, blue);
    String sql = except(column, actual, other);
    return noOffendersBeside(
        other,
        sql,
        Columns.order(actual, List.of(column)),
        (rows, context) ->
            ValueMessages.shouldHaveNoNew(
                Subject.of(actual), Subject.of(other), column, sql, rows, context));
  }

  /**
   * Verifies that every value of a column in the other environment is still there; here a null is a
   * value.
   *
   * <pre>
   * assertThat(green.relation("flights.by_state")).hasNoVanishedValues("state", blue);  // passes
   * assertThat(green.relation("flights.by_state")).hasNoVanishedValues("state", blue);  // fails: AK
   * </pre>
   */
  public S hasNoVanishedValues(String column, Environment blue) {
    Relation other = otherWith(column, blue);
    String sql = except(column, other, actual);
    return noOffendersBeside(
        other,
        sql,
        Columns.order(actual, List.of(column)),
        (rows, context) ->
            ValueMessages.shouldHaveNoVanished(
                Subject.of(actual), Subject.of(other), column, sql, rows, context));
  }

  private Relation otherWith(String column, Environment blue) {
    Relation other = other(blue);
    Columns.find(actual, column);
    Columns.find(other, column);
    return other;
  }

  private String except(String column, Relation from, Relation less) {
    String name = Identifiers.quote(column);
    return "SELECT "
        + name
        + " FROM "
        + rows().from(from)
        + " AS r EXCEPT SELECT "
        + name
        + " FROM "
        + rows().from(less)
        + " AS r";
  }

  /**
   * Verifies that all values of a column lie between two, both included.
   *
   * <pre>
   * assertThat(board).hasValuesBetween("on_time_share", 0, 1);    // passes
   * assertThat(board).hasValuesBetween("on_time_share", 0.9, 1);  // fails
   * </pre>
   *
   * @param low a number, a text or something whose text the server takes for the column's type
   * @param high as {@code low}
   */
  public S hasValuesBetween(String column, Object low, Object high) {
    String bounds = Literal.of(low) + " AND " + Literal.of(high);
    return each(column, "%s NOT BETWEEN " + bounds.replace("%", "%%"), "are not between " + bounds);
  }

  /**
   * Verifies that all values of a text column match a regular expression, in the server's syntax;
   * it need not match the whole value.
   *
   * <pre>
   * assertThat(airports).hasValuesMatching("iata", "^[A-Z]{3}$");  // passes
   * assertThat(airports).hasValuesMatching("iata", "^S");          // fails
   * </pre>
   */
  public S hasValuesMatching(String column, String regex) {
    isNotNull();
    Columns.text("hasValuesMatching", actual, column);
    return each(
        column,
        "NOT (%s ~ " + Identifiers.literal(regex).replace("%", "%%") + ")",
        "do not match " + regex);
  }

  /**
   * Verifies that all values of a text column have a length between two numbers of characters, both
   * included.
   *
   * <pre>
   * assertThat(airports).hasLengthBetween("iata", 3, 3);  // passes
   * assertThat(airports).hasLengthBetween("name", 1, 9);  // fails
   * </pre>
   */
  public S hasLengthBetween(String column, int least, int most) {
    isNotNull();
    Columns.text("hasLengthBetween", actual, column);
    if (least < 0 || most < least) {
      throw OptionProblems.outOfRange(
          "hasLengthBetween", least + " to " + most, "a range from 0 up");
    }
    return each(
        column,
        "char_length(%s) NOT BETWEEN " + least + " AND " + most,
        "have not " + least + " to " + most + " characters");
  }

  /**
   * Verifies that all values of a {@code jsonb} column have a shape.
   *
   * <pre>
   * // passes
   * assertThat(events).hasJsonShape("payload", JsonShape.object().required("iata", Type.STRING));
   *
   * // fails as soon as one has no runways
   * assertThat(events).hasJsonShape("payload", JsonShape.object().required("runways", Type.ARRAY));
   * </pre>
   */
  public S hasJsonShape(String column, JsonShape shape) {
    isNotNull();
    Columns.jsonb("hasJsonShape", actual, column);
    return each(
        column,
        "(" + shape.violatedBy("{column}").replace("%", "%%").replace("{column}", "%1$s") + ")",
        "have not the shape " + shape);
  }

  private S each(String column, String condition, String words) {
    isNotNull();
    String name = Identifiers.quote(Columns.find(actual, column).name());
    String sql = counted(name, name + " IS NOT NULL AND " + String.format(condition, name));
    return noOffenders(
        sql,
        Columns.order(actual, List.of(column)),
        (rows, context) ->
            ValueMessages.shouldBe(Subject.of(actual), column, words, sql, rows, context));
  }

  /** Names in quotes, for SQL. */
  static String names(List<String> columns) {
    return Columns.quoted(columns);
  }
}
