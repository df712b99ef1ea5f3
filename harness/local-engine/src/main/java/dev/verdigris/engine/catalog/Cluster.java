package dev.verdigris.engine.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A cluster.
 *
 * @param id its id
 * @param name unique
 * @param owner who owns it and its replicas
 * @param privileges what was granted on it
 * @param managed its configuration; null for an unmanaged one, whose replicas are made by hand
 */
public record Cluster(
    ClusterId id, String name, RoleId owner, Acl privileges, @Nullable Managed managed) {

  /**
   * The configuration of a managed cluster.
   *
   * @param size of each replica, such as {@code 25cc}
   * @param replicationFactor how many replicas
   * @param introspectionDebugging whether introspection looks at itself
   * @param introspectionInterval such as {@code 00:00:01}; null: off
   */
  public record Managed(
      String size,
      int replicationFactor,
      boolean introspectionDebugging,
      @Nullable String introspectionInterval) {}

  Cluster withName(String newName) {
    return new Cluster(id, newName, owner, privileges, managed);
  }

  Cluster withOwner(RoleId newOwner, Acl newPrivileges) {
    return new Cluster(id, name, newOwner, newPrivileges, managed);
  }

  Cluster withManaged(@Nullable Managed configuration) {
    return new Cluster(id, name, owner, privileges, configuration);
  }
}
