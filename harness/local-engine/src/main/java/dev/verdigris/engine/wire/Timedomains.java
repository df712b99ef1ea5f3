package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.query.Timedomain;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a read transaction may read. Its first query settles that: a query of system relations or of
 * none is run on the catalog server's cluster, and all later ones with it; a query of users'
 * relations admits all that is in their schemas at that moment.
 */
final class Timedomains {
  private static final List<String> RELATIONS =
      List.of(
          "mz_catalog.mz_materialized_views",
          "mz_catalog.mz_sources",
          "mz_catalog.mz_tables",
          "mz_catalog.mz_views");

  private static final List<String> OBJECTS =
      List.of(
          "mz_catalog.mz_connections",
          "mz_catalog.mz_functions",
          "mz_catalog.mz_indexes",
          "mz_catalog.mz_materialized_views",
          "mz_catalog.mz_secrets",
          "mz_catalog.mz_sinks",
          "mz_catalog.mz_sources",
          "mz_catalog.mz_tables",
          "mz_catalog.mz_types",
          "mz_catalog.mz_views");

  /** The system relations that are beside users' relations in every time domain; recorded. */
  private static final List<String> SYSTEM =
      List.of(
          "mz_catalog.mz_array_types",
          "mz_catalog.mz_base_types",
          "mz_catalog.mz_columns",
          "mz_catalog.mz_connections",
          "mz_catalog.mz_databases",
          "mz_catalog.mz_functions",
          "mz_catalog.mz_index_columns",
          "mz_catalog.mz_indexes",
          "mz_catalog.mz_list_types",
          "mz_catalog.mz_map_types",
          "mz_catalog.mz_materialized_views",
          "mz_catalog.mz_operators",
          "mz_catalog.mz_pseudo_types",
          "mz_catalog.mz_role_auth",
          "mz_catalog.mz_role_members",
          "mz_catalog.mz_role_parameters",
          "mz_catalog.mz_roles",
          "mz_catalog.mz_schemas",
          "mz_catalog.mz_secrets",
          "mz_catalog.mz_sinks",
          "mz_catalog.mz_sources",
          "mz_catalog.mz_system_privileges",
          "mz_catalog.mz_tables",
          "mz_catalog.mz_types",
          "mz_catalog.mz_views",
          "mz_internal.mz_aggregates",
          "mz_internal.mz_comments",
          "mz_internal.mz_object_dependencies",
          "mz_internal.mz_type_pg_metadata");

  /** What the server's own views read, as far as it is known. */
  private static final Map<String, List<String>> VIEWS =
      Map.of(
          "mz_internal.mz_hydration_statuses",
          List.of(
              "mz_catalog.mz_cluster_replica_frontiers",
              "mz_catalog.mz_cluster_replicas",
              "mz_catalog.mz_indexes",
              "mz_catalog.mz_materialized_views",
              "mz_catalog.mz_sinks",
              "mz_catalog.mz_sources",
              "mz_internal.mz_compute_hydration_times",
              "mz_internal.mz_sink_status_history",
              "mz_internal.mz_source_statistics_raw"),
          "mz_catalog.mz_relations",
          RELATIONS,
          "mz_catalog.mz_objects",
          OBJECTS);

  private static final Set<ObjectType> STORED =
      Set.of(ObjectType.TABLE, ObjectType.MATERIALIZED_VIEW, ObjectType.SOURCE);

  private Timedomains() {}

  /**
   * What a transaction may read.
   *
   * @param onCatalogServer whether it runs on the catalog server's cluster
   * @param items the users' items that it may read otherwise
   */
  record Domain(boolean onCatalogServer, Set<ItemId> items) {}

  /** The domain that a first query settles. */
  static Domain of(PlannedQuery query, boolean routed, CatalogState state) {
    if (routed) {
      return new Domain(true, Set.of());
    }
    Set<ItemId> items = new LinkedHashSet<>();
    query.timedomain().schemas().forEach(s -> state.items(s).forEach(i -> items.add(i.id())));
    items.addAll(query.reads());
    return new Domain(false, Set.copyOf(items));
  }

  /** Whether a query by itself would run on the catalog server's cluster. */
  static boolean isRouted(PlannedQuery query, boolean autoRoute) {
    return autoRoute && query.timedomain().kind() != Timedomain.Kind.USER;
  }

  /** Fails if the query reads what the transaction may not. */
  static void check(Domain domain, PlannedQuery query, CatalogState state) {
    Set<String> outside = new TreeSet<>();
    for (Item item : stored(query.reads(), state)) {
      if (domain.onCatalogServer()) {
        if (!item.isSystem()) {
          outside.add(name(item, state));
        }
      } else if (item.isSystem()) {
        behind(item, state).stream().filter(name -> !SYSTEM.contains(name)).forEach(outside::add);
      } else if (!domain.items().contains(item.id())) {
        outside.add(name(item, state));
      }
    }
    if (outside.isEmpty()) {
      return;
    }
    if (domain.onCatalogServer()) {
      throw TransactionErrors.notOnCatalogServer(outside);
    }
    Set<String> available = new TreeSet<>();
    domain.items().stream()
        .map(state::item)
        .filter(Objects::nonNull)
        .filter(item -> STORED.contains(item.type()))
        .forEach(item -> available.add(name(item, state)));
    available.addAll(SYSTEM);
    throw TransactionErrors.outsideTimedomain(outside, available);
  }

  /** What a relation of the server's own is read from: a view is not stored. */
  private static List<String> behind(Item item, CatalogState state) {
    String name = name(item, state);
    if (item.type() != ObjectType.VIEW) {
      return List.of(name);
    }
    List<String> behind = VIEWS.get(name);
    if (behind == null) {
      throw SqlException.unsupported("what is behind " + name + " in a read transaction");
    }
    return behind;
  }

  /** The users' relations behind the items, through views, and the system's as they are named. */
  static Collection<Item> stored(Collection<ItemId> reads, CatalogState state) {
    Set<Item> found = new LinkedHashSet<>();
    Set<ItemId> seen = new LinkedHashSet<>();
    reads.forEach(id -> collect(id, state, seen, found));
    return found;
  }

  private static void collect(ItemId id, CatalogState state, Set<ItemId> seen, Set<Item> found) {
    Item item = state.item(id);
    if (item == null || !seen.add(id)) {
      return;
    }
    if (item.type() == ObjectType.VIEW && !item.isSystem()) {
      item.dependencies().forEach(dependency -> collect(dependency, state, seen, found));
    } else if (item.type().isRelation()) {
      found.add(item);
    }
  }

  static String name(Item item, CatalogState state) {
    return String.join(".", state.fullName(item));
  }
}
