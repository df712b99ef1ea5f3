package dev.verdigris.preflight;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.ServerFacts;
import dev.verdigris.catalog.ServerFacts.AuditEvent;
import dev.verdigris.plan.BlueDigests;
import dev.verdigris.plan.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether production is what init made green from. What init saw stands in green's marker as
 * digests; they tell which object is another, its copy in green what is other, and the audit log
 * what was done and by whom.
 */
final class ChangeRules {
  private static final String TAKE =
      "take the change into the models, clean this deployment up and deploy again";

  private final Inspection in;
  private final Listing out;

  private ChangeRules(Inspection in, Listing out) {
    this.in = in;
    this.out = out;
  }

  static void find(Inspection in, Listing out) {
    if (in.greenIsBuilt()) {
      ChangeRules rules = new ChangeRules(in, out);
      in.situation().units().forEach(rules::unit);
    }
  }

  private void unit(Unit unit) {
    Marker marker = unit.marker().orElseThrow();
    String now = unit.production().map(Unit.Holder::id).orElse("gone");
    if (!now.equals(marker.blue())) {
      out.add(
          Rule.CHANGED,
          unit.kind().label() + " " + unit.of(),
          unit.production().map(Unit.Holder::owner).orElse(""),
          "green was made from " + marker.blue() + ", production is " + now,
          "clean this deployment up and deploy again under a new name");
    } else if (unit.kind() == Unit.Kind.SCHEMA) {
      in.blueSchema(unit).ifPresent(schema -> schema(unit, schema, marker));
    }
  }

  private void schema(Unit unit, Schema schema, Marker marker) {
    if (marker.base().isEmpty()) {
      out.add(
          Rule.CHANGES_UNKNOWN,
          "schema " + schema.name(),
          schema.owner(),
          "green's marker does not tell what it held at init",
          "");
      return;
    }
    BlueDigests digests = BlueDigests.of(in.snapshot(), schema.id());
    if (digests.same(marker.base())) {
      return;
    }
    Set<String> changed = digests.changedSince(marker.base());
    if (BlueDigests.areShared(marker.base())) {
      changed = likely(schema, changed);
    }
    List<Item> items =
        changed.stream()
            .flatMap(name -> in.snapshot().itemNamed(schema.id(), name).stream())
            .toList();
    items.forEach(item -> item(unit, item, marker));
    List<AuditEvent> drops = drops(schema);
    drops.forEach(drop -> dropped(schema, drop, marker));
    long accounted = items.stream().filter(item -> mayHaveBeen(schema, item)).count();
    // Where objects share entries, one that changed may account for everything.
    long gone = digests.unmatched(marker.base()).orElse(items.isEmpty() ? 1 : accounted);
    if (gone > accounted + drops.size()) {
      gone(schema, gone - accounted - drops.size(), marker);
    }
  }

  /** Where objects share digests, those that the audit log names are the ones that changed. */
  private Set<String> likely(Schema schema, Set<String> candidates) {
    Set<String> named =
        candidates.stream()
            .filter(
                name ->
                    in.snapshot()
                        .itemNamed(schema.id(), name)
                        .filter(item -> !events(item).isEmpty())
                        .isPresent())
            .collect(Collectors.toCollection(TreeSet::new));
    return named.isEmpty() ? candidates : named;
  }

  /** Whether its name may have been there at init: not where the log says that it is new. */
  private boolean mayHaveBeen(Schema schema, Item item) {
    return !isMadeSince(item)
        || in.facts().logIsCut()
        || in.facts().events().stream()
            .anyMatch(event -> isDropFrom(schema, event) && event.name().equals(item.name()));
  }

  private boolean isMadeSince(Item item) {
    return events(item).stream().anyMatch(event -> event.what().equals("create"));
  }

  private void item(Unit unit, Item item, Marker marker) {
    boolean remade = isMadeSince(item);
    List<String> told = new ArrayList<>();
    told.add(
        "it is not as it was at init, "
            + marker.at()
            + ": "
            + story(events(item), "who changed it"));
    if (remade) {
      told.add("its id is " + item.id() + " now");
    }
    told.addAll(GreenCopy.differences(in, unit, item, remade));
    out.addUnless(
        AcceptKey.CHANGES,
        in.names(item),
        Rule.CHANGED,
        in.text(item),
        item.owner(),
        String.join("; ", told),
        TAKE);
  }

  private void gone(Schema schema, long number, Marker marker) {
    out.addUnless(
        AcceptKey.CHANGES,
        in.named(schema.database(), schema.name()),
        Rule.CHANGED,
        "schema " + schema.name(),
        schema.owner(),
        (number == 1 ? "an object is gone" : number + " objects are gone")
            + " since init, "
            + marker.at()
            + "; "
            + story(List.of(), "which"),
        TAKE);
  }

  private void dropped(Schema schema, AuditEvent drop, Marker marker) {
    out.addUnless(
        AcceptKey.CHANGES,
        in.named(schema.database(), schema.name() + "." + drop.name()),
        Rule.CHANGED,
        drop.objectType().replace('-', ' ') + " " + schema.name() + "." + drop.name(),
        "",
        "it is gone since init, " + marker.at() + ": " + story(List.of(drop), ""),
        TAKE);
  }

  /** What was dropped from this schema and was there at init, by what the log tells. */
  private List<AuditEvent> drops(Schema schema) {
    Set<String> made =
        in.facts().events().stream()
            .filter(event -> event.what().equals("create"))
            .map(AuditEvent::objectId)
            .collect(Collectors.toSet());
    return in.facts().events().stream()
        .filter(event -> isDropFrom(schema, event))
        .filter(event -> !made.contains(event.objectId()))
        .filter(event -> in.snapshot().itemNamed(schema.id(), event.name()).isEmpty())
        .toList();
  }

  private static boolean isDropFrom(Schema schema, AuditEvent event) {
    return event.what().equals("drop") && event.isIn(schema.database(), schema.name());
  }

  private List<AuditEvent> events(Item item) {
    return in.facts().events().stream()
        .filter(event -> event.objectId().equals(item.id()))
        .toList();
  }

  private String story(List<AuditEvent> events, String unknown) {
    if (events.isEmpty()) {
      return "the audit log does not tell "
          + unknown
          + (in.facts().logIsCut()
              ? " (of it only the last " + ServerFacts.MOST_EVENTS + " events were read)"
              : "");
    }
    return events.stream()
        .map(
            event ->
                event.what()
                    + " by "
                    + (event.user().isEmpty() ? "the server" : event.user())
                    + " at "
                    + event.at())
        .collect(Collectors.joining(", "));
  }
}
