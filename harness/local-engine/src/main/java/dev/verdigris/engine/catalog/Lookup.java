package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** Finds what a statement is about, whatever its type. */
final class Lookup {
  private final Change change;

  Lookup(Change change) {
    this.change = change;
  }

  /**
   * The object of that type and name.
   *
   * @param wrongType the error for an item of another type
   */
  Owned object(
      ObjectType type, ObjectName name, BiFunction<Item, ObjectType, SqlException> wrongType) {
    List<String> parts = name.names();
    CatalogState state = change.base;
    return switch (type) {
      case DATABASE -> Owned.database(change.names.database(parts.get(0)).id());
      case SCHEMA -> Owned.schema(change.names.schema(parts).id());
      case CLUSTER -> Owned.cluster(state.resolveCluster(parts.get(0)).id());
      case CLUSTER_REPLICA -> new Owned(ObjectType.CLUSTER_REPLICA, replica(parts).id().value());
      case ROLE -> new Owned(ObjectType.ROLE, state.resolveRole(parts.get(0)).id().value());
      default -> Owned.item(item(type, parts, wrongType));
    };
  }

  /** The object, or nothing but a notice if it is missing and that is allowed. */
  Optional<Owned> object(
      ObjectType type,
      ObjectName name,
      boolean ifExists,
      BiFunction<Item, ObjectType, SqlException> wrongType) {
    if (ifExists && isMissing(type, name.names())) {
      change.skipMissing(type, name.toString());
      return Optional.empty();
    }
    return Optional.of(object(type, name, wrongType));
  }

  Replica replica(List<String> parts) {
    Cluster cluster = change.base.resolveCluster(parts.get(0));
    return change.base.replicas(cluster.id()).stream()
        .filter(r -> r.name().equals(parts.get(1)))
        .findFirst()
        .orElseThrow(() -> CatalogErrors.unknownReplica(cluster.name(), parts.get(1)));
  }

  private Item item(
      ObjectType type, List<String> parts, BiFunction<Item, ObjectType, SqlException> wrongType) {
    if (type == ObjectType.TYPE) {
      return change.names.findType(parts).orElseThrow(() -> CatalogErrors.unknownItem(parts));
    }
    Item item = change.names.item(parts);
    if (item.type() != type) {
      throw wrongType.apply(item, type);
    }
    return item;
  }

  private boolean isMissing(ObjectType type, List<String> parts) {
    CatalogState state = change.base;
    return switch (type) {
      case DATABASE -> state.database(parts.get(0)).isEmpty();
      case CLUSTER -> state.cluster(parts.get(0)).isEmpty();
      case ROLE -> state.role(parts.get(0)).isEmpty();
      case CLUSTER_REPLICA ->
          state.cluster(parts.get(0)).map(c -> state.replicas(c.id())).orElse(List.of()).stream()
              .noneMatch(r -> r.name().equals(parts.get(1)));
      case SCHEMA -> fails(() -> change.names.schema(parts) != null);
      case TYPE -> fails(() -> change.names.findType(parts).isPresent());
      default -> fails(() -> change.names.findItem(parts).isPresent());
    };
  }

  /** Whether a name does not lead to anything: its schema or database may be missing too. */
  private static boolean fails(BooleanSupplier lookup) {
    try {
      return !lookup.getAsBoolean();
    } catch (SqlException e) {
      return true;
    }
  }
}
