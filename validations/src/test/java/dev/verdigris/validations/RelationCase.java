package dev.verdigris.validations;

import static dev.verdigris.validations.VerdigrisAssertions.between;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;

import dev.verdigris.Blue;
import dev.verdigris.Relation;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An assertion on a relation, and what it comes to on each relation of {@link RelationContract}.
 *
 * @param item which of the catalogue
 * @param name what the test is called
 * @param assertion makes it
 * @param code the code of its failure on {@code bad}; what it says stands in {@link
 *     RelationFailures}
 * @param onNulls the code of its failure where everything that can be null is; empty: it holds
 * @param onEmpty the same without rows and without {@code allowingEmpty}
 */
record RelationCase(
    CatalogueItem item,
    String name,
    Assertion assertion,
    String code,
    String onNulls,
    String onEmpty)
    implements CatalogueCase {
  private static final String HOLDS = "";
  private static final String UNDECIDED = "VG-3110";

  /** Makes an assertion on green's relation. */
  interface Assertion {
    void on(Subject subject);
  }

  /**
   * What is asserted on.
   *
   * @param assertion begun, with whatever options the test wants
   * @param blue the other side
   * @param column what a column is called there
   * @param self the relation itself
   */
  record Subject(RelationAssert assertion, Blue blue, UnaryOperator<String> column, Relation self) {
    String c(String name) {
      return column.apply(name);
    }

    String q(String name) {
      return '"' + column.apply(name).replace("\"", "\"\"") + '"';
    }
  }

  @Override
  public String toString() {
    return name;
  }

  static List<RelationCase> all() {
    return List.of(
        new RelationCase(
            CatalogueItem.ROW_COUNT,
            "hasRowCount",
            s -> s.assertion().hasRowCount(between(1, 3)),
            "VG-3102",
            HOLDS,
            "VG-3102"),
        new RelationCase(
            CatalogueItem.ROW_COUNT,
            "isNotEmpty",
            s -> s.assertion().where(s.q("id") + " = 2").isNotEmpty(),
            "VG-3102",
            HOLDS,
            "VG-3102"),
        new RelationCase(
            CatalogueItem.ROW_COUNT,
            "hasSameRowCountAs",
            s -> s.assertion().hasSameRowCountAs(s.blue()),
            "VG-3102",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.ROW_COUNT,
            "hasRowCountWithin",
            s -> s.assertion().hasRowCountWithin(1, s.blue()),
            "VG-3102",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.ROW_COUNT,
            "hasRowCountWithinPercent",
            s -> s.assertion().hasRowCountWithinPercent(34, s.blue()),
            "VG-3102",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.KEYED_DIFFERENCE,
            "matches",
            s -> s.assertion().keyedBy(s.c("id")).within(0.5, s.c("amount")).matches(s.blue()),
            "VG-3104",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.WHOLE_RELATION,
            "hasSameRowsAs",
            s -> s.assertion().hasSameRowsAs(s.blue()),
            "VG-3104",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.KEYS,
            "hasUniqueKey",
            s -> s.assertion().hasUniqueKey(s.c("id")),
            "VG-3101",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.KEYS,
            "hasUniqueKey of nulls",
            s -> s.assertion().hasUniqueKey(s.c("name")),
            "VG-3101",
            "VG-3101",
            UNDECIDED),
        new RelationCase(
            CatalogueItem.KEYS,
            "hasKey",
            s -> s.assertion().hasKey(s.c("name")),
            "VG-3101",
            "VG-3101",
            UNDECIDED),
        new RelationCase(
            CatalogueItem.NULLS,
            "hasNoNulls",
            s -> s.assertion().hasNoNulls(s.c("id"), s.c("name"), s.c("status")),
            "VG-3103",
            "VG-3103",
            UNDECIDED),
        new RelationCase(
            CatalogueItem.NULLS,
            "hasNullShareAtMost",
            s -> s.assertion().hasNullShareAtMost(0.1, s.c("status"), s.c("name")),
            "VG-3126",
            "VG-3126",
            UNDECIDED),
        new RelationCase(
            CatalogueItem.VALUES,
            "hasOnlyValues",
            s -> s.assertion().hasOnlyValues(s.c("status"), "landed", "it's late"),
            "VG-3111",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.VALUES,
            "hasNoValues",
            s -> s.assertion().hasNoValues(s.c("status"), "lost"),
            "VG-3111",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.VALUES,
            "hasNoNewValues",
            s -> s.assertion().hasNoNewValues(s.c("status"), s.blue()),
            "VG-3112",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.VALUES,
            "hasNoVanishedValues",
            s -> s.assertion().hasNoVanishedValues(s.c("name"), s.blue()),
            "VG-3112",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.REFERENCES,
            "hasReferencesIn",
            s -> s.assertion().hasReferencesIn(s.self(), s.c("parent"), s.c("id")),
            "VG-3106",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.REFERENCES,
            "isReferencedBy",
            s ->
                s.assertion()
                    .where(s.q("parent") + " = " + s.q("id"))
                    .allowingEmpty()
                    .isReferencedBy(s.self(), s.c("whole"), s.c("part")),
            "VG-3127",
            HOLDS,
            HOLDS),
        new RelationCase(
            CatalogueItem.RANGES,
            "hasValuesBetween",
            s -> s.assertion().hasValuesBetween(s.c("ratio"), 0, 1.5),
            "VG-3113",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.RANGES,
            "hasValuesMatching",
            s -> s.assertion().hasValuesMatching(s.c("name"), "^[a-c]%?$"),
            "VG-3113",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.RANGES,
            "hasLengthBetween",
            s -> s.assertion().hasLengthBetween(s.c("name"), 1, 1),
            "VG-3113",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.RANGES,
            "hasJsonShape",
            s ->
                s.assertion()
                    .hasJsonShape(
                        s.c("doc"),
                        JsonShape.object()
                            .required("k", JsonShape.Type.NUMBER)
                            .optional("o", JsonShape.Type.STRING)
                            .closed()),
            "VG-3113",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.ROWS,
            "satisfiesRows",
            s -> s.assertion().satisfiesRows(s.q("whole") + " >= " + s.q("part")),
            "VG-3105",
            "VG-3105",
            UNDECIDED),
        new RelationCase(
            CatalogueItem.ROWS,
            "hasSumOfParts",
            s ->
                s.assertion()
                    .within(0.5, s.c("whole"))
                    .hasSumOfParts(s.c("whole"), s.c("part"), s.c("rest")),
            "VG-3114",
            "VG-3114",
            UNDECIDED),
        new RelationCase(
            CatalogueItem.ROWS,
            "hasDisjointRanges",
            s -> s.assertion().hasDisjointRanges(s.c("since"), s.c("until")),
            "VG-3115",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.ROWS,
            "hasNoGaps",
            s -> s.assertion().hasNoGaps(s.c("id")),
            "VG-3116",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.ROWS,
            "hasNoGaps of times",
            s -> s.assertion().hasNoGaps(ofMinutes(60), s.c("since")),
            "VG-3116",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.AGGREGATES,
            "hasSameAggregatesAs",
            s ->
                s.assertion()
                    .hasSameAggregatesAs(
                        s.blue(),
                        Aggregate.rows(),
                        Aggregate.sum(s.c("whole")),
                        Aggregate.avg(s.c("amount")).withinPercent(50),
                        Aggregate.min(s.c("name")),
                        Aggregate.max(s.c("since")),
                        Aggregate.distinct(s.c("status")),
                        Aggregate.quantile(0.5, s.c("whole")).within(1)),
            "VG-3117",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.AGGREGATES,
            "hasSameAggregatesAs by groups",
            s ->
                s.assertion()
                    .groupedBy(s.c("status"))
                    .hasSameAggregatesAs(
                        s.blue(),
                        Aggregate.sum(s.c("whole")),
                        Aggregate.quantile(0.9, s.c("ratio")).within(0.1)),
            "VG-3117",
            HOLDS,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.FRESHNESS,
            "isFresh",
            s -> s.assertion().isFresh(s.c("seen"), ofDays(1)),
            "VG-3118",
            UNDECIDED,
            UNDECIDED),
        new RelationCase(
            CatalogueItem.FRESHNESS,
            "isNoStalerThan",
            s -> s.assertion().isNoStalerThan(s.blue(), s.c("seen"), ofMinutes(1)),
            "VG-3118",
            UNDECIDED,
            UNDECIDED));
  }
}
