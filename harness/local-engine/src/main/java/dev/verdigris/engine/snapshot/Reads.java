package dev.verdigris.engine.snapshot;

import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the contents of relations depend on.
 *
 * @param items the relations and everything below them
 * @param time whether the time alone can change the contents
 * @param system whether the server's own relations are among them
 */
public record Reads(Set<ItemId> items, boolean time, boolean system) {

  /** What some relations depend on, by their stored definitions. */
  public static Reads of(Collection<ItemId> relations, CatalogState state) {
    Set<ItemId> items = new HashSet<>();
    boolean time = false;
    for (ItemId relation : relations) {
      time |= collect(relation, state, items);
    }
    return new Reads(
        Set.copyOf(items), time, items.stream().anyMatch(id -> isSystemRelation(id, state)));
  }

  /** The server's functions and types never change. */
  private static boolean isSystemRelation(ItemId id, CatalogState state) {
    Item item = state.item(id);
    return item != null && item.isSystem() && item.type().isRelation();
  }

  /** Whether a write to these tables can change the contents. */
  public boolean touches(Set<ItemId> tables) {
    return !Collections.disjoint(items, tables);
  }

  private static boolean collect(ItemId id, CatalogState state, Set<ItemId> items) {
    Item item = state.item(id);
    if (item == null || !items.add(id)) {
      return false;
    }
    String sql = item.createSql();
    boolean time = !id.isSystem() && sql != null && sql.toLowerCase(Locale.ROOT).contains("mz_now");
    for (ItemId below : item.dependencies()) {
      time |= collect(below, state, items);
    }
    return time;
  }
}
