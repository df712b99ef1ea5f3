package dev.verdigris.engine.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A state in the making: the successor of another, or the first one. */
final class CatalogBuilder {
  final SystemCatalog system;
  long revision;
  final Map<DatabaseId, Database> databases = new HashMap<>();
  final Map<SchemaId, Schema> schemas = new HashMap<>();
  final Map<ItemId, Item> items = new HashMap<>();
  final Map<ClusterId, Cluster> clusters = new HashMap<>();
  final Map<ReplicaId, Replica> replicas = new HashMap<>();
  final Map<RoleId, Role> roles = new HashMap<>();
  final Set<Membership> memberships = new HashSet<>();
  final List<DefaultPrivilege> defaultPrivileges = new ArrayList<>();
  final Map<CommentKey, String> comments = new HashMap<>();
  Acl systemPrivileges = Acl.NONE;
  Counters counters = Counters.FIRST;

  /**
   * When each item's definition was last written: what depends on something is told in that order.
   */
  final Map<ItemId, Long> written = new HashMap<>();

  private long writes;

  CatalogBuilder(SystemCatalog system) {
    this.system = system;
  }

  CatalogBuilder(CatalogState state) {
    system = state.system();
    revision = state.revision();
    state.databases().forEach(this::put);
    state.schemas().forEach(this::put);
    state.items().forEach(item -> items.put(item.id(), item));
    written.putAll(state.written());
    writes = written.values().stream().mapToLong(Long::longValue).max().orElse(0);
    state.clusters().forEach(this::put);
    state.replicas().forEach(this::put);
    state.roles().forEach(this::put);
    memberships.addAll(state.memberships());
    defaultPrivileges.addAll(state.defaultPrivileges());
    comments.putAll(state.comments());
    systemPrivileges = state.systemPrivileges();
    counters = state.counters();
  }

  void put(Database database) {
    databases.put(database.id(), database);
  }

  void put(Schema schema) {
    schemas.put(schema.id(), schema);
  }

  void put(Item item) {
    Item before = items.put(item.id(), item);
    if (before == null || !Objects.equals(before.createSql(), item.createSql())) {
      written.put(item.id(), ++writes);
    }
  }

  void put(Cluster cluster) {
    clusters.put(cluster.id(), cluster);
  }

  void put(Replica replica) {
    replicas.put(replica.id(), replica);
  }

  void put(Role role) {
    roles.put(role.id(), role);
  }

  CatalogState build() {
    return new CatalogState(this);
  }
}
