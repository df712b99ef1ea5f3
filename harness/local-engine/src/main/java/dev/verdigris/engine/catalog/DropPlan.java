package dev.verdigris.engine.catalog;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All that goes when something is dropped with everything that depends on it, dependents first. */
final class DropPlan {
  private final CatalogState state;
  private final Set<Owned> objects = new LinkedHashSet<>();

  DropPlan(CatalogState state) {
    this.state = state;
  }

  List<Owned> objects() {
    return List.copyOf(objects);
  }

  void add(Owned object) {
    switch (object.type()) {
      case DATABASE -> {
        DatabaseId id = new DatabaseId(object.id());
        state.schemas().stream()
            .filter(s -> id.equals(s.database()))
            .sorted(Comparator.comparing(Schema::name))
            .forEach(s -> add(Owned.schema(s.id())));
      }
      case SCHEMA ->
          state.items(new SchemaId(object.id())).stream()
              .sorted(Comparator.comparing(Item::name))
              .forEach(i -> add(Owned.item(i)));
      case CLUSTER -> {
        ClusterId id = new ClusterId(object.id());
        state.items(id).forEach(i -> add(Owned.item(i)));
        state
            .replicas(id)
            .forEach(r -> objects.add(new Owned(ObjectType.CLUSTER_REPLICA, r.id().value())));
      }
      case CLUSTER_REPLICA, ROLE, SYSTEM -> {}
      default -> state.dependents(new ItemId(object.id())).forEach(i -> add(Owned.item(i)));
    }
    objects.add(object);
    if (object.type() == ObjectType.SOURCE) {
      progressOf(object);
    }
  }

  /** What tells how far a source is goes with it, though the source is what depends on it. */
  private void progressOf(Owned object) {
    Item source = state.item(new ItemId(object.id()));
    if (source != null
        && source.facts() instanceof ItemFacts.LoadGenerator generator
        && generator.progress() != null) {
      objects.add(new Owned(ObjectType.SOURCE, generator.progress().value()));
    }
  }
}
