package dev.verdigris.engine.catalog;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SessionContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement at work: what it was planned against, and what becomes of it. Nothing of it is real
 * before the catalog commits it.
 */
final class Change {
  final CatalogState base;
  final SessionContext session;
  final Services services;
  final NameResolution names;
  final Rights rights;
  final CatalogBuilder next;
  final List<String> physical = new ArrayList<>();
  final List<AuditEvent> audit = new ArrayList<>();
  private boolean changed;

  Change(CatalogState base, SessionContext session, Services services) {
    this.base = base;
    this.session = session;
    this.services = services;
    names = base.names(session);
    rights = new Rights(base, session);
    next = new CatalogBuilder(base);
  }

  /** Says that this is more than a no-op: open DDL transactions of others end with it. */
  void touch() {
    changed = true;
  }

  boolean changed() {
    return changed;
  }

  CatalogState successor() {
    if (changed) {
      next.revision = base.revision() + 1;
    }
    return changed ? next.build() : base;
  }

  RoleId owner() {
    return names.currentRole().id();
  }

  /** A line for the audit log. */
  void audit(String action, ObjectType object, String... pairs) {
    audit.add(AuditEvent.of(action, object, pairs));
  }

  void notice(String sqlState, String message) {
    notice(sqlState, message, null, null);
  }

  void notice(String sqlState, String message, @Nullable String detail, @Nullable String hint) {
    session.notice(new Notice("NOTICE", sqlState, message, detail, hint));
  }

  void skipMissing(ObjectType type, String name) {
    notice("42704", type.sql() + " \"" + name + "\" does not exist, skipping");
  }

  void skipExisting(String sqlState, ObjectType type, String name) {
    notice(sqlState, type.words() + " \"" + name + "\" already exists, skipping");
  }

  ItemId newItem() {
    next.counters = next.counters.nextItem();
    return new ItemId(Ids.user(next.counters.items()));
  }

  SchemaId newSchema() {
    next.counters = next.counters.nextSchema();
    return new SchemaId(Ids.user(next.counters.schemas()));
  }

  DatabaseId newDatabase() {
    next.counters = next.counters.nextDatabase();
    return new DatabaseId(Ids.user(next.counters.databases()));
  }

  ClusterId newCluster() {
    next.counters = next.counters.nextCluster();
    return new ClusterId(Ids.user(next.counters.clusters()));
  }

  ReplicaId newReplica() {
    next.counters = next.counters.nextReplica();
    return new ReplicaId(Ids.user(next.counters.replicas()));
  }

  RoleId newRole() {
    next.counters = next.counters.nextRole();
    return new RoleId(Ids.user(next.counters.roles()));
  }

  /** The oid that goes with the id that was given out last. */
  long oid() {
    return next.counters.oids();
  }
}
