package dev.verdigris.validations;

import java.util.Locale;

/** The texts of assertions on numbers of rows. */
final class CountMessages {
  private CountMessages() {}

  static String shouldHaveRowCount(
      Subject relation, long count, RowRange range, String look, Context context) {
    return Report.failed(
            102, relation.name() + " has " + count + " rows, expected " + range, context)
        .read(relation.label())
        .end(look);
  }

  static String shouldHaveRowCountOf(
      Subject green,
      Subject blue,
      long ofGreen,
      long ofBlue,
      String allowed,
      String look,
      Context context) {
    return Report.failed(
            102, green.unqualified() + " has another number of rows than " + blue.side(), context)
        .compared(green, blue)
        .detail("rows", counts(blue.environment(), ofBlue, green.environment(), ofGreen, allowed))
        .end(look);
  }

  private static String counts(
      String other, long ofBlue, String one, long ofGreen, String allowed) {
    long more = ofGreen - ofBlue;
    String share =
        ofBlue == 0 ? "" : String.format(Locale.ROOT, ", %+.1f %%", 100.0 * more / ofBlue);
    return String.format(
        Locale.ROOT,
        "%s %d · %s %d · difference %+d%s (allowed %s)",
        other,
        ofBlue,
        one,
        ofGreen,
        more,
        share,
        allowed);
  }

  static String shouldGrow(
      Subject relation, long before, long after, String look, Context context) {
    return Report.failed(119, relation.name() + " does not grow", context)
        .read(relation.label())
        .detail("rows", before + " at first · " + after + " at the end")
        .end(look);
  }
}
