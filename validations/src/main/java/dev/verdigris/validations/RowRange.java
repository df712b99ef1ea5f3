package dev.verdigris.validations;

/**
 * A number of rows, from least to most, both included.
 *
 * @param least 0 or more
 * @param most not less than {@code least}
 */
public record RowRange(long least, long most) {

  /** Refuses a range that holds no number. */
  public RowRange {
    if (least < 0 || most < least) {
      throw OptionProblems.outOfRange(
          "between", least + " and " + most, "a range of numbers from 0 up");
    }
  }

  boolean contains(long number) {
    return least <= number && number <= most;
  }

  /** For people. */
  @Override
  public String toString() {
    if (least == most) {
      return String.valueOf(least);
    }
    return most == Long.MAX_VALUE ? "at least " + least : least + " to " + most;
  }
}
