package dev.verdigris.engine.sink;

import dev.verdigris.engine.SqlException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the status of a sink whenever it changes. */
@FunctionalInterface
interface Statuses {

  /**
   * How the sink is now.
   *
   * @param status {@code starting}, {@code running}, {@code paused} or {@code stalled}
   * @param error why it does not run; null where nothing is wrong
   * @throws SqlException where it cannot be kept
   */
  void status(String status, @Nullable String error);

  /**
   * Tells how the sink is, unless that was told last. What cannot be kept, since the catalog went
   * away under an engine that ends or is killed, is told again with the next status.
   *
   * @param before what this returned last; empty at first
   */
  default String tell(String before, String status, @Nullable String error) {
    String now = error == null ? status : status + ": " + error;
    if (before.equals(now)) {
      return before;
    }
    try {
      status(status, error);
      return now;
    } catch (SqlException e) {
      Logger log = LoggerFactory.getLogger(Statuses.class);
      log.debug("a sink cannot tell that it is {}", now, e);
      return before;
    }
  }
}
