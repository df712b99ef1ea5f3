package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of the whole catalog; immutable. A statement resolves all its names against one
 * state, so it never sees half of a swap.
 *
 * <p>{@link NameResolution} looks names up as a session means them.
 */
public final class CatalogState {
  /** The schema of every temporary object, as the catalog shows it. */
  public static final SchemaId TEMPORARY_SCHEMA = new SchemaId("0");

  private final long revision;
  private final SystemCatalog system;
  private final Map<DatabaseId, Database> databases;
  private final Map<SchemaId, Schema> schemas;
  private final Map<ItemId, Item> items;
  private final Map<ClusterId, Cluster> clusters;
  private final Map<ReplicaId, Replica> replicas;
  private final Map<RoleId, Role> roles;
  private final Set<Membership> memberships;
  private final List<DefaultPrivilege> defaultPrivileges;
  private final Acl systemPrivileges;
  private final Map<CommentKey, String> comments;
  private final Counters counters;
  private final Map<ItemId, Long> written;
  private final CatalogIndex index;

  CatalogState(CatalogBuilder builder) {
    revision = builder.revision;
    system = builder.system;
    databases = Map.copyOf(builder.databases);
    schemas = Map.copyOf(builder.schemas);
    items = Map.copyOf(builder.items);
    clusters = Map.copyOf(builder.clusters);
    replicas = Map.copyOf(builder.replicas);
    roles = Map.copyOf(builder.roles);
    memberships = Set.copyOf(builder.memberships);
    defaultPrivileges = List.copyOf(builder.defaultPrivileges);
    systemPrivileges = builder.systemPrivileges;
    comments = Map.copyOf(builder.comments);
    counters = builder.counters;
    written = Map.copyOf(builder.written);
    index = new CatalogIndex(this);
  }

  /** Goes up with every change. */
  public long revision() {
    return revision;
  }

  /** All databases, in no order. */
  public Collection<Database> databases() {
    return databases.values();
  }

  /** All schemas, the server's own included, in no order. */
  public Collection<Schema> schemas() {
    return schemas.values();
  }

  /** All users' items, temporary ones included, in no order. */
  public Collection<Item> items() {
    return items.values();
  }

  /** All clusters, in no order. */
  public Collection<Cluster> clusters() {
    return clusters.values();
  }

  /** All replicas, in no order. */
  public Collection<Replica> replicas() {
    return replicas.values();
  }

  /** The replicas of one cluster, by name. */
  public List<Replica> replicas(ClusterId cluster) {
    return index.replicas(cluster);
  }

  /** All roles, in no order. */
  public Collection<Role> roles() {
    return roles.values();
  }

  /** Who is a member of what. */
  public Set<Membership> memberships() {
    return memberships;
  }

  /** What is granted on new objects. */
  public List<DefaultPrivilege> defaultPrivileges() {
    return defaultPrivileges;
  }

  /** What is granted on the whole server. */
  public Acl systemPrivileges() {
    return systemPrivileges;
  }

  /** All comments of users. */
  public Map<CommentKey, String> comments() {
    return comments;
  }

  /** The database with that id. */
  public @Nullable Database database(DatabaseId id) {
    return databases.get(id);
  }

  /** The schema with that id. */
  public @Nullable Schema schema(SchemaId id) {
    return schemas.get(id);
  }

  /** The item with that id, a user's or the server's own. */
  public @Nullable Item item(ItemId id) {
    Item item = items.get(id);
    return item != null ? item : system.item(id);
  }

  /** The cluster with that id. */
  public @Nullable Cluster cluster(ClusterId id) {
    return clusters.get(id);
  }

  /** The replica with that id. */
  public @Nullable Replica replica(ReplicaId id) {
    return replicas.get(id);
  }

  /** The role with that id. */
  public @Nullable Role role(RoleId id) {
    return roles.get(id);
  }

  /** The database of that name. */
  public Optional<Database> database(String name) {
    return index.database(name);
  }

  /** The schema of that name in a database, or one of the server's own if that is null. */
  public Optional<Schema> schema(@Nullable DatabaseId database, String name) {
    return index.schema(database, name);
  }

  /** The item of that name in a schema; types and functions have namespaces of their own. */
  public Optional<Item> item(SchemaId schema, String name) {
    Optional<Item> item = index.item(schema, name);
    return item.isPresent() ? item : system.item(schema, name);
  }

  /** The type of that name in a schema. */
  public Optional<Item> type(SchemaId schema, String name) {
    return system.type(schema, name);
  }

  /** The function of that name in a schema: all its overloads are one item; empty if none. */
  public List<Item> functions(SchemaId schema, String name) {
    return system.function(schema, name).stream().toList();
  }

  /** A session's temporary item. */
  public Optional<Item> temporaryItem(String temporarySchema, String name) {
    return index.temporaryItem(temporarySchema, name);
  }

  /** The cluster of that name. */
  public Optional<Cluster> cluster(String name) {
    return index.cluster(name);
  }

  /** The role of that name. */
  public Optional<Role> role(String name) {
    return index.role(name);
  }

  /** The users' items in a schema, by id. */
  public List<Item> items(SchemaId schema) {
    return index.items(schema);
  }

  /**
   * The users' items that name one in their definitions; those that were written last come last.
   */
  public List<Item> dependents(ItemId id) {
    return index.dependents(id);
  }

  /** The users' items on a cluster, by id. */
  public List<Item> items(ClusterId cluster) {
    return index.items(cluster);
  }

  /** Names as that session means them. */
  public NameResolution names(SessionContext session) {
    return new NameResolution(this, session);
  }

  /**
   * The item that a name of one to three parts means to a session.
   *
   * @throws dev.verdigris.engine.SqlException in Materialize's words if there is none
   */
  public Item resolveItem(List<String> parts, SessionContext session) {
    return names(session).item(parts);
  }

  /**
   * The schema that a name of one or two parts means to a session.
   *
   * @throws dev.verdigris.engine.SqlException in Materialize's words if there is none
   */
  public Schema resolveSchema(List<String> parts, SessionContext session) {
    return names(session).schema(parts);
  }

  /**
   * The cluster of that name.
   *
   * @throws dev.verdigris.engine.SqlException in Materialize's words if there is none
   */
  public Cluster resolveCluster(String name) {
    return cluster(name).orElseThrow(() -> CatalogErrors.unknownCluster(name));
  }

  /**
   * The role of that name.
   *
   * @throws dev.verdigris.engine.SqlException in Materialize's words if there is none
   */
  public Role resolveRole(String name) {
    return role(name).orElseThrow(() -> CatalogErrors.unknownRole(name));
  }

  /**
   * The parts of an item's full name: two for the server's own and for temporary ones, else three.
   */
  public List<String> fullName(Item item) {
    Schema schema = item.temporary() == null ? schemas.get(item.schema()) : null;
    if (schema == null) {
      return List.of("mz_temp", item.name());
    }
    Database database = schema.database() == null ? null : databases.get(schema.database());
    return database == null
        ? List.of(schema.name(), item.name())
        : List.of(database.name(), schema.name(), item.name());
  }

  /** What that session's role may do. */
  public Rights rights(SessionContext session) {
    return new Rights(this, session);
  }

  /** When each item's definition was last written, as numbers that go up. */
  Map<ItemId, Long> written() {
    return written;
  }

  Counters counters() {
    return counters;
  }

  SystemCatalog system() {
    return system;
  }
}
