package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;
import dev.verdigris.catalog.Identifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Assertions on aggregates and on freshness.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class RelationAggregates<S extends RelationAggregates<S>> extends RelationRows<S> {

  /** For the assertion {@code selfType} on {@code actual}. */
  protected RelationAggregates(Relation actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /**
   * Verifies that aggregates are those of the other environment; with {@link #groupedBy}, for each
   * group, and there are the same groups.
   *
   * <pre>
   * // passes
   * assertThat(green.relation("flights.delays"))
   *     .groupedBy("state")
   *     .hasSameAggregatesAs(blue, sum("flights"), quantile(0.95, "avg_delay").within(1));
   *
   * // fails, with both values of each group that differs
   * assertThat(green.relation("flights.delays"))
   *     .hasSameAggregatesAs(blue, sum("flights"), avg("avg_delay").withinPercent(1));
   * </pre>
   */
  public S hasSameAggregatesAs(Environment blue, Aggregate... aggregates) {
    Relation other = other(blue);
    if (aggregates.length == 0) {
      throw new IllegalArgumentException("hasSameAggregatesAs: name at least one aggregate");
    }
    for (Aggregate aggregate : aggregates) {
      aggregate.check(actual);
      aggregate.check(other);
    }
    rows().groups().forEach(group -> Columns.find(other, group));
    List<Aggregate> all = List.of(aggregates);
    String sql = aggregatesThatDiffer(other, all);
    String look =
        aggregatesOf(actual, actual.environment(), all)
            + " UNION ALL "
            + aggregatesOf(other, other.environment(), all);
    String allowed =
        all.stream()
            .map(aggregate -> aggregate + " " + aggregate.allowed())
            .collect(Collectors.joining(", "));
    return noOffendersBeside(
        other,
        sql,
        "1, " + (rows().groups().size() + 1),
        (rows, context) ->
            AggregateMessages.shouldHaveSameAggregates(
                Subject.of(actual), Subject.of(other), allowed, look, rows, context));
  }

  /** Everything of one side, for people. */
  private String aggregatesOf(Relation relation, String side, List<Aggregate> all) {
    List<String> groups = rows().groups();
    StringBuilder columns = new StringBuilder("SELECT " + Identifiers.literal(side) + " AS side");
    groups.forEach(group -> columns.append(", ").append(Identifiers.quote(group)));
    for (int i = 0; i < all.size(); i++) {
      columns
          .append(", a")
          .append(i)
          .append(" AS ")
          .append(Identifiers.quote(all.get(i).toString()));
    }
    return columns + " FROM (" + aggregated(relation, all) + ") AS a";
  }

  private String aggregatesThatDiffer(Relation other, List<Aggregate> all) {
    List<String> groups = rows().groups();
    String on = groups.isEmpty() ? "true" : equalKeys("g", "b", groups);
    String join = groups.isEmpty() ? " CROSS JOIN " : " FULL JOIN ";
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String shown =
          groups.stream()
              .map(
                  group ->
                      "coalesce(g."
                          + Identifiers.quote(group)
                          + "::text, b."
                          + Identifiers.quote(group)
                          + "::text) AS "
                          + Identifiers.quote(group)
                          + ", ")
              .collect(Collectors.joining());
      parts.add(
          "SELECT "
              + shown
              + Identifiers.literal(all.get(i).toString())
              + " AS aggregate, b.a"
              + i
              + "::text AS blue, g.a"
              + i
              + "::text AS green FROM ("
              + aggregated(actual, all)
              + ") AS g"
              + join
              + "("
              + aggregated(other, all)
              + ") AS b"
              + (groups.isEmpty() ? "" : " ON " + on)
              + " WHERE NOT "
              + all.get(i).closeness("g.a" + i, "b.a" + i)
              + (groups.isEmpty() ? "" : " OR g.here IS NULL OR b.here IS NULL"));
    }
    return String.join(" UNION ALL ", parts);
  }

  private String aggregated(Relation relation, List<Aggregate> all) {
    List<String> groups = rows().groups();
    String partition = groups.isEmpty() ? "" : "PARTITION BY " + names(groups) + " ";
    StringBuilder numbering = new StringBuilder();
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < all.size(); i++) {
      String name = "q" + i;
      if (all.get(i).isQuantile()) {
        numbering.append(all.get(i).numbering(name, partition));
      }
      columns.append(", ").append(all.get(i).expression(name)).append(" AS a").append(i);
    }
    return "SELECT "
        + (groups.isEmpty() ? "" : names(groups) + ", ")
        + "1 AS here"
        + columns
        + " FROM (SELECT r.*"
        + numbering
        + " FROM "
        + rows().from(relation)
        + " AS r) AS numbered"
        + (groups.isEmpty() ? "" : " GROUP BY " + names(groups));
  }

  /** A condition that joins by hash also where keys are null: those count as equal. */
  static String equalKeys(String one, String other, List<String> key) {
    return key.stream()
        .map(Identifiers::quote)
        .map(
            name ->
                "coalesce("
                    + one
                    + "."
                    + name
                    + "::text, '') = coalesce("
                    + other
                    + "."
                    + name
                    + "::text, '') AND ("
                    + one
                    + "."
                    + name
                    + " IS NULL) = ("
                    + other
                    + "."
                    + name
                    + " IS NULL)")
        .collect(Collectors.joining(" AND "));
  }

  /**
   * Verifies that the newest value of a time column is at most so old, by the time that is read at.
   * A time without zone is meant as UTC.
   *
   * <pre>
   * assertThat(events).isFresh("happened_at", ofMinutes(5));  // passes with a live source
   * assertThat(events).isFresh("happened_at", ofMillis(1));   // fails, with the newest
   * </pre>
   */
  public S isFresh(String column, Duration most) {
    isNotNull();
    Columns.time("isFresh", actual, column);
    return verify(new Freshness(this, column, OptionProblems.positive("isFresh", most), null));
  }

  /**
   * Verifies that the newest value of a time column is at most so much older than in the other
   * environment, at one time.
   *
   * <pre>
   * assertThat(green.relation("flights.last")).isNoStalerThan(blue, "at", ofSeconds(1));  // passes
   * assertThat(green.relation("flights.last")).isNoStalerThan(blue, "at", ofSeconds(1));  // fails
   * </pre>
   */
  public S isNoStalerThan(Environment blue, String column, Duration most) {
    Relation other = other(blue);
    Columns.time("isNoStalerThan", actual, column);
    Columns.time("isNoStalerThan", other, column);
    return verify(
        new Freshness(this, column, OptionProblems.positive("isNoStalerThan", most), other));
  }
}
