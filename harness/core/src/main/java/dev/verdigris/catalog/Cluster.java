package dev.verdigris.catalog;

import java.util.List;
import java.util.SortedSet;

/**
 * A cluster.
 *
 * @param id its id; it follows the cluster through a swap
 * @param name its name now
 * @param owner the name of the role that owns it
 * @param grants its privileges, without those of system roles
 * @param comment its comment; empty where it has none
 * @param options how it is made
 * @param replicas its replicas in the order of their names
 */
public record Cluster(
    String id,
    String name,
    String owner,
    SortedSet<Grant> grants,
    String comment,
    ClusterOptions options,
    List<Replica> replicas) {

  /** Makes the list of replicas immutable. */
  public Cluster {
    replicas = List.copyOf(replicas);
  }

  /** The name as statements have it. */
  public String sqlName() {
    return Identifiers.quote(name);
  }

  /** What the last line of its comment says. */
  public MarkerLine marker() {
    return MarkerLine.of(comment);
  }
}
