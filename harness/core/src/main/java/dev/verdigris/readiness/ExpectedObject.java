package dev.verdigris.readiness;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Replica;
import java.util.List;

/**
 * An object that has to be hydrated on every replica of its cluster.
 *
 * @param id its id
 * @param name what people call it, in green: {@code flights_pr_17.delay_by_airport}
 * @param blueId the id of the object of that name and kind in blue; empty where there is none
 * @param on its cluster
 */
public record ExpectedObject(String id, String name, String blueId, Cluster on) {

  /** The name of its cluster. */
  public String cluster() {
    return on.name();
  }

  /** The cluster's replicas. */
  public List<Replica> replicas() {
    return on.replicas();
  }
}
