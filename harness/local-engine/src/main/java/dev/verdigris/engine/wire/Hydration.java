package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Catalog;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.ObjectType;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes reads of a materialized view wait until one of its replicas has it hydrated, as Materialize
 * does: neither a timeout nor the lack of replicas ends that, only a cancel request, or the view's
 * end.
 */
final class Hydration {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Catalog catalog;
  private final Set<ItemId> hydrated = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;

  Hydration(Catalog catalog) {
    this.catalog = catalog;
    catalog.addListener((before, after) -> forget());
    catalog.simulation().addListener(this::forget);
  }

  private void forget() {
    lock.lock();
    try {
      hydrated.clear();
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when all of these can be read. */
  void await(Set<ItemId> reads, CatalogState asked, Session session) {
    Set<Item> views =
        Stream.concat(
                Timedomains.stored(reads, asked).stream()
                    .filter(item -> item.type() == ObjectType.MATERIALIZED_VIEW)
                    .filter(item -> !item.isSystem() && !isWritten(item, asked)),
                exports(reads, asked))
            .filter(item -> !hydrated.contains(item.id()))
            .collect(Collectors.toSet());
    while (!views.isEmpty()) {
      session.interruption().check();
      requireExisting(views, asked);
      Set<ItemId> now = hydratedOf(views, session);
      hydrated.addAll(now);
      views.removeIf(view -> now.contains(view.id()));
      if (!views.isEmpty()) {
        session.interruption().await(this::pause);
      }
    }
  }

  /** What a source gives is there once its snapshot is, below materialized views too. */
  private static Stream<Item> exports(Set<ItemId> reads, CatalogState asked) {
    Set<ItemId> seen = new HashSet<>();
    Set<Item> found = new HashSet<>();
    reads.forEach(id -> exports(id, asked, seen, found));
    return found.stream();
  }

  private static void exports(ItemId id, CatalogState asked, Set<ItemId> seen, Set<Item> found) {
    Item item = asked.item(id);
    if (item == null || item.isSystem() || !seen.add(id)) {
      return;
    }
    if (item.facts() instanceof ItemFacts.Export) {
      found.add(item);
    } else {
      item.dependencies().forEach(below -> exports(below, asked, seen, found));
    }
  }

  /** A constant view is written once and needs no replica any more. */
  private static boolean isWritten(Item view, CatalogState state) {
    return view.facts() instanceof ItemFacts.Defined defined
        && defined.constant()
        && view.cluster() != null
        && state.replicas(view.cluster()).isEmpty();
  }

  /** Returns when something has changed, or after a moment. */
  private boolean pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long seen = changes;
      long left = LOOK_NANOS;
      while (changes == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
      return changes != seen;
    } finally {
      lock.unlock();
    }
  }

  private void requireExisting(Set<Item> views, CatalogState asked) {
    for (Item view : views) {
      if (catalog.state().item(view.id()) == null) {
        throw dropped(Timedomains.name(view, asked));
      }
    }
  }

  static SqlException dropped(String name) {
    return SqlException.internal(
        "query could not complete because relation \"" + name + "\" was dropped");
  }

  /** Views that a replica has hydrated; what a source gives once its snapshot is written. */
  private static Set<ItemId> hydratedOf(Set<Item> items, Session session) {
    Set<ItemId> found = new HashSet<>();
    String exports = ids(items, true);
    String views = ids(items, false);
    session.onBackend(
        backend ->
            backend.query(
                "SELECT DISTINCT h.object_id FROM mz_local.hydration h WHERE h.object_id IN ("
                    + views
                    + ") AND h.hydrates_at <= pg_catalog.clock_timestamp()"
                    + " UNION SELECT e.id FROM mz_local.source_export e WHERE e.id IN ("
                    + exports
                    + ")",
                List.of(),
                row -> {
                  row.int16();
                  byte[] id = row.value();
                  if (id != null) {
                    found.add(new ItemId(new String(id, StandardCharsets.UTF_8)));
                  }
                }));
    return found;
  }

  /** For an IN list, which must not be empty. */
  private static String ids(Set<Item> items, boolean exports) {
    return items.stream()
        .filter(item -> item.facts() instanceof ItemFacts.Export == exports)
        .map(item -> "'" + item.id() + "'")
        .sorted()
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(","), list -> list.isEmpty() ? "NULL" : list));
  }
}
