package dev.verdigris.validations;

import java.util.List;
import java.util.Locale;

/** The texts of assertions on keys, nulls and references. */
final class KeyMessages {
  private KeyMessages() {}

  static String shouldHaveUniqueKey(
      Subject relation, List<String> columns, String look, Rows rows, Context context) {
    return found(
        101,
        relation.name() + " has more than one row for the same " + String.join(", ", columns),
        relation,
        look,
        rows,
        context);
  }

  static String shouldHaveKey(
      Subject relation, List<String> columns, String look, Rows rows, Context context) {
    return found(
        101,
        "the key "
            + String.join(", ", columns)
            + " of "
            + relation.name()
            + " is null or not unique",
        relation,
        look,
        rows,
        context);
  }

  static String shouldHaveNoNulls(
      Subject relation, List<String> columns, String look, Rows rows, Context context) {
    return found(
        103,
        relation.name() + " has nulls in " + String.join(", ", columns),
        relation,
        look,
        rows,
        context);
  }

  static String shouldHaveNullShare(
      Subject relation, double most, long among, String look, Rows rows, Context context) {
    return Report.failed(
            126,
            String.format(
                Locale.ROOT, "%s has more nulls than %s %%", relation.name(), number(100 * most)),
            context)
        .read(relation.label())
        .detail("rows", String.valueOf(among))
        .rows("found", rows.columns(), rows.rows(), rows.total())
        .end(look);
  }

  static String shouldHaveReferencesIn(
      Subject relation,
      List<String> columns,
      Subject target,
      List<String> targets,
      String look,
      Rows rows,
      Context context) {
    return found(
        106,
        name(relation, columns) + " has values that " + name(target, targets) + " has not",
        relation,
        look,
        rows,
        context);
  }

  static String shouldBeReferencedBy(
      Subject relation,
      List<String> columns,
      Subject referencing,
      List<String> theirs,
      String look,
      Rows rows,
      Context context) {
    return found(
        127,
        name(relation, columns)
            + " has values that nothing in "
            + name(referencing, theirs)
            + " refers to",
        relation,
        look,
        rows,
        context);
  }

  private static String name(Subject relation, List<String> columns) {
    return columns.size() == 1
        ? relation.name() + "." + columns.get(0)
        : relation.name() + " (" + String.join(", ", columns) + ")";
  }

  /** A share for people, without needless zeros. */
  static String number(double number) {
    return java.math.BigDecimal.valueOf(Math.round(number * 1000), 3)
        .stripTrailingZeros()
        .toPlainString();
  }

  static String found(
      int number, String summary, Subject relation, String look, Rows rows, Context context) {
    return Report.failed(number, summary, context)
        .read(relation.label())
        .detail("rows", rows.among() + " · found " + rows.total())
        .rows("found", rows.columns(), rows.rows(), rows.total())
        .end(look);
  }
}
