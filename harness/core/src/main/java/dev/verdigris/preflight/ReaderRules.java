package dev.verdigris.preflight;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.ServerFacts;
import dev.verdigris.plan.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who reads production from outside: a view goes on reading the old object after the swap, under
 * its new name, and so does an open {@code SUBSCRIBE} (recorded). Sinks are cut over.
 */
final class ReaderRules {
  private ReaderRules() {}

  static void find(Inspection in, Listing out) {
    Set<String> inside = new HashSet<>(in.blueIds(Unit.Kind.SCHEMA));
    inside.addAll(in.greenIds(Unit.Kind.SCHEMA));
    in.situation().transitionSchema().ifPresent(inside::add);
    List<Item> blue =
        in.blueIds(Unit.Kind.SCHEMA).stream()
            .flatMap(id -> in.snapshot().itemsIn(id).stream())
            .toList();
    Set<String> ids = blue.stream().map(Item::id).collect(Collectors.toSet());
    in.snapshot().items().values().stream()
        .filter(item -> !inside.contains(item.schemaId()) && item.kind() != ObjectKind.SINK)
        .filter(item -> item.dependsOn().stream().anyMatch(ids::contains))
        .sorted(Comparator.comparing(in.snapshot()::displayName))
        .forEach(item -> reader(in, out, item, ids));
    for (ServerFacts.Subscription subscription : in.facts().subscriptions()) {
      List<String> read =
          blue.stream()
              .filter(item -> subscription.reads().contains(item.id()))
              .map(in.snapshot()::displayName)
              .sorted()
              .toList();
      if (!read.isEmpty()) {
        out.add(
            Rule.SUBSCRIBER,
            "SUBSCRIBE on " + String.join(", ", read),
            subscription.role(),
            "open since " + subscription.since(),
            "subscribe again after the promotion");
      }
    }
  }

  private static void reader(Inspection in, Listing out, Item item, Set<String> blue) {
    List<String> reads =
        item.dependsOn().stream()
            .filter(blue::contains)
            .flatMap(id -> in.snapshot().item(id).stream())
            .map(in.snapshot()::displayName)
            .sorted()
            .toList();
    List<String> behind = new ArrayList<>();
    for (String id : in.snapshot().transitiveDependents(List.of(item.id()))) {
      in.snapshot().item(id).map(in::text).ifPresent(behind::add);
    }
    behind.sort(Comparator.naturalOrder());
    out.addUnless(
        AcceptKey.READERS,
        in.names(item),
        Rule.READER,
        in.text(item),
        item.owner(),
        "reads "
            + String.join(", ", reads)
            + (behind.isEmpty() ? "" : "; behind it " + String.join(", ", behind)),
        "deploy it too, or make it anew after the promotion");
  }
}
