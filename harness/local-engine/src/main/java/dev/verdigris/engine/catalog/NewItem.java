package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an item that is being made belongs.
 *
 * @param schema its schema
 * @param temporary the session's temporary schema; null if it is not temporary
 * @param fullName its name with the names of where it is
 */
record NewItem(SchemaId schema, @Nullable String temporary, List<String> fullName) {

  /**
   * Resolves the name of an item that is to be made.
   *
   * @throws SqlException in Materialize's words if the schema does not exist
   */
  static NewItem resolve(Change change, ObjectName name, boolean temporary) {
    String last = name.last().value();
    if (temporary) {
      return new NewItem(
          CatalogState.TEMPORARY_SCHEMA,
          change.session.temporarySchema(),
          List.of("mz_temp", last));
    }
    Schema schema = schema(change, name.names());
    return in(change, schema, last);
  }

  /** An item of that name beside another, as an index is beside its relation. */
  static NewItem beside(Change change, Item other, String name) {
    if (other.temporary() != null) {
      return new NewItem(
          CatalogState.TEMPORARY_SCHEMA, other.temporary(), List.of("mz_temp", name));
    }
    return in(change, java.util.Objects.requireNonNull(change.base.schema(other.schema())), name);
  }

  private static NewItem in(Change change, Schema schema, String name) {
    Database database = schema.database() == null ? null : change.base.database(schema.database());
    return new NewItem(
        schema.id(),
        null,
        database == null
            ? List.of(schema.name(), name)
            : List.of(database.name(), schema.name(), name));
  }

  private static Schema schema(Change change, List<String> parts) {
    if (parts.size() == 1) {
      return change.names.creationSchema().orElseThrow(CatalogErrors::noSchemaSelected);
    }
    if (parts.size() == 2) {
      return change.names.schema(parts.subList(0, 1));
    }
    Database database = change.names.database(parts.get(0));
    return change
        .base
        .schema(database.id(), parts.get(1))
        .orElseThrow(() -> CatalogErrors.unknownSchema(parts.get(1)));
  }

  String name() {
    return fullName.get(fullName.size() - 1);
  }

  /** What has the name already. */
  Optional<Item> taken(CatalogState state) {
    return temporary != null ? state.temporaryItem(temporary, name()) : state.item(schema, name());
  }

  /** The name as it is stored. */
  ObjectName stored() {
    return new ObjectName(fullName.stream().map(Ident::new).toList(), null);
  }

  /** Fails unless the session may make something here. */
  void requireCreate(Change change) {
    if (temporary == null) {
      change.rights.require(Privilege.CREATE, Owned.schema(schema));
    }
  }

  /** Fails if something that stays would depend on something that goes with its session. */
  void requirePermanent(Change change, Set<ItemId> dependencies) {
    if (temporary != null) {
      return;
    }
    for (ItemId id : dependencies) {
      Item item = change.base.item(id);
      if (item != null && item.temporary() != null) {
        throw SqlException.internal(
            "non-temporary items cannot depend on temporary item '" + item.name() + "'");
      }
    }
  }

  /** The rights that the item begins with. */
  Acl privileges(Change change, ObjectType type, RoleId owner) {
    Schema in = change.base.schema(schema);
    return new NewObjectRights(change)
        .on(type, owner, in == null ? null : in.database(), in == null ? null : in.id());
  }

  /** Adds the finished item to the change. */
  void put(Change change, Item item) {
    change.next.put(item);
    change.audit(
        "create",
        item.type(),
        "id",
        item.id().value(),
        "database",
        fullName.size() == 3 ? fullName.get(0) : "",
        "schema",
        fullName.get(fullName.size() - 2),
        "item",
        name());
    change.touch();
  }
}
