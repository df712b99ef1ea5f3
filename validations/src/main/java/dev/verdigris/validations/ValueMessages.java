package dev.verdigris.validations;

/** The texts of assertions on the values of a column and on rows. */
final class ValueMessages {
  private ValueMessages() {}

  static String shouldHaveOnly(
      Subject relation, String column, String accepted, String look, Rows rows, Context context) {
    return KeyMessages.found(
        111,
        relation.name() + "." + column + " has other values than " + accepted,
        relation,
        look,
        rows,
        context);
  }

  static String shouldNotHave(
      Subject relation, String column, String forbidden, String look, Rows rows, Context context) {
    return KeyMessages.found(
        111,
        relation.name() + "." + column + " has forbidden values of " + forbidden,
        relation,
        look,
        rows,
        context);
  }

  static String shouldHaveNoNew(
      Subject green, Subject blue, String column, String look, Rows rows, Context context) {
    return beside(
        green,
        blue,
        green.unqualified() + "." + column + " has values that " + blue.side() + " has not",
        look,
        rows,
        context);
  }

  static String shouldHaveNoVanished(
      Subject green, Subject blue, String column, String look, Rows rows, Context context) {
    return beside(
        green,
        blue,
        green.unqualified() + "." + column + " has lost values that " + blue.side() + " has",
        look,
        rows,
        context);
  }

  private static String beside(
      Subject green, Subject blue, String summary, String look, Rows rows, Context context) {
    return Report.failed(112, summary, context)
        .compared(green, blue)
        .detail("rows", "found " + rows.total())
        .rows("found", rows.columns(), rows.rows(), rows.total())
        .end(look);
  }

  static String shouldBe(
      Subject relation, String column, String what, String look, Rows rows, Context context) {
    return KeyMessages.found(
        113,
        relation.name() + "." + column + " has values that " + what,
        relation,
        look,
        rows,
        context);
  }

  static String shouldSatisfyRows(
      Subject relation, String condition, String look, Rows rows, Context context) {
    return KeyMessages.found(
        105,
        "not every row of " + relation.name() + " satisfies " + condition,
        relation,
        look,
        rows,
        context);
  }

  static String shouldAddUp(
      Subject relation, String total, String parts, String look, Rows rows, Context context) {
    return KeyMessages.found(
        114,
        relation.name() + "." + total + " is not the sum of " + parts,
        relation,
        look,
        rows,
        context);
  }

  static String shouldBeDisjoint(
      Subject relation, String from, String to, String look, Rows rows, Context context) {
    return KeyMessages.found(
        115,
        "ranges from " + from + " to " + to + " of " + relation.name() + " overlap or end early",
        relation,
        look,
        rows,
        context);
  }

  static String shouldHaveNoGaps(
      Subject relation, String column, String step, String look, Rows rows, Context context) {
    return KeyMessages.found(
        116,
        relation.name() + "." + column + " has gaps of more than " + step,
        relation,
        look,
        rows,
        context);
  }
}
