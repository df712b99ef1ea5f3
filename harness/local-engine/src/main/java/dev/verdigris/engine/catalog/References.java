package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps stored SQL right when what it names gets another name. */
final class References {
  /** A schema that gets another name. */
  record SchemaRename(Schema schema, String newName) {}

  private final Change change;

  References(Change change) {
    this.change = change;
  }

  /** Rewrites every definition that names something in these schemas, or is in them itself. */
  void schemasRenamed(List<SchemaRename> renames) {
    Map<SchemaId, String> newNames = new HashMap<>();
    renames.forEach(r -> newNames.put(r.schema().id(), r.newName()));
    SchemaId last = renames.get(0).schema().id();
    // A swap renames its first schema for good only at its end, so what is in it is written last.
    List<Item> items =
        change.base.items().stream()
            .sorted(
                Comparator.comparing((Item item) -> schemasUsed(item).contains(last))
                    .thenComparing(Item::id))
            .toList();
    for (Item item : items) {
      Set<SchemaId> used = schemasUsed(item);
      used.retainAll(newNames.keySet());
      String sql = item.createSql();
      if (used.isEmpty() || sql == null) {
        continue;
      }
      for (SchemaRename rename : renames) {
        if (used.contains(rename.schema().id())) {
          requireUnambiguous(item, sql, rename);
        }
      }
      String rewritten = StoredSql.rewriteNames(sql, id -> nameAfter(id, newNames));
      rewritten = StoredSql.rename(rewritten, item.type(), ownNameAfter(item, newNames));
      rewritten = StoredSql.renameSchemasInColumns(rewritten, columnSchemas(renames));
      change.next.put(item.withSql(rewritten));
    }
  }

  private static Map<String, String> columnSchemas(List<SchemaRename> renames) {
    Map<String, String> names = new HashMap<>();
    renames.forEach(r -> names.put(r.schema().name(), r.newName()));
    return names;
  }

  /**
   * A column that is written with its schema must not seem to belong to another one afterwards, as
   * it would if a definition names both the schema that is renamed and one of the new name.
   */
  private void requireUnambiguous(Item item, String sql, SchemaRename rename) {
    if (StoredSql.columnSchemas(sql).contains(rename.newName())) {
      Database database =
          Objects.requireNonNull(
              change.base.database(Objects.requireNonNull(rename.schema().database())));
      throw SqlException.internal(
          "renaming conflict: in "
              + String.join(".", change.base.fullName(item))
              + ", which uses "
              + database.name()
              + "."
              + rename.newName()
              + ", ambiguous reference to schema named "
              + rename.newName());
    }
  }

  /** Gives an item another name, in its own definition and in all that name it. */
  void itemRenamed(Item item, String newName) {
    List<String> name = new ArrayList<>(change.base.fullName(item));
    name.set(name.size() - 1, newName);
    String own = item.createSql();
    Item renamed = item.withName(newName);
    change.next.put(
        own == null ? renamed : renamed.withSql(StoredSql.rename(own, item.type(), name)));
    for (Item dependent : change.base.dependents(item.id())) {
      String sql = dependent.createSql();
      if (sql != null) {
        String rewritten = StoredSql.rewriteNames(sql, id -> id.equals(item.id()) ? name : null);
        change.next.put(
            dependent.withSql(StoredSql.renameRelationInColumns(rewritten, item.name(), newName)));
      }
    }
  }

  private Set<SchemaId> schemasUsed(Item item) {
    Set<SchemaId> used = new HashSet<>(Set.of(item.schema()));
    for (ItemId dependency : item.dependencies()) {
      Item named = change.base.item(dependency);
      if (named != null) {
        used.add(named.schema());
      }
    }
    return used;
  }

  private @Nullable List<String> nameAfter(ItemId id, Map<SchemaId, String> newNames) {
    Item item = change.base.item(id);
    return item == null || !newNames.containsKey(item.schema())
        ? null
        : ownNameAfter(item, newNames);
  }

  private List<String> ownNameAfter(Item item, Map<SchemaId, String> newNames) {
    List<String> name = new ArrayList<>(change.base.fullName(item));
    String schema = newNames.get(item.schema());
    if (schema != null) {
      name.set(name.size() - 2, schema);
    }
    return name;
  }
}
