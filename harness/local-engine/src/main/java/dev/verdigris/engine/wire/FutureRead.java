package dev.verdigris.engine.wire;

import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.query.PlannedQuery;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A read as of a time to come: it waits for that time, then sees what was written up to it and
 * nothing that was written later. On a machine so busy that a write of a later time was faster it
 * fails as for a time that is not there, rather than tell wrong. As other waits for data, a timeout
 * does not end it; a cancel request does, and the end of what it reads.
 */
final class FutureRead {
  private static final long LOOK_MILLIS = 20;

  /** How long before its time a read makes writes wait, so that none comes in between. */
  private static final long AHEAD_MILLIS = 50;

  private FutureRead() {}

  /**
   * Waits, and opens the statement's transaction in PostgreSQL at that time.
   *
   * @param time in milliseconds since 1970
   */
  static void await(long time, PlannedQuery plan, Session session) {
    Engine engine = session.engine();
    CatalogState asked = session.state();
    while (engine.timestamps().now() < time - AHEAD_MILLIS) {
      session.interruption().await(() -> pause(time - engine.timestamps().now() - AHEAD_MILLIS));
      session.interruption().check();
      requireExisting(plan, asked, session);
    }
    session
        .interruption()
        .await(
            () ->
                engine
                    .order()
                    .snapshot(
                        entered -> {
                          // Nothing is committed from here on, so nothing later can be seen.
                          while (engine.timestamps().now() < time) {
                            pause(time - engine.timestamps().now());
                          }
                          if (engine.order().lastCommit() > time) {
                            throw AsOf.tooEarly(time, entered, plan, session);
                          }
                          session.openForReads();
                          session.moveTo(time);
                          return true;
                        }));
  }

  private static void requireExisting(PlannedQuery plan, CatalogState asked, Session session) {
    for (ItemId id : plan.reads()) {
      Item item = asked.item(id);
      if (item != null && session.engine().catalog().state().item(id) == null) {
        throw Hydration.dropped(Timedomains.name(item, asked));
      }
    }
  }

  /** Waits so long, though not for more than a moment. */
  private static boolean pause(long millis) throws InterruptedException {
    return new CountDownLatch(1)
        .await(Math.max(1, Math.min(millis, LOOK_MILLIS)), TimeUnit.MILLISECONDS);
  }
}
