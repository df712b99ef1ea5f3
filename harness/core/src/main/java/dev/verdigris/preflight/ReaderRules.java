package dev.verdigris.preflight;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.ServerFacts;
import dev.verdigris.plan.Unit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who reads production from outside, directly or over others: a view goes on reading the old object
 * after the swap, under its new name, and so does an open {@code SUBSCRIBE} (recorded). The sinks
 * that read production itself are cut over.
 */
final class ReaderRules {
  private final Inspection in;
  private final Listing out;

  /** What is swapped away, by id. */
  private final Map<String, Item> blue;

  /**
   * Other deployments by the ids of their transitions: these may read what they like, for nobody
   * loses anything by them, and a process that was killed leaves one behind. Who reads one is
   * another matter.
   */
  private final Map<String, String> transitions;

  /** By the id of each reader, the ids of what it reads of blue over any number of others. */
  private final Map<String, Set<String>> readers = new TreeMap<>();

  private ReaderRules(Inspection in, Listing out) {
    this.in = in;
    this.out = out;
    this.transitions = in.situation().othersTransitions();
    this.blue =
        in.blueIds(Unit.Kind.SCHEMA).stream()
            .flatMap(id -> in.snapshot().itemsIn(id).stream())
            .collect(Collectors.toMap(Item::id, Function.identity()));
  }

  static void find(Inspection in, Listing out) {
    ReaderRules rules = new ReaderRules(in, out);
    rules.collect();
    rules.readers.keySet().stream()
        .flatMap(id -> in.snapshot().item(id).stream())
        .filter(item -> !rules.transitions.containsKey(item.schemaId()))
        .forEach(rules::reader);
    in.facts().subscriptions().forEach(rules::subscription);
  }

  private void collect() {
    Set<String> inside = new HashSet<>(in.blueIds(Unit.Kind.SCHEMA));
    inside.addAll(in.greenIds(Unit.Kind.SCHEMA));
    in.situation().transitionSchema().ifPresent(inside::add);
    inside.addAll(in.passing());
    for (String read : blue.keySet()) {
      Deque<String> open = new ArrayDeque<>(Set.of(read));
      while (!open.isEmpty()) {
        for (Item item : in.snapshot().dependents(open.remove())) {
          boolean cutOver = item.kind() == ObjectKind.SINK && readsBlue(item);
          if (!inside.contains(item.schemaId())
              && !cutOver
              && readers.computeIfAbsent(item.id(), any -> new HashSet<>()).add(read)) {
            open.add(item.id());
          }
        }
      }
    }
  }

  private boolean readsBlue(Item item) {
    return item.dependsOn().stream().anyMatch(blue::containsKey);
  }

  private void reader(Item item) {
    Set<String> direct = new HashSet<>(item.dependsOn());
    direct.retainAll(blue.keySet());
    Set<String> over = new HashSet<>(item.dependsOn());
    over.retainAll(readers.keySet());
    Set<String> behind =
        over.stream()
            .flatMap(id -> readers.getOrDefault(id, Set.of()).stream())
            .collect(Collectors.toSet());
    SortedSet<String> reads = new TreeSet<>();
    if (!direct.isEmpty()) {
      reads.add("reads " + names(direct));
    }
    if (!over.isEmpty()) {
      reads.add("reads " + names(behind) + " over " + names(over));
    }
    out.addUnless(
        AcceptKey.READERS,
        in.names(item),
        Rule.READER,
        in.text(item),
        item.owner(),
        String.join("; ", reads),
        mend(over));
  }

  private String mend(Set<String> over) {
    return over.stream()
        .flatMap(id -> in.snapshot().item(id).stream())
        .flatMap(read -> Stream.ofNullable(transitions.get(read.schemaId())))
        .findFirst()
        .map(
            other ->
                "finish deployment "
                    + other
                    + " first: verdigris promote --deployment "
                    + other
                    + ", or verdigris cleanup --deployment "
                    + other)
        .orElse("deploy it too, or make it anew after the promotion");
  }

  private void subscription(ServerFacts.Subscription subscription) {
    Set<String> read = new HashSet<>(subscription.reads());
    read.removeIf(id -> !blue.containsKey(id) && !readers.containsKey(id));
    if (!read.isEmpty()) {
      out.add(
          Rule.SUBSCRIBER,
          "SUBSCRIBE on " + names(read),
          subscription.role(),
          "open since " + subscription.since(),
          "subscribe again after the promotion");
    }
  }

  private String names(Collection<String> ids) {
    return ids.stream()
        .flatMap(id -> in.snapshot().item(id).stream())
        .map(in.snapshot()::displayName)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
