package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.CreateStatement.CreateIndex;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code CREATE [DEFAULT] INDEX}. */
final class IndexDdl {
  private final Change change;

  IndexDdl(Change change) {
    this.change = change;
  }

  String run(CreateIndex statement) {
    Item on = change.names.item(statement.on().names());
    if (!on.type().isRelation()) {
      throw SqlException.internal(
          "index cannot be created on '"
              + String.join(".", change.base.fullName(on))
              + "' because it is a "
              + on.type().words());
    }
    if (statement.options().stream().anyMatch(o -> o.name().equals("RETAIN HISTORY"))) {
      throw SqlException.preview("RETAIN HISTORY", "enable_logical_compaction_window");
    }
    List<Definitions.DefinedKey> keys = keys(statement, on);
    Cluster cluster = Clusters.of(change, statement.cluster());
    NewItem place = place(statement, on, keys);
    Optional<Item> taken = place.taken(change.base);
    if (taken.isPresent()) {
      if (!statement.ifNotExists()) {
        throw DdlErrors.itemExists(taken.get().type(), place.fullName());
      }
      change.skipExisting("42710", ObjectType.INDEX, place.name());
      return "CREATE INDEX";
    }
    change.rights.requireOwner(Owned.item(on));
    place.requireCreate(change);
    change.rights.require(Privilege.CREATE, Owned.cluster(cluster.id()));
    Clusters.requireUsable(change, cluster);
    put(place, on, cluster, keys);
    return "CREATE INDEX";
  }

  private List<Definitions.DefinedKey> keys(CreateIndex statement, Item on) {
    List<Expr> expressions = statement.keys();
    if (expressions == null) {
      expressions = defaultKeys(on);
    }
    return expressions.stream()
        .map(e -> change.services.definitions().key(e, on, change.base, change.session))
        .toList();
  }

  /** The first of the relation's unique keys, or all columns if it has none. */
  private static List<Expr> defaultKeys(Item on) {
    List<List<Integer>> keys = on.keys();
    List<Expr> expressions = new ArrayList<>();
    for (int i = 0; i < on.columns().size(); i++) {
      if (keys.isEmpty() || keys.get(0).contains(i)) {
        expressions.add(new Expr.Column(List.of(new Ident(on.columns().get(i).name()))));
      }
    }
    return expressions;
  }

  private NewItem place(CreateIndex statement, Item on, List<Definitions.DefinedKey> keys) {
    Ident name = statement.name();
    if (name != null) {
      return NewItem.beside(change, on, name.value());
    }
    String base = on.name() + "_" + nameOfKeys(statement, on, keys) + "_idx";
    NewItem place = NewItem.beside(change, on, base);
    for (int i = 1; place.taken(change.base).isPresent(); i++) {
      place = NewItem.beside(change, on, base + i);
    }
    return place;
  }

  private static String nameOfKeys(
      CreateIndex statement, Item on, List<Definitions.DefinedKey> keys) {
    if (statement.keys() == null) {
      return "primary";
    }
    List<String> parts = new ArrayList<>();
    for (Definitions.DefinedKey key : keys) {
      Integer position = key.key().position();
      parts.add(position == null ? "expr" : on.columns().get(position - 1).name());
    }
    return String.join("_", parts);
  }

  private void put(NewItem place, Item on, Cluster cluster, List<Definitions.DefinedKey> keys) {
    ItemId id = change.newItem();
    Set<ItemId> dependencies = new HashSet<>(Set.of(on.id()));
    keys.forEach(key -> dependencies.addAll(key.dependencies()));
    List<ItemFacts.IndexKey> facts = keys.stream().map(Definitions.DefinedKey::key).toList();
    CreateIndex stored =
        new CreateIndex(
            new Ident(place.name()),
            Clusters.stored(cluster),
            ObjectName.of(change.base.fullName(on)).withId(on.id().value()),
            keys.stream().map(Definitions.DefinedKey::resolved).toList(),
            List.of(),
            false);
    Item index =
        new Item(
            id,
            change.oid(),
            place.schema(),
            place.temporary(),
            place.name(),
            ObjectType.INDEX,
            on.owner(),
            Acl.NONE,
            List.of(),
            cluster.id(),
            dependencies,
            StoredSql.of(stored),
            new ItemFacts.Index(on.id(), facts),
            null);
    place.put(change, index);
    new IndexNotices(change).created(place, on, cluster, facts);
  }
}
