package dev.verdigris.engine.subscribe;

import dev.verdigris.engine.ChangeBus;
import dev.verdigris.engine.CommitOrder;
import dev.verdigris.engine.catalog.Catalog;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.ClusterId;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All subscriptions of an engine. */
public final class SubscribeRuntime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SubscribeRuntime.class);

  private final Catalog catalog;
  private final CommitOrder order;
  private final ChangeBus bus;
  private final Snapshots.ConnectionSource connections;
  private final ChangeBus.Listener commits = this::committed;
  private final Map<Subscription, String> running = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean ending;

  /** Starts without any. */
  public SubscribeRuntime(
      Catalog catalog, CommitOrder order, ChangeBus bus, Snapshots.ConnectionSource connections) {
    this.catalog = catalog;
    this.order = order;
    this.bus = bus;
    this.connections = connections;
    catalog.addListener(this::changed);
    bus.add(commits);
    catalog.simulation().addListener(() -> running.keySet().forEach(Subscription::systemChanged));
  }

  /**
   * Opens a subscription; it takes its first snapshot before this returns.
   *
   * @param session the UUID of the session, as {@code mz_sessions} has it
   * @param cluster where it runs; null for none
   * @param upTo the first time that it does not tell of, in milliseconds since 1970; {@link
   *     Long#MAX_VALUE} if it goes on
   */
  public Subscription open(
      PlannedQuery plan,
      SubscribeShape shape,
      String session,
      @Nullable ClusterId cluster,
      long upTo) {
    Subscription subscription =
        new Subscription(
            plan, shape, catalog.state(), cluster, upTo, order, connections, this::ended);
    String id = "u" + ids.incrementAndGet();
    running.put(subscription, id);
    note(
        "INSERT INTO mz_local.subscription"
            + " (id, session_id, cluster_id, created_at, referenced_object_ids)"
            + " VALUES (?, ?::uuid, ?, now(), ?)",
        (connection, insert) -> {
          insert.setString(1, id);
          insert.setString(2, session);
          insert.setString(3, cluster == null ? null : cluster.value());
          insert.setArray(
              4,
              connection.createArrayOf(
                  "text",
                  subscription.readsDirectly().stream().sorted().map(ItemId::value).toArray()));
        });
    subscription.look();
    return subscription;
  }

  /**
   * Takes note that the engine ends. Its sessions end their subscriptions while PostgreSQL goes
   * away, and who begins next forgets all of them anyway.
   */
  public void engineEnds() {
    ending = true;
  }

  @Override
  public void close() {
    engineEnds();
    bus.remove(commits);
    Set.copyOf(running.keySet()).forEach(Subscription::close);
  }

  private void committed(Set<ItemId> tables, long timestamp) {
    running.keySet().forEach(each -> each.committed(tables, timestamp));
  }

  private void changed(CatalogState before, CatalogState after) {
    running.keySet().forEach(each -> each.changed(before, after));
  }

  private void ended(Subscription subscription) {
    String id = running.remove(subscription);
    if (id != null && !ending) {
      note(
          "DELETE FROM mz_local.subscription WHERE id = ?",
          (connection, delete) -> delete.setString(1, id));
    }
  }

  /** Fills a statement in. */
  @FunctionalInterface
  private interface Filling {
    void fill(Connection connection, PreparedStatement statement) throws SQLException;
  }

  private void note(String sql, Filling filling) {
    try (Connection connection = connections.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      filling.fill(connection, statement);
      statement.executeUpdate();
    } catch (SQLException e) {
      if (ending) {
        LOG.debug("the engine ends", e);
      } else {
        LOG.warn("mz_subscriptions does not tell of a subscription", e);
      }
    }
  }
}
