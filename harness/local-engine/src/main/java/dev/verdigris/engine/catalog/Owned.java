package dev.verdigris.engine.catalog;

/**
 * Something that has an owner or rights on it, by its id.
 *
 * @param type what it is
 * @param id its id; empty for the whole server
 */
record Owned(ObjectType type, String id) {
  /** The whole server. */
  static final Owned SYSTEM = new Owned(ObjectType.SYSTEM, "");

  static Owned item(Item item) {
    return new Owned(item.type(), item.id().value());
  }

  static Owned schema(SchemaId id) {
    return new Owned(ObjectType.SCHEMA, id.value());
  }

  static Owned database(DatabaseId id) {
    return new Owned(ObjectType.DATABASE, id.value());
  }

  static Owned cluster(ClusterId id) {
    return new Owned(ObjectType.CLUSTER, id.value());
  }

  /** Whether it is the server's own, and so protected even where rights are not checked. */
  boolean isSystem() {
    return id.startsWith("s");
  }
}
