package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.CreateStatement.ColumnDefinition;
import dev.verdigris.engine.sql.CreateStatement.CreateTableFromSource;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Option;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code CREATE TABLE … FROM SOURCE}. */
final class SourceTableDdl {
  private final Change change;

  SourceTableDdl(Change change) {
    this.change = change;
  }

  String run(CreateTableFromSource statement) {
    NewItem place = NewItem.resolve(change, statement.name(), false);
    Item source = change.names.item(statement.source().names());
    if (!(source.facts() instanceof ItemFacts.LoadGenerator generator)) {
      throw SqlException.unsupported(
          "CREATE TABLE … FROM SOURCE of a "
              + source.type().words()
              + " that is no load generator");
    }
    for (Option option : statement.options()) {
      throw SqlException.unsupported("the option " + option.name() + " of a table from a source");
    }
    if (!statement.columns().isEmpty() || !statement.constraints().isEmpty()) {
      throw SqlException.unsupported("a list of columns of a table from a source");
    }
    LoadGeneratorShape shape = Objects.requireNonNull(LoadGeneratorShape.of(generator.generator()));
    LoadGeneratorShape.Output output = output(shape, statement.reference());
    if (place.taken(change.base).isPresent()) {
      if (!statement.ifNotExists()) {
        throw SqlException.internal("catalog item '" + place.name() + "' already exists");
      }
      change.skipExisting("42710", ObjectType.TABLE, place.name());
      return "CREATE TABLE";
    }
    place.requireCreate(change);
    put(place, source, shape, output);
    return "CREATE TABLE";
  }

  private static LoadGeneratorShape.Output output(
      LoadGeneratorShape shape, @Nullable ObjectName reference) {
    if (reference == null) {
      if (shape.isMultiple()) {
        throw SqlException.internal(
            "reference  is ambiguous, consider specifying an additional layer of qualification");
      }
      return shape.only();
    }
    return shape
        .find(reference.names())
        .orElseThrow(
            () -> SqlException.internal("reference to " + reference + " not found in source"));
  }

  private void put(
      NewItem place, Item source, LoadGeneratorShape shape, LoadGeneratorShape.Output output) {
    ItemId id = change.newItem();
    RoleId owner = change.owner();
    SourceTables tables = new SourceTables(change, output);
    // A source with one output gives it as it is; of several, each is described (recorded).
    List<ColumnDefinition> described = shape.isMultiple() ? tables.stored() : List.of();
    CreateTableFromSource stored =
        new CreateTableFromSource(
            place.stored(),
            described,
            shape.isMultiple() ? output.table().constraints() : List.of(),
            false,
            ObjectName.of(change.base.fullName(source)).withId(source.id().value()),
            ObjectName.of(shape.reference(output)),
            List.of(SourceTables.details(output)));
    ItemFacts facts = new ItemFacts.Export(source.id(), output.name(), output.keys());
    place.put(
        change,
        new Item(
            id,
            change.oid(),
            place.schema(),
            null,
            place.name(),
            ObjectType.TABLE,
            owner,
            place.privileges(change, ObjectType.TABLE, owner),
            tables.columns(),
            null,
            Set.of(source.id()),
            StoredSql.of(stored),
            facts,
            Physical.name(id)));
    change.physical.addAll(SourceTables.create(id, tables.columns(), facts));
  }
}
