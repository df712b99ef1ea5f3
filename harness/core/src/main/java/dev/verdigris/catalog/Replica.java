package dev.verdigris.catalog;

/**
 * A replica of a cluster.
 *
 * @param id its id, for example {@code u1}
 * @param name its name within the cluster
 * @param size its size; empty where it has none
 * @param availabilityZone its zone; empty where none was chosen
 */
public record Replica(String id, String name, String size, String availabilityZone) {}
