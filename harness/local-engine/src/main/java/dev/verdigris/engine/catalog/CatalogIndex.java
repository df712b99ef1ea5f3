package dev.verdigris.engine.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lookups of one {@link CatalogState} that do not go by id. */
final class CatalogIndex {
  private record SchemaName(@Nullable DatabaseId database, String name) {}

  private record ItemName(SchemaId schema, @Nullable String temporary, String name) {}

  private final Map<String, Database> databases;
  private final Map<SchemaName, Schema> schemas;
  private final Map<ItemName, Item> items;
  private final Map<String, Cluster> clusters;
  private final Map<String, Role> roles;
  private final Map<SchemaId, List<Item>> itemsBySchema = new HashMap<>();
  private final Map<ClusterId, List<Item>> itemsByCluster = new HashMap<>();
  private final Map<ItemId, List<Item>> dependents = new HashMap<>();
  private final Map<ClusterId, List<Replica>> replicas = new HashMap<>();

  CatalogIndex(CatalogState state) {
    databases = by(state.databases(), Database::name);
    schemas = by(state.schemas(), s -> new SchemaName(s.database(), s.name()));
    items = by(state.items(), i -> new ItemName(i.schema(), i.temporary(), i.name()));
    clusters = by(state.clusters(), Cluster::name);
    roles = by(state.roles(), Role::name);
    state.items().stream().sorted(Comparator.comparing(Item::id)).forEach(this::add);
    state.items().stream()
        .sorted(
            Comparator.comparing((Item item) -> state.written().getOrDefault(item.id(), 0L))
                .thenComparing(Item::id))
        .forEach(this::addDependent);
    state.replicas().stream()
        .sorted(Comparator.comparing(Replica::name))
        .forEach(r -> list(replicas, r.cluster()).add(r));
  }

  private void add(Item item) {
    list(itemsBySchema, item.schema()).add(item);
    if (item.cluster() != null) {
      list(itemsByCluster, item.cluster()).add(item);
    }
  }

  private void addDependent(Item item) {
    for (ItemId dependency : item.dependencies()) {
      list(dependents, dependency).add(item);
    }
  }

  Optional<Database> database(String name) {
    return Optional.ofNullable(databases.get(name));
  }

  Optional<Schema> schema(@Nullable DatabaseId database, String name) {
    return Optional.ofNullable(schemas.get(new SchemaName(database, name)));
  }

  Optional<Item> item(SchemaId schema, String name) {
    return Optional.ofNullable(items.get(new ItemName(schema, null, name)));
  }

  Optional<Item> temporaryItem(String temporary, String name) {
    return Optional.ofNullable(
        items.get(new ItemName(CatalogState.TEMPORARY_SCHEMA, temporary, name)));
  }

  Optional<Cluster> cluster(String name) {
    return Optional.ofNullable(clusters.get(name));
  }

  Optional<Role> role(String name) {
    return Optional.ofNullable(roles.get(name));
  }

  List<Item> items(SchemaId schema) {
    return List.copyOf(itemsBySchema.getOrDefault(schema, List.of()));
  }

  List<Item> items(ClusterId cluster) {
    return List.copyOf(itemsByCluster.getOrDefault(cluster, List.of()));
  }

  List<Item> dependents(ItemId id) {
    return List.copyOf(dependents.getOrDefault(id, List.of()));
  }

  List<Replica> replicas(ClusterId cluster) {
    return List.copyOf(replicas.getOrDefault(cluster, List.of()));
  }

  private static <K, V> Map<K, V> by(Collection<V> values, Function<V, K> key) {
    Map<K, V> map = new HashMap<>();
    for (V value : values) {
      map.put(key.apply(value), value);
    }
    return map;
  }

  private static <K, V> List<V> list(Map<K, List<V>> lists, K key) {
    return lists.computeIfAbsent(key, k -> new ArrayList<>());
  }
}
