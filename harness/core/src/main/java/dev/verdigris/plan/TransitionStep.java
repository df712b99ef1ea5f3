package dev.verdigris.plan;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.ComparedRelations;
import dev.verdigris.cutover.ComparedRelations.Compared;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A step that makes or moves the transition of sinks. Each may be sent again without harm; the
 * tokens of the switch stand in the statements only when they are sent.
 */
public sealed interface TransitionStep extends Step {
  /** What the switch has: the side that it shows, and its token. */
  List<Column> SWITCH_COLUMNS =
      List.of(new Column("to_new", "boolean", false), new Column("turn", "text", false));

  /**
   * Creates the switch, a table without rows. Beside the side that it shows, its row has a token
   * that every turn replaces, so that a statement of a run that is gone finds another one.
   *
   * @param table its name
   */
  record CreateSwitch(Target.OfItem table) implements TransitionStep {
    @Override
    public String verb() {
      return "create";
    }

    @Override
    public String sql() {
      return "CREATE TABLE " + table.sqlName() + " (to_new bool NOT NULL, turn text NOT NULL)";
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      Snapshot made = CreateStep.Created.item(snapshot, table, "", Set.of(), "");
      return table.find(made).map(item -> made.with(item.withColumns(SWITCH_COLUMNS))).orElse(made);
    }
  }

  /**
   * Gives the switch its one row, unless it has one.
   *
   * @param table the switch
   * @param cluster the name of the cluster that the switch is read on
   * @param toNew which side it shows
   */
  record SetUp(Target.OfItem table, String cluster, boolean toNew) implements TransitionStep {
    @Override
    public String verb() {
      return "switch";
    }

    @Override
    public String sql() {
      return sql("<new>");
    }

    /** The statement with the token that the row begins with. */
    public String sql(String turn) {
      return "INSERT INTO "
          + table.sqlName()
          + " SELECT "
          + toNew
          + ", "
          + Identifiers.literal(turn)
          + " WHERE NOT EXISTS (SELECT 1 FROM "
          + table.sqlName()
          + ")";
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return snapshot;
    }
  }

  /**
   * Turns the switch: every sink behind it sends, at one timestamp, the keys that differ. It turns
   * only what it has read: one that arrives when another run has turned the switch since changes
   * nothing.
   *
   * @param table the switch
   * @param cluster the name of the cluster that the switch is read on
   * @param toNew which side it shows from then on
   */
  record Flip(Target.OfItem table, String cluster, boolean toNew) implements TransitionStep {
    @Override
    public String verb() {
      return "switch";
    }

    @Override
    public String sql() {
      return sql("<as read>", "<new>");
    }

    /** The statement between the token that was read and another one. */
    public String sql(String read, String turn) {
      return "UPDATE "
          + table.sqlName()
          + " SET to_new = "
          + toNew
          + ", turn = "
          + Identifiers.literal(turn)
          + " WHERE turn = "
          + Identifiers.literal(read);
    }

    /** The whole name of the switch. */
    public String switchSql() {
      return table.sqlName();
    }

    /** The query for the token. */
    public String read() {
      return "SELECT turn FROM " + table.sqlName();
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return snapshot;
    }
  }

  /**
   * Creates the view that shows the one relation or the other. {@code DISTINCT ON} makes its key
   * provable: a plain union's is not. Columns are named by alias only, since a name of two parts
   * that begins with a schema makes a swap of that schema fail.
   *
   * @param view the view
   * @param table the switch
   * @param cluster the name of the cluster it runs on
   * @param relations the two relations
   * @param readIds their ids
   * @param columns its columns
   */
  record CreateView(
      Target.OfItem view,
      Target.OfItem table,
      String cluster,
      ComparedRelations relations,
      Set<String> readIds,
      List<Column> columns)
      implements TransitionStep {
    /** Makes the collections immutable. */
    public CreateView {
      readIds = Set.copyOf(readIds);
      columns = List.copyOf(columns);
    }

    @Override
    public String verb() {
      return "create";
    }

    @Override
    public String sql() {
      String key =
          relations.key().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
      String names =
          relations.columns().stream()
              .map(column -> Identifiers.quote(column.name()))
              .collect(Collectors.joining(", "));
      return "CREATE MATERIALIZED VIEW "
          + view.sqlName()
          + " IN CLUSTER "
          + Identifiers.quote(cluster)
          + " AS SELECT DISTINCT ON ("
          + key
          + ") "
          + names
          + " FROM (SELECT "
          + list("o", true)
          + " FROM "
          + relations.oldRelation()
          + " AS o, "
          + table.sqlName()
          + " AS s WHERE NOT s.to_new UNION ALL SELECT "
          + list("n", false)
          + " FROM "
          + relations.newRelation()
          + " AS n, "
          + table.sqlName()
          + " AS s WHERE s.to_new) AS u ORDER BY "
          + key;
    }

    private String list(String alias, boolean old) {
      return relations.columns().stream()
          .map(
              column ->
                  old && column.isAdded()
                      ? added(column)
                      : alias + "." + Identifiers.quote(column.name()))
          .collect(Collectors.joining(", "));
    }

    private static String added(Compared column) {
      return "NULL::" + column.newType() + " AS " + Identifiers.quote(column.name());
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      Snapshot made =
          CreateStep.Created.item(snapshot, view, cluster, Set.of(), "transition of sinks");
      Set<String> reads =
          Stream.concat(readIds.stream(), table.find(made).map(Item::id).stream())
              .collect(Collectors.toSet());
      return view.find(made)
          .map(item -> made.with(item.withDependsOn(reads).withColumns(columns)))
          .orElse(made);
    }
  }

  /** Whether a table has the switch's columns. */
  static boolean isSwitch(List<Column> columns) {
    return columns.stream()
        .map(Column::name)
        .toList()
        .equals(SWITCH_COLUMNS.stream().map(Column::name).toList());
  }

  /** The switch of a transition schema. */
  static Target.OfItem switchOf(String database, String schema) {
    return new Target.OfItem(database, schema, Transition.SWITCH, ObjectKind.TABLE);
  }
}
