package dev.verdigris.engine;

import dev.verdigris.engine.catalog.ItemId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells who waits for changes of tables that there was one. Changes of the catalog are told by
 * {@link dev.verdigris.engine.catalog.Catalog#addListener}.
 */
public final class ChangeBus {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Somebody who waits for changes. */
  public interface Listener {
    /**
     * Called after a commit, in the order of commits, in the thread of the session that committed:
     * take note and return.
     *
     * @param tables what was written to
     * @param timestamp of the write, in milliseconds since 1970
     */
    void tablesChanged(Set<ItemId> tables, long timestamp);

    /** Returns when everything that was told so far has been written down. */
    default void awaitNoted() {}
  }

  /** Tells {@code listener} from now on. */
  public void add(Listener listener) {
    listeners.add(listener);
  }

  /** Tells {@code listener} no more. */
  public void remove(Listener listener) {
    listeners.remove(listener);
  }

  /** Waits until everybody has written down what was told so far. */
  public void awaitNoted() {
    listeners.forEach(Listener::awaitNoted);
  }

  /** Tells everybody; called within {@link CommitOrder#commit}. */
  public void tablesChanged(Set<ItemId> tables, long timestamp) {
    Set<ItemId> unchanging = Set.copyOf(tables);
    for (Listener listener : listeners) {
      listener.tablesChanged(unchanging, timestamp);
    }
  }
}
