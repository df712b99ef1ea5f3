package dev.verdigris.validations;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The texts of failed assertions. */
final class RelationMessages {
  private static final String STATE = "nothing was promoted; green stays up";
  private static final String NEXT = "mend the model and run mvn verify again";

  private RelationMessages() {}

  static String shouldHaveUniqueKey(
      Subject relation, String[] columns, Rows rows, @Nullable String reason) {
    String summary =
        relation.name() + " has more than one row for the same " + String.join(", ", columns);
    return found(101, summary, relation.label(), rows, reason);
  }

  static String shouldHaveRowCount(
      Subject relation, long count, long least, long most, Rows rows, @Nullable String reason) {
    String expected;
    if (least == most) {
      expected = String.valueOf(least);
    } else if (most == Long.MAX_VALUE) {
      expected = "at least " + least;
    } else {
      expected = least + " to " + most;
    }
    Problem.Builder problem =
        begin(102, relation.name() + " has " + count + " rows, expected " + expected, reason);
    return end(problem.detail("read", where(relation.label(), rows.at(), rows.cluster())));
  }

  static String shouldHaveNoNulls(
      Subject relation, String[] columns, Rows rows, @Nullable String reason) {
    String summary = relation.name() + " has nulls in " + String.join(", ", columns);
    return found(103, summary, relation.label(), rows, reason);
  }

  static String shouldSatisfyRows(
      Subject relation, String condition, Rows rows, @Nullable String reason) {
    String summary = "not every row of " + relation.name() + " satisfies " + condition;
    return found(105, summary, relation.label(), rows, reason);
  }

  static String shouldHaveReferencesIn(
      Subject relation,
      String column,
      Subject target,
      String targetColumn,
      Rows rows,
      @Nullable String reason) {
    String summary =
        relation.name()
            + "."
            + column
            + " has values that "
            + target.name()
            + "."
            + targetColumn
            + " has not";
    return found(106, summary, relation.label(), rows, reason);
  }

  static String shouldReturnNoRows(String sql, Rows rows, @Nullable String reason) {
    return found(107, "a query that should find nothing finds rows", sql.strip(), rows, reason);
  }

  private static String found(
      int number, String summary, String what, Rows rows, @Nullable String reason) {
    Problem.Builder problem = begin(number, summary, reason);
    problem.detail("read", where(what, rows.at(), rows.cluster()));
    List<String> lines = new ArrayList<>();
    for (List<@Nullable String> row : rows.rows()) {
      lines.add(row(rows.columns(), row));
    }
    if (rows.total() > rows.rows().size()) {
      lines.add("and " + (rows.total() - rows.rows().size()) + " more");
    }
    return end(problem.detail("found", String.join("\n", lines)));
  }

  static String shouldHaveSameColumns(
      Subject green,
      Subject blue,
      List<String> ofGreen,
      List<String> ofBlue,
      @Nullable String reason) {
    Problem.Builder problem =
        begin(104, green.unqualified() + " has other columns than " + blue.environment(), reason);
    problem.detail("compared", blue.label() + "  with  " + green.label());
    return end(
        problem
            .detail(green.environment() + " has", only(ofGreen, ofBlue))
            .detail(blue.environment() + " has", only(ofBlue, ofGreen)));
  }

  private static String only(List<String> columns, List<String> others) {
    List<String> only = columns.stream().filter(column -> !others.contains(column)).toList();
    return only.isEmpty() ? "none" : String.join(", ", only);
  }

  static String shouldMatch(
      Subject green, Subject blue, Difference difference, @Nullable String reason) {
    String other = blue.environment().equals("blue") ? "production" : blue.environment();
    Problem.Builder problem = begin(104, green.unqualified() + " differs from " + other, reason);
    problem.detail(
        "compared",
        blue.label() + "  with  " + where(green.label(), difference.at(), difference.cluster()));
    problem.detail("rows", counts(difference));
    if (!difference.changed().isEmpty()) {
      problem.detail("changed", changes(difference));
    }
    List<String> columns = difference.comparison().columns();
    if (!difference.onlyGreen().isEmpty()) {
      problem.detail("green has", firstOf(columns, difference.onlyGreen()));
    }
    if (!difference.onlyBlue().isEmpty()) {
      problem.detail("blue has", firstOf(columns, difference.onlyBlue()));
    }
    return end(problem);
  }

  private static String counts(Difference difference) {
    int changed = difference.changed().size();
    double share = difference.blueRows() == 0 ? 100 : 100.0 * changed / difference.blueRows();
    String atLeast = difference.isCut() ? "at least " : "";
    return String.format(
        Locale.ROOT,
        "blue %d · green %d · only blue %s%d · only green %s%d · changed %s%d (%.1f %%, allowed 0)",
        difference.blueRows(),
        difference.greenRows(),
        atLeast,
        difference.onlyBlue().size(),
        atLeast,
        difference.onlyGreen().size(),
        atLeast,
        changed,
        share);
  }

  private static String changes(Difference difference) {
    Comparison comparison = difference.comparison();
    List<String> lines = new ArrayList<>();
    for (Difference.Change change : difference.changed()) {
      if (lines.size() == Read.SHOWN) {
        lines.add("and " + (difference.changed().size() - Read.SHOWN) + " more");
        break;
      }
      String key = row(comparison.columns().subList(0, comparison.keyLength()), change.key());
      lines.add(
          key
              + "  "
              + comparison.columns().get(change.column())
              + "  blue "
              + change.blue()
              + "  green "
              + change.green()
              + "  (tolerance: "
              + comparison.tolerance(change.column())
              + ")");
    }
    return String.join("\n", lines);
  }

  private static String firstOf(List<String> columns, List<List<@Nullable String>> rows) {
    List<String> lines = new ArrayList<>();
    rows.stream().limit(Read.SHOWN).forEach(row -> lines.add(row(columns, row)));
    if (rows.size() > Read.SHOWN) {
      lines.add("and " + (rows.size() - Read.SHOWN) + " more");
    }
    return String.join("\n", lines);
  }

  private static String row(List<String> columns, List<@Nullable String> values) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      pairs.add(columns.get(i) + "=" + values.get(i));
    }
    return String.join("  ", pairs);
  }

  static VerdigrisException notReadable(String what, String sql, SQLException cause) {
    return Problem.of(ExitCode.GATE_FAILED, 108, "GATE FAILED", what + " cannot be read")
        .detail("cause", String.valueOf(cause.getMessage()))
        .detail("query", sql)
        .state(STATE)
        .next("mend the query, or the model, and run mvn verify again")
        .exception(cause);
  }

  private static String where(String what, String at, String cluster) {
    return what + "  at " + at + ", on cluster " + cluster;
  }

  private static Problem.Builder begin(int number, String summary, @Nullable String reason) {
    Problem.Builder problem = Problem.of(ExitCode.GATE_FAILED, number, "GATE FAILED", summary);
    return reason == null ? problem : problem.detail("because", reason);
  }

  private static String end(Problem.Builder problem) {
    return problem.state(STATE).next(NEXT).build().format();
  }
}
