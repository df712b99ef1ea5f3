package dev.verdigris.validations;

/** The texts of assertions that had nothing to look at. */
final class EmptyMessages {
  private static final String NEXT =
      "find out why it is empty, or say allowingEmpty() where that is right";

  private EmptyMessages() {}

  static String noRows(Subject relation, Context context) {
    return Report.undecided(
            110, relation.name() + " has no rows, so nothing can be said of them", context)
        .read(relation.label())
        .end(count(relation), NEXT);
  }

  /** What a relation is held against is empty. */
  static String nothingBeside(Subject relation, Subject other, Context context) {
    return Report.undecided(
            110,
            other.label() + " has no rows, so nothing can be said of " + relation.name(),
            context)
        .compared(relation, other)
        .end(count(other), NEXT);
  }

  private static String count(Subject relation) {
    return "SELECT count(*) FROM " + relation.sqlName();
  }

  static String bothEmpty(Subject green, Subject blue, Context context) {
    return Report.undecided(
            110,
            green.name() + " has no rows in green and in blue, so nothing is compared",
            context)
        .compared(green, blue)
        .end(count(green), NEXT);
  }

  static String queried(String relations, Context context) {
    return Report.undecided(
            110, "the query reads what has no rows, so it says nothing: " + relations, context)
        .end("", NEXT);
  }
}
