package dev.verdigris.project;

import dev.verdigris.SourcePosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts models in an order in which each stands behind those that it reads. */
final class DependencyOrder {
  private final SortedMap<QualifiedName, Model> models = new TreeMap<>();

  private DependencyOrder(Collection<Model> models) {
    models.forEach(model -> this.models.put(model.name(), model));
  }

  /** The models in order; among those that are free to be created the first by name. */
  static List<Model> of(Collection<Model> models) {
    return new DependencyOrder(models).ordered();
  }

  private List<Model> ordered() {
    Map<QualifiedName, SortedSet<QualifiedName>> open = new TreeMap<>();
    models.forEach((name, model) -> open.put(name, model.dependencies()));
    List<Model> ordered = new ArrayList<>();
    while (!open.isEmpty()) {
      Optional<QualifiedName> free =
          open.entrySet().stream()
              .filter(entry -> entry.getValue().isEmpty())
              .map(Map.Entry::getKey)
              .findFirst();
      if (free.isEmpty()) {
        throw ProjectMessages.cycle(cycle(open));
      }
      open.remove(free.get());
      open.values().forEach(reads -> reads.remove(free.get()));
      ordered.add(known(free.get()));
    }
    return List.copyOf(ordered);
  }

  /** Each model of one cycle with the place where it names the next. */
  private Map<QualifiedName, SourcePosition> cycle(
      Map<QualifiedName, SortedSet<QualifiedName>> open) {
    List<QualifiedName> path = new ArrayList<>();
    QualifiedName at = open.keySet().iterator().next();
    while (!path.contains(at)) {
      path.add(at);
      at = new TreeSet<>(open.getOrDefault(at, new TreeSet<>())).first();
    }
    List<QualifiedName> circle = path.subList(path.indexOf(at), path.size());
    Map<QualifiedName, SourcePosition> cycle = new LinkedHashMap<>();
    for (int i = 0; i < circle.size(); i++) {
      QualifiedName next = circle.get((i + 1) % circle.size());
      cycle.put(circle.get(i), known(circle.get(i)).positionOf(next));
    }
    return cycle;
  }

  private Model known(QualifiedName name) {
    return Optional.ofNullable(models.get(name)).orElseThrow();
  }
}
