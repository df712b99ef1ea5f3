package dev.verdigris.validations;

/** The texts of assertions on aggregates and freshness. */
final class AggregateMessages {
  private AggregateMessages() {}

  static String shouldHaveSameAggregates(
      Subject green, Subject blue, String allowed, String look, Rows rows, Context context) {
    return Report.failed(
            117, green.unqualified() + " has other aggregates than " + blue.side(), context)
        .compared(green, blue)
        .rows("found", rows.columns(), rows.rows(), rows.total())
        .detail("allowed", allowed)
        .end(look);
  }

  static String shouldBeFresh(
      Subject relation,
      String column,
      String newest,
      String age,
      String most,
      String look,
      Context context) {
    return Report.failed(
            118,
            relation.name() + " is stale: its newest " + column + " is " + age + " old",
            context)
        .read(relation.label())
        .detail("newest", newest + " (allowed " + most + ")")
        .end(look);
  }

  static String shouldBeAsFresh(
      Subject green,
      Subject blue,
      String column,
      String newest,
      String ofBlue,
      String age,
      String most,
      String look,
      Context context) {
    return Report.failed(
            118, green.unqualified() + " is staler than " + blue.side() + " by " + age, context)
        .compared(green, blue)
        .detail(
            "newest",
            column
                + "  "
                + blue.environment()
                + " "
                + ofBlue
                + "  "
                + green.environment()
                + " "
                + newest
                + "  (allowed "
                + most
                + ")")
        .end(look);
  }
}
