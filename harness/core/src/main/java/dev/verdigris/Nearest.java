package dev.verdigris;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known name that is nearest to {@code written}: equal but for case, {@code _}, {@code -} and
   * {@code .}, or at most a third of its characters apart. Among equals the first by name.
   */
  public static Optional<String> to(String written, Collection<String> known) {
    int most = Math.max(1, written.length() / 3);
    return known.stream()
        .filter(name -> !name.equals(written))
        .filter(name -> distance(written, name) <= most)
        .min(
            Comparator.<String>comparingInt(name -> distance(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * How many characters must be inserted, deleted, replaced or swapped with their neighbour to make
   * one of the other; 0 for names that differ only in case, {@code _}, {@code -} and {@code .}.
   */
  static int distance(String left, String right) {
    String a = plain(left);
    String b = plain(right);
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
  }
}
