package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.CreateStatement.ColumnDefinition;
import dev.verdigris.engine.sql.CreateStatement.ColumnOption;
import dev.verdigris.engine.sql.CreateStatement.CreateTable;
import dev.verdigris.engine.sql.CreateStatement.TableConstraint;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Printer;
import dev.verdigris.engine.sql.SqlStyle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code CREATE TABLE}. */
final class TableDdl {
  private final Change change;

  TableDdl(Change change) {
    this.change = change;
  }

  String run(CreateTable statement) {
    NewItem place = NewItem.resolve(change, statement.name(), statement.temporary());
    refuse(statement);
    List<Definitions.DefinedColumn> columns = new ArrayList<>();
    Set<ItemId> dependencies = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (ColumnDefinition definition : statement.columns()) {
      if (!names.add(definition.name().value())) {
        throw DdlErrors.duplicateColumn(definition.name().value());
      }
      Definitions.DefinedColumn column =
          change.services.definitions().column(definition, change.base, change.session);
      columns.add(column);
      dependencies.addAll(column.dependencies());
    }
    if (place.taken(change.base).isPresent()) {
      if (!statement.ifNotExists()) {
        throw DdlErrors.itemExists(place.taken(change.base).get().type(), place.fullName());
      }
      change.skipExisting("42710", ObjectType.TABLE, place.name());
      return "CREATE TABLE";
    }
    place.requireCreate(change);
    put(statement, place, columns, dependencies);
    return "CREATE TABLE";
  }

  private static void refuse(CreateTable statement) {
    boolean keyed =
        statement.constraints().stream().anyMatch(TableConstraint.Unique.class::isInstance)
            || statement.columns().stream()
                .flatMap(c -> c.options().stream())
                .anyMatch(ColumnOption.Unique.class::isInstance);
    if (keyed) {
      throw SqlException.internal(
              "CREATE TABLE with a primary key or unique constraint is not supported")
          .withDetail(
              "The requested feature (unsafe_enable_table_keys) is unsafe and is meant only for"
                  + " internal development and testing of Materialize.");
    }
    for (ColumnDefinition column : statement.columns()) {
      for (ColumnOption option : column.options()) {
        String text = constraint(option);
        if (text != null) {
          throw SqlException.internal(
              "CREATE TABLE with column constraint: " + text + " not yet supported");
        }
      }
    }
    if (!statement.constraints().isEmpty()) {
      throw SqlException.unsupported("a constraint of CREATE TABLE");
    }
    if (statement.options().stream().anyMatch(o -> o.name().equals("RETAIN HISTORY"))) {
      throw SqlException.preview("RETAIN HISTORY", "enable_logical_compaction_window");
    }
  }

  private static @Nullable String constraint(ColumnOption option) {
    if (option instanceof ColumnOption.References references) {
      String columns =
          references.columns().stream()
              .map(column -> Printer.print(ObjectName.of(List.of(column.value())), SqlStyle.SHOWN))
              .collect(Collectors.joining(", "));
      return "REFERENCES "
          + Printer.print(references.table(), SqlStyle.SHOWN)
          + (columns.isEmpty() ? "" : " (" + columns + ")");
    }
    return option instanceof ColumnOption.Check check
        ? "CHECK (" + Printer.print(check.expr(), SqlStyle.SHOWN) + ")"
        : null;
  }

  private void put(
      CreateTable statement,
      NewItem place,
      List<Definitions.DefinedColumn> columns,
      Set<ItemId> dependencies) {
    ItemId id = change.newItem();
    RoleId owner = change.owner();
    CreateTable stored =
        new CreateTable(
            place.stored(),
            columns.stream().map(Definitions.DefinedColumn::resolved).toList(),
            List.of(),
            false,
            statement.temporary(),
            List.of());
    place.put(
        change,
        new Item(
            id,
            change.oid(),
            place.schema(),
            place.temporary(),
            place.name(),
            ObjectType.TABLE,
            owner,
            place.privileges(change, ObjectType.TABLE, owner),
            columns.stream().map(Definitions.DefinedColumn::column).toList(),
            null,
            dependencies,
            StoredSql.of(stored),
            new ItemFacts.None(),
            Physical.name(id)));
    change.physical.add(createTable(id, columns));
  }

  private static String createTable(ItemId id, List<Definitions.DefinedColumn> columns) {
    List<String> definitions = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i).column();
      definitions.add(
          "c"
              + (i + 1)
              + " "
              + column.type().postgres()
              + (column.nullable() ? "" : " NOT NULL")
              + " DEFAULT "
              + columns.get(i).defaultValue());
    }
    return "CREATE TABLE " + Physical.name(id) + " (" + String.join(", ", definitions) + ")";
  }
}
