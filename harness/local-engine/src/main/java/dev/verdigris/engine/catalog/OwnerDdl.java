package dev.verdigris.engine.catalog;

import dev.verdigris.engine.sql.AlterStatement.OwnerTo;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.PrivilegeStatement.ReassignOwned;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** {@code ALTER … OWNER TO} and {@code REASSIGN OWNED BY}. */
final class OwnerDdl {
  private final Change change;
  private final Owners owners;

  OwnerDdl(Change change) {
    this.change = change;
    owners = new Owners(change.base);
  }

  String run(OwnerTo statement) {
    ObjectType type = Types.of(statement.kind());
    Optional<Owned> found =
        new Lookup(change)
            .object(type, statement.name(), statement.ifExists(), DdlErrors::wrongType);
    Role owner = change.base.resolveRole(statement.newOwner().value());
    if (found.isPresent()) {
      change.rights.requireMembership(owner);
      change.rights.requireOwner(found.get());
      requireCreateAround(found.get());
      give(found.get(), owner.id());
      change.touch();
    }
    return "ALTER " + type.sql();
  }

  private void requireCreateAround(Owned object) {
    if (object.type() == ObjectType.SCHEMA) {
      Schema schema = Objects.requireNonNull(change.base.schema(new SchemaId(object.id())));
      if (schema.database() != null) {
        change.rights.require(Privilege.CREATE, Owned.database(schema.database()));
      }
    } else if (object.type().isItem()) {
      Item item = Objects.requireNonNull(change.base.item(new ItemId(object.id())));
      if (item.temporary() == null) {
        change.rights.require(Privilege.CREATE, Owned.schema(item.schema()));
      }
    }
  }

  String run(ReassignOwned statement) {
    Role newOwner = change.base.resolveRole(statement.newRole().value());
    Set<RoleId> old = new HashSet<>();
    for (Ident role : statement.oldRoles()) {
      Role from = change.base.resolveRole(role.value());
      change.rights.requireMembership(from);
      old.add(from.id());
    }
    change.rights.requireMembership(newOwner);
    for (Owned object : AllObjects.of(change.base)) {
      if (old.contains(owners.ownerOf(object))) {
        give(object, newOwner.id());
      }
    }
    change.touch();
    return "REASSIGN OWNED";
  }

  private void give(Owned object, RoleId owner) {
    CatalogBuilder next = change.next;
    RoleId before = owners.ownerOf(object);
    switch (object.type()) {
      case DATABASE -> {
        Database database = next.databases.get(new DatabaseId(object.id()));
        next.put(
            Objects.requireNonNull(database)
                .withOwner(owner, database.privileges().reassign(before, owner)));
      }
      case SCHEMA -> {
        Schema schema = Objects.requireNonNull(next.schemas.get(new SchemaId(object.id())));
        next.put(schema.withOwner(owner, schema.privileges().reassign(before, owner)));
      }
      case CLUSTER -> cluster(new ClusterId(object.id()), before, owner);
      case CLUSTER_REPLICA -> {
        Replica replica = Objects.requireNonNull(next.replicas.get(new ReplicaId(object.id())));
        next.put(
            new Replica(replica.id(), replica.cluster(), replica.name(), replica.size(), owner));
      }
      default -> item(new ItemId(object.id()), owner);
    }
    change.audit(
        "alter",
        object.type(),
        "object_id",
        AuditIds.of(object, change.base),
        "old_owner_id",
        before.value(),
        "new_owner_id",
        owner.value());
  }

  private void cluster(ClusterId id, RoleId before, RoleId owner) {
    Cluster cluster = Objects.requireNonNull(change.next.clusters.get(id));
    change.next.put(cluster.withOwner(owner, cluster.privileges().reassign(before, owner)));
    for (Replica replica : change.base.replicas(id)) {
      change.next.put(new Replica(replica.id(), id, replica.name(), replica.size(), owner));
    }
  }

  /** An item, and its indexes with it. */
  private void item(ItemId id, RoleId owner) {
    List<Item> items = new ArrayList<>();
    items.add(Objects.requireNonNull(change.next.items.get(id)));
    for (Item dependent : change.base.dependents(id)) {
      if (dependent.facts() instanceof ItemFacts.Index index && index.on().equals(id)) {
        items.add(Objects.requireNonNull(change.next.items.get(dependent.id())));
      }
    }
    for (Item item : items) {
      change.next.put(item.withOwner(owner, item.privileges().reassign(item.owner(), owner)));
    }
  }
}
