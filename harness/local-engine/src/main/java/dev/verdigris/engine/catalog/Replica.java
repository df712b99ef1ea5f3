package dev.verdigris.engine.catalog;

/**
 * A replica of a cluster.
 *
 * @param id its id
 * @param cluster whose it is
 * @param name unique in its cluster
 * @param size such as {@code 25cc}
 * @param owner the owner of its cluster
 */
public record Replica(ReplicaId id, ClusterId cluster, String name, String size, RoleId owner) {}
