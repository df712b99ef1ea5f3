package dev.verdigris.engine.catalog;

import java.util.List;
import java.util.Set;

/** What a fresh server has, with the ids that it gives them. */
final class SystemObjects {
  /** Of this engine, as every server has one; part of the names of topics. */
  static final String ENVIRONMENT = "local-engine-00000000-0000-0000-0000-000000000000-0";

  /** The role that owns what is the server's own. */
  static final RoleId MZ_SYSTEM = new RoleId("s1");

  /** The role of the server's support, which may look at everything. */
  static final RoleId MZ_SUPPORT = new RoleId("s2");

  /** The schemas that are in every database. */
  static final List<String> SCHEMAS =
      List.of(
          "mz_catalog",
          "pg_catalog",
          "mz_internal",
          "information_schema",
          "mz_catalog_unstable",
          "mz_introspection",
          "mz_unsafe");

  /** Clusters of the server, none of which but the second has a replica here. */
  static final List<String> CLUSTERS =
      List.of("mz_system", "mz_catalog_server", "mz_probe", "mz_support", "mz_analytics");

  private static final List<String> OTHER_ROLES =
      List.of("mz_analytics", "mz_jwt_sync", "mz_monitor", "mz_monitor_redacted");

  private static final RoleId MATERIALIZE = new RoleId("u1");

  private SystemObjects() {}

  /** The first state of a fresh server. */
  static CatalogState first(SystemCatalog system) {
    CatalogBuilder next = new CatalogBuilder(system);
    roles(next);
    schemas(next);
    clusters(next);
    next.counters = next.counters.inUse();
    next.systemPrivileges =
        Acl.NONE
            .grant(MZ_SYSTEM, MZ_SYSTEM, Privilege.allOn(ObjectType.SYSTEM))
            .grant(MATERIALIZE, MZ_SYSTEM, Privilege.allOn(ObjectType.SYSTEM));
    next.defaultPrivileges.add(
        new DefaultPrivilege(
            RoleId.PUBLIC, null, null, ObjectType.TYPE, RoleId.PUBLIC, Set.of(Privilege.USAGE)));
    for (ObjectType type : List.of(ObjectType.CLUSTER, ObjectType.DATABASE, ObjectType.SCHEMA)) {
      next.defaultPrivileges.add(
          new DefaultPrivilege(
              RoleId.PUBLIC, null, null, type, MZ_SUPPORT, Set.of(Privilege.USAGE)));
    }
    return next.build();
  }

  private static void roles(CatalogBuilder next) {
    next.put(new Role(MZ_SYSTEM, 16_600, "mz_system", true, true));
    next.put(new Role(MZ_SUPPORT, 16_601, "mz_support", true, true));
    for (int i = 0; i < OTHER_ROLES.size(); i++) {
      next.put(new Role(new RoleId("s" + (i + 3)), 16_602 + i, OTHER_ROLES.get(i), null, null));
    }
    next.counters = next.counters.nextRole();
    next.put(new Role(MATERIALIZE, next.counters.oids(), "materialize", true, null));
  }

  private static void schemas(CatalogBuilder next) {
    for (int i = 0; i < SCHEMAS.size(); i++) {
      next.put(
          new Schema(
              new SchemaId("s" + (i + 1)),
              16_610 + i,
              null,
              SCHEMAS.get(i),
              MZ_SYSTEM,
              everybody(ObjectType.SCHEMA, MZ_SYSTEM)
                  .grant(MZ_SUPPORT, MZ_SYSTEM, Set.of(Privilege.USAGE))));
    }
    next.counters = next.counters.nextDatabase();
    DatabaseId database = new DatabaseId("u1");
    next.put(
        new Database(
            database,
            next.counters.oids(),
            "materialize",
            MZ_SYSTEM,
            ofMaterialize(ObjectType.DATABASE)));
    next.counters = next.counters.nextSchema();
    next.put(
        new Schema(
            new SchemaId("u1"),
            next.counters.oids(),
            database,
            "public",
            MZ_SYSTEM,
            ofMaterialize(ObjectType.SCHEMA)));
  }

  private static void clusters(CatalogBuilder next) {
    for (int i = 0; i < CLUSTERS.size(); i++) {
      boolean catalogServer = CLUSTERS.get(i).equals("mz_catalog_server");
      next.put(
          new Cluster(
              new ClusterId("s" + (i + 1)),
              CLUSTERS.get(i),
              MZ_SYSTEM,
              catalogServer
                  ? everybody(ObjectType.CLUSTER, MZ_SYSTEM)
                  : Acl.ofOwner(MZ_SYSTEM, ObjectType.CLUSTER),
              new Cluster.Managed("25cc", catalogServer ? 1 : 0, false, "00:00:01")));
    }
    next.put(new Replica(new ReplicaId("s1"), new ClusterId("s2"), "r1", "25cc", MZ_SYSTEM));
    next.counters = next.counters.nextCluster();
    next.put(
        new Cluster(
            new ClusterId("u1"),
            "quickstart",
            MZ_SYSTEM,
            ofMaterialize(ObjectType.CLUSTER),
            new Cluster.Managed("25cc", 1, false, "00:00:01")));
    next.counters = next.counters.nextReplica();
    next.put(new Replica(new ReplicaId("u1"), new ClusterId("u1"), "r1", "25cc", MZ_SYSTEM));
  }

  private static Acl everybody(ObjectType type, RoleId owner) {
    return Acl.ofOwner(owner, type).grant(RoleId.PUBLIC, owner, Set.of(Privilege.USAGE));
  }

  private static Acl ofMaterialize(ObjectType type) {
    return everybody(type, MZ_SYSTEM)
        .grant(MZ_SUPPORT, MZ_SYSTEM, Set.of(Privilege.USAGE))
        .grant(MATERIALIZE, MZ_SYSTEM, Privilege.allOn(type));
  }
}
