package dev.verdigris.engine.catalog;

import java.util.Objects;

/** Owners, rights and full names of whatever has them, in one state. */
final class Owners {
  private final CatalogState state;

  Owners(CatalogState state) {
    this.state = state;
  }

  RoleId ownerOf(Owned object) {
    return switch (object.type()) {
      case DATABASE -> database(object).owner();
      case SCHEMA -> schema(object).owner();
      case CLUSTER -> cluster(object).owner();
      case CLUSTER_REPLICA -> replica(object).owner();
      case ROLE, SYSTEM -> SystemObjects.MZ_SYSTEM;
      default -> item(object).owner();
    };
  }

  Acl privilegesOn(Owned object) {
    return switch (object.type()) {
      case DATABASE -> database(object).privileges();
      case SCHEMA -> schema(object).privileges();
      case CLUSTER -> cluster(object).privileges();
      case SYSTEM -> state.systemPrivileges();
      case CLUSTER_REPLICA, ROLE -> Acl.NONE;
      default -> item(object).privileges();
    };
  }

  /** With dots, unquoted: {@code materialize.public.t}. */
  String nameOf(Owned object) {
    return switch (object.type()) {
      case DATABASE -> database(object).name();
      case SCHEMA -> schemaName(schema(object));
      case CLUSTER -> cluster(object).name();
      case CLUSTER_REPLICA -> replica(object).name();
      case ROLE -> Objects.requireNonNull(state.role(new RoleId(object.id()))).name();
      case SYSTEM -> "SYSTEM";
      default -> String.join(".", state.fullName(item(object)));
    };
  }

  String schemaName(Schema schema) {
    Database database = schema.database() == null ? null : state.database(schema.database());
    return database == null ? schema.name() : database.name() + "." + schema.name();
  }

  private Database database(Owned object) {
    return Objects.requireNonNull(state.database(new DatabaseId(object.id())));
  }

  private Schema schema(Owned object) {
    return Objects.requireNonNull(state.schema(new SchemaId(object.id())));
  }

  private Cluster cluster(Owned object) {
    return Objects.requireNonNull(state.cluster(new ClusterId(object.id())));
  }

  private Replica replica(Owned object) {
    return Objects.requireNonNull(state.replica(new ReplicaId(object.id())));
  }

  private Item item(Owned object) {
    return Objects.requireNonNull(state.item(new ItemId(object.id())));
  }
}
