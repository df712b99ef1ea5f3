package dev.verdigris.engine.catalog;

import java.util.Objects;

/** Ids as the audit log writes them where they belong to comments and rights. */
final class AuditIds {
  private AuditIds() {}

  /** Such as {@code Schema((Id(User(1)), Id(User(3))))}. */
  static String of(Owned object, CatalogState state) {
    if (object.type() == ObjectType.SCHEMA) {
      Schema schema = Objects.requireNonNull(state.schema(new SchemaId(object.id())));
      String database =
          schema.database() == null ? "Ambient" : "Id(" + id(schema.database().value()) + ")";
      return "Schema((" + database + ", Id(" + id(object.id()) + ")))";
    }
    String words = object.type().words();
    StringBuilder name = new StringBuilder();
    for (String word : words.split(" ", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name + "(" + id(object.id()) + ")";
  }

  private static String id(String id) {
    return (id.startsWith("s") ? "System(" : "User(") + id.substring(1) + ")";
  }
}
