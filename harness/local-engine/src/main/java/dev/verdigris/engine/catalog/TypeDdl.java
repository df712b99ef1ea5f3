package dev.verdigris.engine.catalog;

import dev.verdigris.engine.sql.CreateStatement.CreateType;
import java.util.List;

/** CREATE TYPE: a name for a list, a map or a record. */
final class TypeDdl {
  private final Change change;

  TypeDdl(Change change) {
    this.change = change;
  }

  String run(CreateType statement) {
    NewItem place = NewItem.resolve(change, statement.name(), false);
    Definitions.DefinedType defined =
        change.services.definitions().type(statement, change.base, change.session);
    place
        .taken(change.base)
        .ifPresent(
            taken -> {
              throw DdlErrors.itemExists(taken.type(), place.fullName());
            });
    place.requireCreate(change);
    ItemId id = change.newItem();
    RoleId owner = change.owner();
    place.put(
        change,
        new Item(
            id,
            change.oid(),
            place.schema(),
            null,
            place.name(),
            ObjectType.TYPE,
            owner,
            place.privileges(change, ObjectType.TYPE, owner),
            List.of(),
            null,
            defined.dependencies(),
            StoredSql.of(new CreateType(place.stored(), defined.resolved().definition())),
            new ItemFacts.None(),
            null));
    return "CREATE TYPE";
  }
}
