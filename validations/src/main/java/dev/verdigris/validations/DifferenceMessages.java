package dev.verdigris.validations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The texts of assertions that compare all rows with blue. */
final class DifferenceMessages {
  private DifferenceMessages() {}

  static String shouldHaveSameColumns(
      Subject green,
      Subject blue,
      List<String> ofGreen,
      List<String> ofBlue,
      String look,
      Context context) {
    return Report.failed(
            104, green.unqualified() + " has other columns than " + blue.side(), context)
        .compared(green, blue)
        .detail(green.environment() + " has", only(ofGreen, ofBlue))
        .detail(blue.environment() + " has", only(ofBlue, ofGreen))
        .end(look);
  }

  private static String only(List<String> columns, List<String> others) {
    List<String> only = columns.stream().filter(column -> !others.contains(column)).toList();
    return only.isEmpty() ? "none" : String.join(", ", only);
  }

  static String shouldMatch(
      Subject green,
      Subject blue,
      Difference difference,
      long allowed,
      Map<String, Double> rates,
      String look,
      Context context) {
    Report report =
        Report.failed(104, green.unqualified() + " differs from " + blue.side(), context)
            .compared(green, blue)
            .detail("rows", counts(green, blue, difference, allowed));
    if (difference.changed() > 0) {
      report.detail("changed", changes(green, blue, difference));
    }
    String columns = columns(difference, rates);
    if (!columns.isEmpty()) {
      report.detail("columns", columns);
    }
    return report
        .rows(
            green.environment() + " has",
            difference.columns(),
            difference.greenSample(),
            difference.onlyGreen())
        .rows(
            blue.environment() + " has",
            difference.columns(),
            difference.blueSample(),
            difference.onlyBlue())
        .end(look);
  }

  private static String counts(Subject green, Subject blue, Difference difference, long allowed) {
    String one = green.environment();
    String other = blue.environment();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s %d · %s %d · only %s %d · only %s %d",
            other,
            difference.blueRows(),
            one,
            difference.greenRows(),
            other,
            difference.onlyBlue(),
            one,
            difference.onlyGreen()));
    if (difference.keyLength() > 0) {
      text.append(
          String.format(
              Locale.ROOT, " · changed %d (%.1f %%", difference.changed(), share(difference)));
      text.append(", allowed " + allowed + ")");
    }
    if (difference.accepted() > 0) {
      text.append(" · accepted " + difference.accepted());
    }
    return text.toString();
  }

  private static double share(Difference difference) {
    return difference.blueRows() == 0 ? 100 : 100.0 * difference.changed() / difference.blueRows();
  }

  private static String changes(Subject green, Subject blue, Difference difference) {
    List<String> lines = new ArrayList<>();
    for (Difference.Change change : difference.changes()) {
      StringBuilder line =
          new StringBuilder(
              Report.row(
                  difference.columns().subList(0, difference.keyLength()),
                  change.green().subList(0, difference.keyLength())));
      for (int column : change.differing()) {
        line.append(
            "  "
                + difference.columns().get(column)
                + "  "
                + blue.environment()
                + " "
                + change.blue().get(column)
                + "  "
                + green.environment()
                + " "
                + change.green().get(column)
                + "  (tolerance: "
                + difference.tolerances().get(column)
                + ")");
      }
      lines.add(line.toString());
    }
    if (difference.changed() > lines.size()) {
      lines.add("and " + (difference.changed() - lines.size()) + " more");
    }
    return String.join("\n", lines);
  }

  /** The match rates of columns that do not match throughout. */
  private static String columns(Difference difference, Map<String, Double> rates) {
    List<String> columns = new ArrayList<>();
    for (int i = difference.keyLength(); i < difference.columns().size(); i++) {
      String name = difference.columns().get(i);
      if (difference.mismatches().get(i) > 0) {
        Double least = rates.get(name);
        columns.add(
            String.format(Locale.ROOT, "%s %.1f %% match", name, difference.matchRate(i))
                + (least == null
                    ? ""
                    : " (at least " + KeyMessages.number(least) + " % is wanted)"));
      }
    }
    return String.join(" · ", columns);
  }
}
