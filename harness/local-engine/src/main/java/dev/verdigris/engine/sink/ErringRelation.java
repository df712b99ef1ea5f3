package dev.verdigris.engine.sink;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.snapshot.Contents;
import dev.verdigris.engine.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what of a relation is not in error, in the snapshot that is open, by the rules of {@link
 * ErringShape}.
 *
 * <p>For {@link ErringShape.Way#ROWS} it copies the tables below into temporary ones and makes the
 * views once more over them, so that it can compute the relation from any part of its input. A
 * savepoint takes all that away; the snapshot stays open.
 */
final class ErringRelation {

  /** Beyond this many evaluations it gives up, which is some seconds. */
  private static final int BUDGET = 20_000;

  private static final String DATA_EXCEPTION = "22";

  private final Snapshots snapshot;
  private final ErringShape shape;
  private final Map<Item, Part> parts = new HashMap<>();
  private int evaluations;

  /** Which rows of a table are taken, by their numbers from 1. */
  private static final class Part {
    private final int size;
    private int first = 1;
    private int last;
    private final TreeSet<Integer> out = new TreeSet<>();

    Part(int size) {
      this.size = size;
      this.last = size;
    }
  }

  private ErringRelation(Snapshots snapshot, ErringShape shape) {
    this.snapshot = snapshot;
    this.shape = shape;
  }

  /** Whether a read failed because of the data; all else is no error of the relation's. */
  static boolean isDataError(SQLException e) {
    String state = e.getSQLState();
    return state != null && state.startsWith(DATA_EXCEPTION);
  }

  /**
   * The rows that are not in error.
   *
   * @throws SqlException 0A000 where they cannot be told apart
   */
  static Contents read(Snapshots snapshot, ErringShape shape) throws SQLException {
    ErringShape.Way way = shape.way();
    if (way == null) {
      throw refused(shape.reason());
    }
    ErringRelation erring = new ErringRelation(snapshot, shape);
    try (Statement statement = snapshot.transaction().createStatement()) {
      statement.execute("SAVEPOINT erring");
      Contents contents = way == ErringShape.Way.ROWS ? erring.withoutRows() : erring.byKey();
      statement.execute("ROLLBACK TO SAVEPOINT erring; RELEASE SAVEPOINT erring");
      return contents;
    }
  }

  private static SqlException refused(String reason) {
    return SqlException.unsupported(
        "a sink on a relation whose data is an error, where the relation has " + reason);
  }

  private Contents withoutRows() throws SQLException {
    shadow();
    String relation = shadowName(shape.relation());
    for (Item table : shape.tables()) {
      if (evaluate(relation) != null) {
        break;
      }
      Part part = part(table);
      List<Integer> failing = new ArrayList<>();
      find(relation, part, 1, part.size, failing);
      for (int row : failing) {
        if (shape.tables().size() == 1 || !contributes(relation, table, row)) {
          part.out.add(row);
        }
      }
    }
    if (evaluate(relation) == null) {
      throw refused("errors that are not those of single rows");
    }
    Contents contents = new Contents();
    snapshot.read("SELECT * FROM " + relation, row -> contents.add(row, 1));
    return contents;
  }

  /** Finds the rows of a part that fail, whatever they are joined with. */
  private void find(String relation, Part part, int first, int last, List<Integer> failing)
      throws SQLException {
    part.first = first;
    part.last = last;
    boolean fails = first <= last && evaluate(relation) == null;
    part.first = 1;
    part.last = part.size;
    if (!fails) {
      return;
    }
    if (first == last) {
      failing.add(first);
      return;
    }
    int middle = (first + last) >>> 1;
    find(relation, part, first, middle, failing);
    find(relation, part, middle + 1, last, failing);
  }

  /** Whether a row that fails with some rows of the other tables gives something with others. */
  private boolean contributes(String relation, Item table, int row) throws SQLException {
    if (shape.filtersGroups()) {
      throw refused("a join and a condition on groups");
    }
    Part part = part(table);
    part.first = row;
    part.last = row;
    List<Part> others = new ArrayList<>();
    shape.tables().stream().filter(t -> !t.equals(table)).forEach(t -> others.add(part(t)));
    boolean contributes = contributes(relation, others);
    part.first = 1;
    part.last = part.size;
    return contributes;
  }

  private boolean contributes(String relation, List<Part> others) throws SQLException {
    Long rows = evaluate(relation);
    if (rows != null) {
      return rows > 0;
    }
    for (Part other : others) {
      int first = other.first;
      int last = other.last;
      if (first < last) {
        int middle = (first + last) >>> 1;
        other.last = middle;
        boolean contributes = contributes(relation, others);
        other.first = middle + 1;
        other.last = last;
        contributes = contributes || contributes(relation, others);
        other.first = first;
        return contributes;
      }
    }
    return false;
  }

  /** How many rows the relation has on the parts; null if it is in error. */
  private @Nullable Long evaluate(String relation) throws SQLException {
    StringBuilder settings = new StringBuilder("SELECT ");
    for (Item table : shape.tables()) {
      Part part = part(table);
      String id = table.id().value();
      settings.append("set_config('mz.first_").append(id).append("', '").append(part.first);
      settings.append("', true), set_config('mz.last_").append(id).append("', '");
      settings.append(part.last).append("', true), set_config('mz.out_").append(id);
      settings.append("', '{");
      settings.append(part.out.stream().map(String::valueOf).collect(Collectors.joining(",")));
      settings.append("}', true), ");
    }
    settings.append("1");
    snapshot.read(settings.toString(), row -> {});
    return tried("SELECT count(x) FROM (SELECT * FROM " + relation + " OFFSET 0) x");
  }

  /** The number that a query gives; null if it fails on the data. */
  private @Nullable Long tried(String sql) throws SQLException {
    if (++evaluations > BUDGET) {
      throw refused("too many rows to find the errors among");
    }
    List<Long> count = new ArrayList<>();
    boolean read =
        attempt(
            snapshot, () -> snapshot.read(sql, row -> count.add(Long.valueOf(row.get(0) + ""))));
    return read ? count.get(0) : null;
  }

  /** Something that reads in the snapshot. */
  @FunctionalInterface
  interface Reading {
    /** Reads. */
    void read() throws SQLException;
  }

  /** Reads, and leaves the snapshot open if the data is an error; whether it was none. */
  static boolean attempt(Snapshots snapshot, Reading reading) throws SQLException {
    try (Statement statement = snapshot.transaction().createStatement()) {
      statement.execute("SAVEPOINT attempt");
      try {
        reading.read();
        statement.execute("RELEASE SAVEPOINT attempt");
        return true;
      } catch (SQLException e) {
        if (!isDataError(e)) {
          throw e;
        }
        statement.execute("ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt");
        return false;
      }
    }
  }

  /** Makes the tables and views of the shape once more, in the connection's temporary schema. */
  private void shadow() throws SQLException {
    Connection connection = snapshot.transaction();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL search_path = u, mz, pg_catalog");
      Map<Item, String> definitions = new HashMap<>();
      for (Item view : shape.views()) {
        // Read before anything hides what it names.
        definitions.put(
            view,
            text(statement, "SELECT pg_get_viewdef('" + view.physicalName() + "'::regclass)"));
      }
      for (Item table : shape.tables()) {
        String id = table.id().value();
        String columns =
            IntStream.rangeClosed(1, table.columns().size())
                .mapToObj(table::physicalColumn)
                .collect(Collectors.joining(", "));
        statement.execute(
            ("CREATE TEMPORARY TABLE rows_%1$s ON COMMIT DROP AS"
                    + " SELECT row_number() OVER () AS n, %2$s FROM %3$s")
                .formatted(id, columns, table.physicalName()));
        String count = text(statement, "SELECT count(*) FROM pg_temp.rows_" + id);
        parts.put(table, new Part(Integer.parseInt(count)));
        // OFFSET 0 keeps PostgreSQL from evaluating what it reads before it is chosen.
        statement.execute(
            ("CREATE TEMPORARY VIEW %1$s AS SELECT %2$s FROM pg_temp.rows_%1$s"
                    + " WHERE n BETWEEN current_setting('mz.first_%1$s')::int8"
                    + " AND current_setting('mz.last_%1$s')::int8"
                    + " AND n <> ALL (current_setting('mz.out_%1$s')::int8[]) OFFSET 0")
                .formatted(id, columns));
      }
      for (Item view : shape.views()) {
        statement.execute(
            "CREATE TEMPORARY VIEW " + view.id().value() + " AS " + definitions.get(view));
      }
    }
  }

  private Contents byKey() throws SQLException {
    if (!(shape.relation().facts() instanceof ItemFacts.Defined defined)
        || defined.keys().isEmpty()) {
      throw refused("no key by which its rows can be told apart");
    }
    List<String> columns =
        defined.keys().get(0).stream().map(p -> shape.relation().physicalColumn(p + 1)).toList();
    Contents contents = new Contents();
    if (columns.isEmpty()) {
      return contents; // One row at most, and that one is in error.
    }
    String relation = shape.relation().physicalName();
    List<List<@Nullable String>> keys = new ArrayList<>();
    if (!attempt(
        snapshot,
        () ->
            snapshot.read(
                "SELECT DISTINCT " + String.join(", ", columns) + " FROM " + relation,
                keys::add))) {
      throw refused("an error in its key");
    }
    int failing = 0;
    for (List<@Nullable String> key : keys) {
      if (++evaluations > BUDGET) {
        throw refused("too many keys to find the errors among");
      }
      Contents row = new Contents();
      String sql = "SELECT * FROM " + relation + " WHERE " + condition(columns, key);
      if (attempt(snapshot, () -> snapshot.read(sql, r -> row.add(r, 1)))) {
        row.rows().forEach(contents::add);
      } else {
        failing++;
      }
    }
    if (failing == keys.size() && failing > 1) {
      throw refused("an error that does not belong to single keys");
    }
    return contents;
  }

  private static String condition(List<String> columns, List<@Nullable String> key) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String value = key.get(i);
      conditions.add(
          columns.get(i) + (value == null ? " IS NULL" : " = '" + value.replace("'", "''") + "'"));
    }
    return String.join(" AND ", conditions);
  }

  private Part part(Item table) {
    Part part = parts.get(table);
    if (part == null) {
      throw new IllegalStateException(table.id() + " was not copied");
    }
    return part;
  }

  private static String shadowName(Item relation) {
    return "pg_temp." + relation.id().value();
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
