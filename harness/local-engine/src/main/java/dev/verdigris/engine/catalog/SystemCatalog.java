package dev.verdigris.engine.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server's own relations, types and functions; the same in every state. */
final class SystemCatalog {
  @Nullable Item item(ItemId id) {
    return null;
  }

  Optional<Item> item(SchemaId schema, String name) {
    return Optional.empty();
  }

  Optional<Item> type(SchemaId schema, String name) {
    return Optional.empty();
  }

  List<Item> functions(SchemaId schema, String name) {
    return List.of();
  }
}
