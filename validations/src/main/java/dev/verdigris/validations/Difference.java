package dev.verdigris.validations;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In what green and blue differ, as far as a message shows it; everything was counted by the
 * server.
 *
 * @param columns all compared columns, those of the key first
 * @param keyLength how many of them are the key; 0 where rows are compared as a whole
 * @param tolerances the tolerance of each column for people, {@code none} without one
 * @param greenRows how many rows green has
 * @param blueRows how many rows blue has
 * @param changed how many keys are in both with other values
 * @param onlyGreen how many rows only green has
 * @param onlyBlue how many rows only blue has
 * @param accepted how many differences the file of accepted ones lists
 * @param mismatches for each column, in how many rows of both sides it differs
 * @param changes the first changes
 * @param greenSample the first rows that only green has
 * @param blueSample the first rows that only blue has
 * @param stillAccepted what the file lists and still differs, or all that differs where it is asked
 */
record Difference(
    List<String> columns,
    int keyLength,
    List<String> tolerances,
    long greenRows,
    long blueRows,
    long changed,
    long onlyGreen,
    long onlyBlue,
    long accepted,
    List<Long> mismatches,
    List<Change> changes,
    List<List<@Nullable String>> greenSample,
    List<List<@Nullable String>> blueSample,
    Set<AcceptedDifferences.Entry> stillAccepted) {

  /**
   * A row whose key is in both.
   *
   * @param green its values in green, those of the key first
   * @param blue the same in blue
   * @param differing indexes of the columns that differ, ascending
   */
  record Change(
      List<@Nullable String> green, List<@Nullable String> blue, List<Integer> differing) {}

  /** Nothing but counts: both sides are equal. */
  static Difference none(
      List<String> columns, int keyLength, List<String> tolerances, long green, long blue) {
    return new Difference(
        columns,
        keyLength,
        tolerances,
        green,
        blue,
        0,
        0,
        0,
        0,
        new ArrayList<>(java.util.Collections.nCopies(columns.size(), 0L)),
        List.of(),
        List.of(),
        List.of(),
        Set.of());
  }

  long total() {
    return changed + onlyGreen + onlyBlue;
  }

  /** How many rows both sides have, changed or not. */
  long common() {
    return Math.min(greenRows - onlyGreen, blueRows - onlyBlue);
  }

  /** How many percent of the common rows agree in a column. */
  double matchRate(int column) {
    return common() == 0 ? 100 : 100.0 * (common() - mismatches.get(column)) / common();
  }
}
