package dev.verdigris.engine.query;

import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.sql.NameMapping;
import dev.verdigris.engine.sql.ObjectName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names as the stored form has them: complete, those of items with their ids. */
final class StoredNames implements NameMapping {
  private final Planning planning;
  private final Set<ItemId> dependencies = new LinkedHashSet<>();

  StoredNames(Planning planning) {
    this.planning = planning;
  }

  /** The items whose names were asked for. */
  Set<ItemId> dependencies() {
    return dependencies;
  }

  @Override
  public ObjectName relation(ObjectName name) {
    Item item = planning.item(name);
    dependencies.add(item.id());
    return ObjectName.of(planning.state.fullName(item)).withId(item.id().value());
  }

  @Override
  public ObjectName function(ObjectName name) {
    Signature signature = FunctionTable.LOADED.overloads(name.names()).get(0);
    planning
        .state
        .schema(null, signature.schema())
        .map(schema -> planning.state.functions(schema.id(), signature.name()))
        .ifPresent(functions -> functions.forEach(item -> dependencies.add(item.id())));
    return ObjectName.of(signature.schema(), signature.name());
  }

  @Override
  public ObjectName type(ObjectName name) {
    Item made = planning.types.made(name);
    if (made != null) {
      dependencies.add(made.id());
      return ObjectName.of(planning.state.fullName(made)).withId(made.id().value());
    }
    String type = planning.types.byName(name).wireName();
    String schema = TypeList.LOADED.schema(type);
    planning
        .state
        .schema(null, schema)
        .flatMap(found -> planning.state.type(found.id(), type))
        .ifPresent(item -> dependencies.add(item.id()));
    return ObjectName.of(List.of(schema, type));
  }
}
