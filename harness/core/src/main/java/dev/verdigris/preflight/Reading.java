package dev.verdigris.preflight;

import static dev.verdigris.catalog.Identifiers.quote;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.plan.Unit;
import dev.verdigris.project.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether the owners of green's objects may read what these read. The server makes a view without
 * asking, and refuses each read of it afterwards (recorded).
 */
final class Reading {
  private final Inspection in;

  /** Who reads, by what is read, what is missing and for whom. */
  private final Map<Need, SortedSet<String>> readers = new LinkedHashMap<>();

  private Reading(Inspection in) {
    this.in = in;
  }

  /** A privilege that is missing. */
  record Lack(String privilege, String on, String owner, String mend) {}

  private record Need(String role, Lack lack) {}

  static void find(Inspection in, Listing out) {
    if (!in.facts().rightsAreChecked()) {
      return;
    }
    Reading reading = new Reading(in);
    if (in.greenIsBuilt()) {
      reading.built();
    } else {
      in.models().ifPresent(reading::planned);
    }
    reading.readers.forEach(
        (need, some) ->
            out.add(
                Rule.OWNER_READS,
                need.lack().on(),
                need.lack().owner(),
                "role "
                    + need.role()
                    + " has no "
                    + need.lack().privilege()
                    + " on it and owns what reads it: "
                    + String.join(", ", some),
                need.lack().mend()));
  }

  /** Each object of green, with its owner as it is. */
  private void built() {
    for (Item item : in.relationsIn(in.greenIds(Unit.Kind.SCHEMA))) {
      for (String id : item.dependsOn()) {
        in.snapshot()
            .item(id)
            .filter(read -> read.kind().isRelation())
            .ifPresent(read -> check(item.owner(), in.text(item), read));
      }
    }
  }

  /**
   * Each model, with the owner that its object will have: blue's, else that of blue's schema, or
   * our own role where that may not give it away.
   */
  private void planned(List<ModelOutline> models) {
    for (ModelOutline model : models) {
      String owner =
          in.units(Unit.Kind.SCHEMA)
              .filter(unit -> unit.of().equals(model.schema()))
              .flatMap(unit -> unit.production().stream())
              .map(
                  blue ->
                      in.snapshot()
                          .itemNamed(blue.id(), model.name())
                          .map(Item::owner)
                          .orElse(blue.owner()))
              .filter(in.snapshot()::actsAs)
              .findFirst()
              .orElse(in.role());
      String reader = model.kind().label() + " " + model.schema() + "." + model.name();
      for (QualifiedName name : model.reads()) {
        in.snapshot()
            .schemaNamed(name.database(), name.schema())
            .flatMap(schema -> in.snapshot().itemNamed(schema.id(), name.name()))
            .ifPresent(read -> check(owner, reader, read));
      }
    }
  }

  private void check(String owner, String reader, Item read) {
    boolean everything =
        owner.startsWith("mz_") || (in.snapshot().superuser() && owner.equals(in.role()));
    Schema schema = in.snapshot().schema(read.schemaId()).orElse(null);
    if (!everything && schema != null) {
      for (Lack lack : missing(in, owner, schema, read)) {
        readers.computeIfAbsent(new Need(owner, lack), any -> new TreeSet<>()).add(reader);
      }
    }
  }

  /** What a role lacks in order to read a relation. */
  static List<Lack> missing(Inspection in, String role, Schema schema, Item read) {
    List<Lack> lacks = new ArrayList<>();
    if (!in.facts().has(role, "USAGE", schema.owner(), schema.grants())) {
      lacks.add(
          new Lack(
              "USAGE",
              "schema " + schema.name(),
              schema.owner(),
              "GRANT USAGE ON SCHEMA " + schema.sqlName() + " TO " + quote(role)));
    }
    if (!in.facts().has(role, "SELECT", read.owner(), read.grants())) {
      lacks.add(
          new Lack(
              "SELECT",
              in.text(read),
              read.owner(),
              "GRANT SELECT ON " + in.snapshot().sqlName(read) + " TO " + quote(role)));
    }
    return lacks;
  }
}
