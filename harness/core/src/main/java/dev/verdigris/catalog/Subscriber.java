package dev.verdigris.catalog;

import java.util.Set;

/**
 * An open {@code SUBSCRIBE}. It reads what it began with by id, through swaps, until that is
 * dropped, and does not stand in the way of the drop. It goes on being computed on the cluster that
 * it began on, which a swap gives another name.
 *
 * @param role who reads; empty where the session is gone meanwhile
 * @param since when it began, as the server writes times
 * @param clusterId the cluster that computes it; empty where the server does not tell
 * @param reads ids of the objects that it reads
 */
public record Subscriber(String role, String since, String clusterId, Set<String> reads) {
  /** Makes the set immutable. */
  public Subscriber {
    reads = Set.copyOf(reads);
  }
}
