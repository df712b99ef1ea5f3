package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Nearest;
import dev.verdigris.Relation;
import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which objects an assertion on an environment looks at, and which changes it lets pass. */
final class Selection {
  private final Set<String> tolerated = new TreeSet<>();
  private final Set<Change> allowed = new TreeSet<>();
  private final Set<String> except = new TreeSet<>();
  private final Set<String> only = new TreeSet<>();
  private final Set<String> clusters = new TreeSet<>();

  /** Lets changes pass, with a warning. */
  void allow(Change... changes) {
    for (Change change : changes) {
      allowed.add(change);
      tolerated.addAll(change.labels());
    }
  }

  void except(EnvironmentCatalog catalog, Collection<String> names) {
    check("exceptFor", catalog, names);
    except.addAll(names);
  }

  void only(EnvironmentCatalog catalog, Collection<String> names) {
    check("only", catalog, names);
    only.addAll(names);
  }

  void onCluster(String name) {
    clusters.add(name);
  }

  private static void check(String option, EnvironmentCatalog catalog, Collection<String> names) {
    Set<String> known = new TreeSet<>(catalog.objects().keySet());
    known.addAll(other(catalog).objects().keySet());
    if (names.isEmpty()) {
      throw new IllegalArgumentException(option + ": name at least one object");
    }
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            option
                + ": neither green nor blue has "
                + name
                + Nearest.to(name, known).map(near -> "; did you mean " + near + "?").orElse(""));
      }
    }
  }

  private static EnvironmentCatalog other(EnvironmentCatalog catalog) {
    return new EnvironmentCatalog(
        catalog.environment(),
        catalog.snapshot(),
        catalog.otherSchemas(),
        catalog.clusters(),
        catalog.schemas());
  }

  /** What was said, each a few words. */
  List<String> rules() {
    List<String> rules = new ArrayList<>();
    add(rules, "only ", only);
    add(rules, "except for ", except);
    add(rules, "on cluster ", clusters);
    add(
        rules,
        "allowed ",
        allowed.stream().map(Change::text).collect(Collectors.toCollection(TreeSet::new)));
    return rules;
  }

  private static void add(List<String> rules, String words, Set<String> names) {
    if (!names.isEmpty()) {
      rules.add(words + String.join(", ", names));
    }
  }

  /** An index goes with its relation. */
  private boolean includes(EnvironmentCatalog catalog, String name, Item item) {
    Set<String> names = new TreeSet<>(Set.of(name));
    if (!item.kind().isRelation()) {
      catalog.readBy(item).map(catalog::name).ifPresent(names::add);
    }
    return (only.isEmpty() || names.stream().anyMatch(only::contains))
        && names.stream().noneMatch(except::contains)
        && (clusters.isEmpty() || clusters.contains(catalog.clusterName(item.clusterId())));
  }

  SortedMap<String, Item> narrow(EnvironmentCatalog catalog, SortedMap<String, Item> objects) {
    SortedMap<String, Item> narrowed = new TreeMap<>(objects);
    narrowed.entrySet().removeIf(one -> !includes(catalog, one.getKey(), one.getValue()));
    return narrowed;
  }

  /** The environment without what is not looked at. */
  EnvironmentCatalog narrow(EnvironmentCatalog catalog) {
    if (only.isEmpty() && except.isEmpty() && clusters.isEmpty()) {
      return catalog;
    }
    Snapshot snapshot = catalog.snapshot();
    SortedMap<String, Item> objects = catalog.objects();
    Collection<Item> kept = narrow(catalog, objects).values();
    for (Item item : objects.values()) {
      if (!kept.contains(item)) {
        snapshot = snapshot.withoutItem(item.id());
      }
    }
    return catalog.in(snapshot);
  }

  /** The relations that are looked at, in the order of their names. */
  List<Relation> relations(Environment environment) {
    SortedMap<String, Item> kept = narrow(environment.catalog(), environment.catalog().relations());
    return environment.relations().stream().filter(one -> kept.containsKey(one.name())).toList();
  }

  /** The clusters that are looked at, by their configured names. */
  Collection<String> clusters(EnvironmentCatalog catalog) {
    return clusters.isEmpty() ? catalog.clusters().keySet() : clusters;
  }

  /** What is let pass is only told of. */
  List<Observation> weighed(List<Observation> observations) {
    return observations.stream().map(one -> one.tolerating(tolerated)).toList();
  }
}
