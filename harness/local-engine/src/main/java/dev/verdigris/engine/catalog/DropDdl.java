package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.DropStatement;
import dev.verdigris.engine.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** {@code DROP}. */
final class DropDdl {
  private final Change change;
  private final Owners owners;

  DropDdl(Change change) {
    this.change = change;
    owners = new Owners(change.base);
  }

  String run(DropStatement statement) {
    ObjectType type = Types.of(statement.kind());
    Lookup lookup = new Lookup(change);
    List<Owned> named = new ArrayList<>();
    for (ObjectName name : statement.names()) {
      lookup
          .object(type, name, statement.ifExists(), DdlErrors::wrongType)
          .filter(object -> !named.contains(object))
          .ifPresent(named::add);
    }
    if (named.isEmpty()) {
      return "DROP " + type.sql();
    }
    if (type == ObjectType.ROLE) {
      new DropRoles(change).run(named);
      return "DROP ROLE";
    }
    DropPlan plan = new DropPlan(change.base);
    for (Owned object : named) {
      requireDroppable(object, statement.cascade());
      plan.add(object);
    }
    change.rights.requireOwner(named);
    tell(plan.objects(), named);
    if (type == ObjectType.INDEX) {
      named.forEach(
          o ->
              new IndexNotices(change)
                  .dropped(Objects.requireNonNull(change.base.item(new ItemId(o.id())))));
    }
    new Removal(change).remove(plan.objects());
    if (type == ObjectType.CLUSTER) {
      named.forEach(this::tellOfSession);
    }
    return "DROP " + type.sql();
  }

  /** Drops what {@code CREATE OR REPLACE} replaces; fails if something depends on it. */
  void replace(ObjectType type, Item old) {
    Owned object = new Owned(type, old.id().value());
    requireDroppable(object, false);
    change.rights.requireOwner(object);
    DropPlan plan = new DropPlan(change.base);
    plan.add(object);
    new Removal(change).remove(plan.objects());
  }

  private void requireDroppable(Owned object, boolean cascade) {
    switch (object.type()) {
      case SCHEMA -> {
        if (object.isSystem()) {
          throw SqlException.internal(
              "cannot drop schema "
                  + owners.nameOf(object)
                  + " because it is required by the database system");
        }
        if (!cascade && !change.base.items(new SchemaId(object.id())).isEmpty()) {
          throw SqlException.internal(
              "schema '"
                  + owners.nameOf(object)
                  + "' cannot be dropped without CASCADE while it contains objects");
        }
      }
      case CLUSTER -> {
        if (!cascade && !change.base.items(new ClusterId(object.id())).isEmpty()) {
          throw DdlErrors.clusterInUse(owners.nameOf(object));
        }
      }
      case CLUSTER_REPLICA -> requireUnmanaged(object);
      case DATABASE -> {
        boolean empty =
            change.base.schemas().stream()
                .noneMatch(s -> new DatabaseId(object.id()).equals(s.database()));
        if (!cascade && !empty) {
          throw SqlException.internal(
              "database '"
                  + owners.nameOf(object)
                  + "' cannot be dropped with RESTRICT while it contains schemas");
        }
      }
      default -> {
        if (!cascade) {
          requireNoDependents(object);
        }
      }
    }
  }

  private void requireUnmanaged(Owned object) {
    Replica replica = Objects.requireNonNull(change.base.replica(new ReplicaId(object.id())));
    Cluster cluster = Objects.requireNonNull(change.base.cluster(replica.cluster()));
    if (cluster.managed() != null) {
      throw SqlException.internal("cannot drop replica of managed cluster");
    }
  }

  /** Indexes do not stand in the way: they go with their relation. */
  private void requireNoDependents(Owned object) {
    ItemId id = new ItemId(object.id());
    for (Item dependent : change.base.dependents(id)) {
      if (dependent.type() != ObjectType.INDEX) {
        Item item = Objects.requireNonNull(change.base.item(id));
        throw DdlErrors.dependedUpon(describe(item), describe(dependent));
      }
    }
  }

  private String describe(Item item) {
    return item.type().words() + " \"" + change.names.minimalName(item) + "\"";
  }

  private void tell(List<Owned> dropped, List<Owned> named) {
    List<String> lines = new ArrayList<>();
    for (Owned object : dropped) {
      if (!named.contains(object)) {
        lines.add("drop cascades to " + object.type().sql() + " \"" + owners.nameOf(object) + "\"");
      }
    }
    if (!lines.isEmpty()) {
      change.notice(
          "00000",
          "drop cascades to " + lines.size() + " other objects",
          String.join("\n", lines),
          null);
    }
  }

  private void tellOfSession(Owned cluster) {
    String name = owners.nameOf(cluster);
    if (name.equals(change.session.cluster())) {
      change.notice(
          "MZ003",
          "active cluster \"" + name + "\" has been dropped",
          null,
          "Choose a new active cluster by executing SET CLUSTER = <name>.");
    }
  }
}
