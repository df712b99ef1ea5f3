package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.CreateStatement.CreateDatabase;
import dev.verdigris.engine.sql.CreateStatement.CreateSchema;
import java.util.List;

/** {@code CREATE DATABASE} and {@code CREATE SCHEMA}. */
final class SchemaDdl {
  private final Change change;

  SchemaDdl(Change change) {
    this.change = change;
  }

  String run(CreateDatabase statement) {
    String name = statement.name().value();
    if (change.base.database(name).isPresent()) {
      if (!statement.ifNotExists()) {
        throw DdlErrors.databaseExists(name);
      }
      change.skipExisting("42P04", ObjectType.DATABASE, name);
      return "CREATE DATABASE";
    }
    change.rights.require(Privilege.CREATEDB, Owned.SYSTEM);
    DatabaseId id = change.newDatabase();
    RoleId owner = change.owner();
    Acl privileges = new NewObjectRights(change).on(ObjectType.DATABASE, owner, null, null);
    change.next.put(new Database(id, change.oid(), name, owner, privileges));
    change.audit("create", ObjectType.DATABASE, "id", id.value(), "name", name);
    create(id, name, "public");
    return "CREATE DATABASE";
  }

  String run(CreateSchema statement) {
    List<String> parts = statement.name().names();
    String name = statement.name().last().value();
    Database database = database(parts);
    if (DdlErrors.isReserved(name)) {
      throw DdlErrors.unacceptableSchema(name);
    }
    if (change.base.schema(database.id(), name).isPresent()) {
      if (!statement.ifNotExists()) {
        throw DdlErrors.schemaExists(name);
      }
      change.skipExisting("42P06", ObjectType.SCHEMA, name);
      return "CREATE SCHEMA";
    }
    change.rights.require(Privilege.CREATE, Owned.database(database.id()));
    create(database.id(), database.name(), name);
    return "CREATE SCHEMA";
  }

  private Database database(List<String> parts) {
    String name = parts.size() > 1 ? parts.get(0) : change.session.database();
    return change
        .base
        .database(name)
        .orElseThrow(() -> SqlException.internal("invalid database " + name));
  }

  private void create(DatabaseId database, String databaseName, String name) {
    SchemaId id = change.newSchema();
    RoleId owner = change.owner();
    Acl privileges = new NewObjectRights(change).on(ObjectType.SCHEMA, owner, database, null);
    change.next.put(new Schema(id, change.oid(), database, name, owner, privileges));
    change.audit(
        "create", ObjectType.SCHEMA, "database_name", databaseName, "id", id.value(), "name", name);
    change.touch();
  }
}
