package dev.verdigris.plan;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/** What a statement names: a schema, a cluster or an object. */
public sealed interface Target {

  /** Kind and name as {@code COMMENT ON} and {@code ALTER … OWNER TO} have them. */
  String sql();

  /** Kind and name as {@code GRANT … ON} has them: relations stand without their kind. */
  default String grantSql() {
    return sql();
  }

  /** The snapshot with this target's grants changed; unchanged where there is no such target. */
  Snapshot grants(Snapshot snapshot, UnaryOperator<SortedSet<Grant>> change);

  /** The snapshot with this target's comment changed. */
  Snapshot comment(Snapshot snapshot, String text);

  /** The snapshot with this target's owner changed. */
  Snapshot owner(Snapshot snapshot, String role);

  /**
   * A schema.
   *
   * @param database its database
   * @param name its name
   */
  record OfSchema(String database, String name) implements Target {
    @Override
    public String sql() {
      return "SCHEMA " + Identifiers.qualified(database, name);
    }

    @Override
    public Snapshot grants(Snapshot snapshot, UnaryOperator<SortedSet<Grant>> change) {
      return find(snapshot)
          .map(s -> with(snapshot, s, s.owner(), change.apply(s.grants()), s.comment()))
          .orElse(snapshot);
    }

    @Override
    public Snapshot comment(Snapshot snapshot, String text) {
      return find(snapshot)
          .map(s -> with(snapshot, s, s.owner(), s.grants(), text))
          .orElse(snapshot);
    }

    @Override
    public Snapshot owner(Snapshot snapshot, String role) {
      return find(snapshot)
          .map(s -> with(snapshot, s, role, s.grants(), s.comment()))
          .orElse(snapshot);
    }

    private Optional<Schema> find(Snapshot snapshot) {
      return snapshot.schemaNamed(name);
    }

    private static Snapshot with(
        Snapshot snapshot, Schema s, String owner, SortedSet<Grant> grants, String comment) {
      return snapshot.with(new Schema(s.id(), s.database(), s.name(), owner, grants, comment));
    }
  }

  /**
   * A cluster.
   *
   * @param name its name
   */
  record OfCluster(String name) implements Target {
    @Override
    public String sql() {
      return "CLUSTER " + Identifiers.quote(name);
    }

    @Override
    public Snapshot grants(Snapshot snapshot, UnaryOperator<SortedSet<Grant>> change) {
      return find(snapshot)
          .map(c -> with(snapshot, c, c.owner(), change.apply(c.grants()), c.comment()))
          .orElse(snapshot);
    }

    @Override
    public Snapshot comment(Snapshot snapshot, String text) {
      return find(snapshot)
          .map(c -> with(snapshot, c, c.owner(), c.grants(), text))
          .orElse(snapshot);
    }

    @Override
    public Snapshot owner(Snapshot snapshot, String role) {
      return find(snapshot)
          .map(c -> with(snapshot, c, role, c.grants(), c.comment()))
          .orElse(snapshot);
    }

    private Optional<Cluster> find(Snapshot snapshot) {
      return snapshot.clusterNamed(name);
    }

    private static Snapshot with(
        Snapshot snapshot, Cluster c, String owner, SortedSet<Grant> grants, String comment) {
      return snapshot.with(
          new Cluster(c.id(), c.name(), owner, grants, comment, c.options(), c.replicas()));
    }
  }

  /**
   * An object.
   *
   * @param database its database
   * @param schema its schema
   * @param name its name
   * @param kind what it is
   */
  record OfItem(String database, String schema, String name, ObjectKind kind) implements Target {

    /** The target that an item of a snapshot is. */
    static OfItem of(Snapshot snapshot, Item item) {
      Schema schema =
          snapshot.schema(item.schemaId()).orElseThrow(() -> new IllegalStateException(item.id()));
      return new OfItem(schema.database(), schema.name(), item.name(), item.kind());
    }

    @Override
    public String sql() {
      return kind.sql() + " " + sqlName();
    }

    @Override
    public String grantSql() {
      return kind.isRelation() ? sqlName() : sql();
    }

    /** The whole name. */
    String sqlName() {
      return Identifiers.qualified(database, schema, name);
    }

    @Override
    public Snapshot grants(Snapshot snapshot, UnaryOperator<SortedSet<Grant>> change) {
      return find(snapshot)
          .map(i -> snapshot.with(i.withGrants(change.apply(i.grants()))))
          .orElse(snapshot);
    }

    @Override
    public Snapshot comment(Snapshot snapshot, String text) {
      return find(snapshot).map(i -> snapshot.with(i.withComment(text))).orElse(snapshot);
    }

    @Override
    public Snapshot owner(Snapshot snapshot, String role) {
      return find(snapshot).map(i -> snapshot.with(i.withOwner(role))).orElse(snapshot);
    }

    /** The item in a snapshot. */
    Optional<Item> find(Snapshot snapshot) {
      return snapshot.schemaNamed(schema).flatMap(s -> snapshot.itemNamed(s.id(), name));
    }
  }
}
