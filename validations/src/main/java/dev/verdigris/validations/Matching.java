package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.Column;
import dev.verdigris.validations.AcceptedDifferences.Entry;
import dev.verdigris.validations.AcceptedDifferences.Mode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares two relations on the server, in one transaction: counts first, then hashes of buckets of
 * keys where there are many rows, then only the rows of buckets that differ. The client sees counts
 * and the few rows that a message shows.
 */
final class Matching implements Check {
  /** Below this, hashing costs more than it saves. */
  private static final long FEW_ROWS = 20_000;

  /**
   * So many buckets are hashed first: where most of those differ, hashing the rest saves nothing.
   */
  private static final int SAMPLE = DifferenceSql.BUCKETS / 32;

  private final RelationOptions<?> asked;
  private final Relation blue;
  private final boolean keyed;

  /**
   * Of a relation and another.
   *
   * @param keyed whether rows are told apart by the key of the options, or as a whole
   */
  Matching(RelationOptions<?> asked, Relation blue, boolean keyed) {
    this.asked = asked;
    this.blue = blue;
    this.keyed = keyed;
  }

  @Override
  public List<Relation> relations() {
    return List.of(asked.subject(), blue);
  }

  @Override
  public Finding judge(Reading reading) throws SQLException {
    Relation green = asked.subject();
    RowOptions rows = asked.rows();
    List<String> own = compared(green);
    List<String> theirs = compared(blue);
    List<String> key = keyed ? rows.key() : List.of();
    reading.begin();
    Subject one = Subject.of(green);
    Subject other = Subject.of(blue);
    DifferenceSql sql = sql(green, key, own);
    Table counts = reading.query(sql.counts());
    String at = counts.value(0);
    Context context = context(at, reading);
    if (!Set.copyOf(own).equals(Set.copyOf(theirs))) {
      return Finding.fails(
          at,
          () ->
              DifferenceMessages.shouldHaveSameColumns(
                  one, other, own, theirs, CatalogLook.columns(relations()), context));
    }
    long ofGreen = counts.number(1);
    long ofBlue = counts.number(2);
    if (ofGreen + ofBlue == 0 && !asked.options().allowsEmpty(green.name())) {
      return Finding.undecided(at, () -> EmptyMessages.bothEmpty(one, other, context));
    }
    Difference difference = difference(reading, sql, key, ofGreen, ofBlue);
    boolean holds = holds(difference);
    update(key, difference, holds);
    return holds
        ? Finding.holds(at)
        : Finding.fails(
            at,
            () ->
                DifferenceMessages.shouldMatch(
                    one, other, difference, rows.allowed(), rows.matchRates(), look(sql), context));
  }

  private boolean holds(Difference difference) {
    if (difference.total() > asked.rows().allowed()) {
      return false;
    }
    for (Map.Entry<String, Double> rate : asked.rows().matchRates().entrySet()) {
      int column = difference.columns().indexOf(rate.getKey());
      if (column >= 0 && difference.matchRate(column) < rate.getValue()) {
        return false;
      }
    }
    return true;
  }

  private List<String> compared(Relation relation) {
    for (String column : asked.rows().ignored()) {
      if (!Columns.has(asked.subject(), column) && !Columns.has(blue, column)) {
        throw OptionProblems.noColumn(asked.subject().name(), column, Columns.of(asked.subject()));
      }
    }
    if (keyed) {
      asked.rows().key().forEach(column -> Columns.find(relation, column));
    }
    return Columns.of(relation).stream()
        .filter(column -> !asked.rows().ignored().contains(column))
        .toList();
  }

  private DifferenceSql sql(Relation green, List<String> key, List<String> own) {
    List<String> names = new ArrayList<>(key);
    own.stream().filter(column -> !key.contains(column)).forEach(names::add);
    List<Column> columns = names.stream().map(name -> onEither(green, name)).toList();
    Set<Integer> rated = new LinkedHashSet<>();
    asked.rows().matchRates().keySet().forEach(column -> rated.add(names.indexOf(column)));
    return new DifferenceSql(
        asked.rows().from(green),
        asked.rows().from(blue),
        columns,
        key.size(),
        asked.rows().tolerances(),
        rated);
  }

