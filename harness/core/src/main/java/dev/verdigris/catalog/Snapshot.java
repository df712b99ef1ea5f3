package dev.verdigris.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The catalog at one moment, as far as a deployment needs it: every user schema, cluster and object
 * by name and id; columns, comments and definitions of what is in the deployment's schemas or on
 * its clusters.
 *
 * @param database the deployment's database
 * @param role the session's role
 * @param roles the roles that the session's role is a member of, itself included
 * @param superuser whether the session's role may do everything: as a superuser, or because the
 *     server does not check rights
 * @param schemas schemas of all databases by id
 * @param clusters clusters by id
 * @param items objects by id
 * @param defaultPrivileges default privileges by the id of the schema that they are for
 */
public record Snapshot(
    String database,
    String role,
    Set<String> roles,
    boolean superuser,
    Map<String, Schema> schemas,
    Map<String, Cluster> clusters,
    Map<String, Item> items,
    Map<String, List<DefaultPrivilege>> defaultPrivileges) {

  /** Makes the collections immutable. */
  public Snapshot {
    roles = Set.copyOf(roles);
    schemas = Map.copyOf(schemas);
    clusters = Map.copyOf(clusters);
    items = Map.copyOf(items);
    defaultPrivileges = Map.copyOf(defaultPrivileges);
  }

  /** The schema of the deployment's database that has this name now. */
  public Optional<Schema> schemaNamed(String name) {
    return schemaNamed(database, name);
  }

  /** The schema of any database that has this name now. */
  public Optional<Schema> schemaNamed(String inDatabase, String name) {
    return schemas.values().stream()
        .filter(schema -> schema.database().equals(inDatabase) && schema.name().equals(name))
        .findFirst();
  }

  /** The schema with this id. */
  public Optional<Schema> schema(String id) {
    return Optional.ofNullable(schemas.get(id));
  }

  /** The cluster that has this name now. */
  public Optional<Cluster> clusterNamed(String name) {
    return clusters.values().stream().filter(cluster -> cluster.name().equals(name)).findFirst();
  }

  /** The cluster with this id. */
  public Optional<Cluster> cluster(String id) {
    return Optional.ofNullable(clusters.get(id));
  }

  /** The object with this id. */
  public Optional<Item> item(String id) {
    return Optional.ofNullable(items.get(id));
  }

  /** The objects of a schema in the order of their names. */
  public List<Item> itemsIn(String schemaId) {
    return items.values().stream()
        .filter(item -> item.schemaId().equals(schemaId))
        .sorted(BY_NAME)
        .toList();
  }

  /** The objects on a cluster in the order of their names. */
  public List<Item> itemsOn(String clusterId) {
    return items.values().stream()
        .filter(item -> item.clusterId().equals(clusterId))
        .sorted(BY_NAME)
        .toList();
  }

  /** The object of this name in a schema. */
  public Optional<Item> itemNamed(String schemaId, String name) {
    return items.values().stream()
        .filter(item -> item.schemaId().equals(schemaId) && item.name().equals(name))
        .findFirst();
  }

  /** The objects that read or use {@code id} directly, in the order of their names. */
  public List<Item> dependents(String id) {
    return items.values().stream()
        .filter(item -> item.dependsOn().contains(id))
        .sorted(BY_NAME)
        .toList();
  }

  /** All objects that read or use one of {@code ids}, over any number of others. */
  public Set<String> transitiveDependents(Collection<String> ids) {
    Set<String> found = new HashSet<>();
    List<String> open = new ArrayList<>(ids);
    while (!open.isEmpty()) {
      String id = open.remove(open.size() - 1);
      for (Item dependent : dependents(id)) {
        if (found.add(dependent.id())) {
          open.add(dependent.id());
        }
      }
    }
    return found;
  }

  /** The whole name of an object as statements have it. */
  public String sqlName(Item item) {
    Schema schema = schemas.get(item.schemaId());
    return schema == null
        ? Identifiers.quote(item.name())
        : Identifiers.qualified(schema.database(), schema.name(), item.name());
  }

  /** The name of an object as people read it: {@code flights.delay_by_airport}. */
  public String displayName(Item item) {
    Schema schema = schemas.get(item.schemaId());
    if (schema == null) {
      return item.name();
    }
    String name = schema.name() + "." + item.name();
    return schema.database().equals(database) ? name : schema.database() + "." + name;
  }

  /** Whether the session's role may act as {@code owner}. */
  public boolean actsAs(String owner) {
    return superuser || roles.contains(owner);
  }

  /** Default privileges of a schema. */
  public List<DefaultPrivilege> defaultsOf(String schemaId) {
    return defaultPrivileges.getOrDefault(schemaId, List.of());
  }

  /** This snapshot with a schema put in, or replaced where its id is known. */
  public Snapshot with(Schema schema) {
    Map<String, Schema> changed = new LinkedHashMap<>(schemas);
    changed.put(schema.id(), schema);
    return new Snapshot(
        database, role, roles, superuser, changed, clusters, items, defaultPrivileges);
  }

  /** This snapshot with a cluster put in, or replaced where its id is known. */
  public Snapshot with(Cluster cluster) {
    Map<String, Cluster> changed = new LinkedHashMap<>(clusters);
    changed.put(cluster.id(), cluster);
    return new Snapshot(
        database, role, roles, superuser, schemas, changed, items, defaultPrivileges);
  }

  /** This snapshot with an object put in, or replaced where its id is known. */
  public Snapshot with(Item item) {
    return withItems(changed -> put(changed, item));
  }

  /** This snapshot without a schema and its default privileges. */
  public Snapshot withoutSchema(String id) {
    Map<String, Schema> changed = new LinkedHashMap<>(schemas);
    changed.remove(id);
    Map<String, List<DefaultPrivilege>> defaults = new LinkedHashMap<>(defaultPrivileges);
    defaults.remove(id);
    return new Snapshot(database, role, roles, superuser, changed, clusters, items, defaults);
  }

  /** This snapshot without a cluster. */
  public Snapshot withoutCluster(String id) {
    Map<String, Cluster> changed = new LinkedHashMap<>(clusters);
    changed.remove(id);
    return new Snapshot(
        database, role, roles, superuser, schemas, changed, items, defaultPrivileges);
  }

  /** This snapshot without an object and without its indexes. */
  public Snapshot withoutItem(String id) {
    return withItems(
        changed -> {
          changed
              .values()
              .removeIf(item -> item.kind() == ObjectKind.INDEX && item.dependsOn().contains(id));
          changed.remove(id);
          return changed;
        });
  }

  /** This snapshot with other default privileges for a schema. */
  public Snapshot withDefaults(String schemaId, List<DefaultPrivilege> defaults) {
    Map<String, List<DefaultPrivilege>> changed = new LinkedHashMap<>(defaultPrivileges);
    changed.put(schemaId, List.copyOf(defaults));
    return new Snapshot(database, role, roles, superuser, schemas, clusters, items, changed);
  }

  private Snapshot withItems(UnaryOperator<Map<String, Item>> change) {
    Map<String, Item> changed = change.apply(new LinkedHashMap<>(items));
    return new Snapshot(
        database, role, roles, superuser, schemas, clusters, changed, defaultPrivileges);
  }

  private static Map<String, Item> put(Map<String, Item> items, Item item) {
    items.put(item.id(), item);
    return items;
  }

  private static final java.util.Comparator<Item> BY_NAME =
      java.util.Comparator.comparing(Item::name).thenComparing(Item::id);
}
