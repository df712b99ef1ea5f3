package dev.verdigris.engine.sql;

/**
 * What the names of a statement become: {@link NameRewriter} asks for each. As it stands, it leaves
 * all as they are.
 */
public interface NameMapping {

  /** A table, view, source or other relation that is read, written or indexed. */
  default ObjectName relation(ObjectName name) {
    return name;
  }

  /** The item that a CREATE makes. */
  default ObjectName created(ObjectName name) {
    return name;
  }

  /** A function, {@code OVER} or not. */
  default ObjectName function(ObjectName name) {
    return name;
  }

  /** A type by name; arrays, lists and maps are asked for by their elements. */
  default ObjectName type(ObjectName name) {
    return name;
  }

  /** A connection that a sink or source goes through. */
  default ObjectName connection(ObjectName name) {
    return name;
  }

  /** A secret in an option. */
  default ObjectName secret(ObjectName name) {
    return name;
  }

  /** A cluster behind IN CLUSTER. */
  default ClusterName cluster(ClusterName cluster) {
    return cluster;
  }
}