  /** A column that is nullable if it is on either side. */
  private Column onEither(Relation green, String name) {
    Column column = Columns.find(green, name);
    boolean nullable =
        column.nullable() || (Columns.has(blue, name) && Columns.find(blue, name).nullable());
    return new Column(name, column.type(), nullable);
  }

  private Difference difference(
      Reading reading, DifferenceSql sql, List<String> key, long ofGreen, long ofBlue)
      throws SQLException {
    AcceptedDifferences accepted = asked.rows().accepted();
    Set<Entry> entries = accepted == null ? Set.of() : accepted.entries(key);
    boolean everything = accepted != null && accepted.mode() == Mode.ACCEPT;
    List<String> buckets = null;
    if (Math.max(ofGreen, ofBlue) > FEW_ROWS
        && differing(reading, sql, SAMPLE).size() < SAMPLE / 2) {
      buckets = differing(reading, sql, DifferenceSql.BUCKETS);
      if (buckets.isEmpty()) {
        return Difference.none(
            sql.columns().stream().map(Column::name).toList(),
            sql.keyLength(),
            tolerances(sql),
            ofGreen,
            ofBlue);
      }
    }
    int shown = everything ? AcceptedDifferences.MOST + 1 : entries.size();
    Table table = reading.query(sql.differences(buckets, entries, shown, everything));
    return new DifferenceReader(sql, tolerances(sql)).read(table, ofGreen, ofBlue);
  }

  private static List<String> differing(Reading reading, DifferenceSql sql, int below)
      throws SQLException {
    return reading.query(sql.differingBuckets(below)).rows().stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  private List<String> tolerances(DifferenceSql sql) {
    return sql.columns().stream()
        .map(column -> tolerance(asked.rows().tolerances().get(column.name())))
        .toList();
  }

  private static String tolerance(@Nullable Tolerance tolerance) {
    return tolerance == null ? "none" : tolerance.toString();
  }

  /** Lets the file of accepted differences follow what is so, unless the assertion fails. */
  private void update(List<String> key, Difference difference, boolean holds) {
    AcceptedDifferences accepted = asked.rows().accepted();
    if (accepted == null
        || accepted.mode() == Mode.KEEP
        || (accepted.mode() == Mode.SHRINK && !holds)) {
      return;
    }
    Set<Entry> now = difference.stillAccepted();
    if (accepted.mode() == Mode.ACCEPT) {
      if (now.size() > AcceptedDifferences.MOST) {
        throw new IllegalArgumentException(
            "accepting: more than "
                + AcceptedDifferences.MOST
                + " rows differ, which is no list to accept; "
                + accepted.file()
                + " was left as it is");
      }
      accepted.write(key, now);
    } else if (!now.equals(accepted.entries(key))) {
      Set<Entry> left = new LinkedHashSet<>(accepted.entries(key));
      left.retainAll(now);
      accepted.write(key, left);
    }
  }

  private Context context(String at, Reading reading) {
    RowOptions rows = asked.rows();
    List<String> rules = new ArrayList<>();
    if (keyed) {
      rules.add("keyed by " + String.join(", ", rows.key()));
    }
    if (!rows.ignored().isEmpty()) {
      rules.add("ignoring " + String.join(", ", rows.ignored()));
    }
    rows.tolerances()
        .forEach((column, tolerance) -> rules.add("within " + tolerance + " of " + column));
    rows.matchRates()
        .forEach(
            (column, rate) ->
                rules.add(column + " matching at least " + KeyMessages.number(rate) + " %"));
    AcceptedDifferences accepted = rows.accepted();
    if (accepted != null) {
      rules.add("accepting " + accepted.file());
    }
    rules.addAll(rows.rules(asked.options(), asked.subject(), blue));
    return Context.of(asked.options(), rules, at, reading.cluster());
  }

  private static String look(DifferenceSql sql) {
    String list = Columns.quoted(sql.columns().stream().map(Column::name).toList());
    return "SELECT "
        + list
        + " FROM "
        + sql.green()
        + " AS r EXCEPT ALL SELECT "
        + list
        + " FROM "
        + sql.blue()
        + " AS r";
  }
}
