package dev.verdigris.engine.catalog;

/**
 * The numbers that were given out last; they only go up, so no id is ever used twice.
 *
 * @param items of items
 * @param schemas of schemas
 * @param databases of databases
 * @param clusters of clusters
 * @param replicas of replicas
 * @param roles of roles
 * @param oids of everything that has a number in {@code pg_catalog}
 */
record Counters(
    long items, long schemas, long databases, long clusters, long replicas, long roles, long oids) {

  /** Before anything of a user's exists. Materialize's users' oids begin at 20000. */
  static final Counters FIRST = new Counters(0, 0, 0, 0, 0, 0, 20_000);

  /**
   * After a fresh server's own objects. Ids are unique per kind only, as on a real server; that the
   * kinds' numbers are apart at first is how they are on one that has been in use for a while.
   */
  Counters inUse() {
    return new Counters(
        items, schemas + 200, databases, clusters + 400, replicas + 600, roles, oids);
  }

  Counters nextItem() {
    return new Counters(items + 1, schemas, databases, clusters, replicas, roles, oids + 1);
  }

  Counters nextSchema() {
    return new Counters(items, schemas + 1, databases, clusters, replicas, roles, oids + 1);
  }

  Counters nextDatabase() {
    return new Counters(items, schemas, databases + 1, clusters, replicas, roles, oids + 1);
  }

  Counters nextCluster() {
    return new Counters(items, schemas, databases, clusters + 1, replicas, roles, oids);
  }

  Counters nextReplica() {
    return new Counters(items, schemas, databases, clusters, replicas + 1, roles, oids);
  }

  Counters nextRole() {
    return new Counters(items, schemas, databases, clusters, replicas, roles + 1, oids + 1);
  }
}
