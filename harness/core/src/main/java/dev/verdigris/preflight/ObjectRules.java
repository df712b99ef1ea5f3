package dev.verdigris.preflight;

import static dev.verdigris.catalog.Identifiers.quote;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.plan.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is in blue and in green: vanishing, new and changed objects and columns. */
final class ObjectRules {
  private final Inspection in;
  private final Listing out;

  private ObjectRules(Inspection in, Listing out) {
    this.in = in;
    this.out = out;
  }

  static void find(Inspection in, Listing out) {
    ObjectRules rules = new ObjectRules(in, out);
    for (Unit unit : in.units(Unit.Kind.SCHEMA).toList()) {
      List<Item> blue =
          unit.production().map(one -> in.snapshot().itemsIn(one.id())).orElse(List.of());
      if (in.greenIsBuilt()) {
        rules.built(unit, blue);
      } else if (in.models().isPresent()) {
        rules.planned(unit, blue, in.models().get());
      }
    }
  }

  private void built(Unit unit, List<Item> blue) {
    List<Item> green = in.snapshot().itemsIn(unit.marked().orElseThrow().id());
    for (Item item : blue) {
      Optional<Item> made =
          green.stream()
              .filter(other -> other.name().equals(item.name()))
              .filter(other -> other.kind().isRelation() == item.kind().isRelation())
              .findFirst();
      if (made.isEmpty()) {
        vanishes(item);
      } else if (item.kind().isRelation()) {
        compare(item, made.get());
      }
    }
    for (Item item : green) {
      if (item.kind().isRelation() && blue.stream().noneMatch(b -> b.name().equals(item.name()))) {
        appears(item.kind(), unit.of() + "." + item.name());
      }
    }
  }

  private void planned(Unit unit, List<Item> blue, List<ModelOutline> all) {
    List<ModelOutline> models =
        all.stream().filter(model -> model.schema().equals(unit.of())).toList();
    for (Item item : blue) {
      Optional<ModelOutline> model =
          models.stream()
              .filter(
                  one ->
                      item.kind() == ObjectKind.INDEX
                          ? one.indexes().contains(item.name())
                          : one.name().equals(item.name()))
              .findFirst();
      if (model.isEmpty()) {
        vanishes(item);
      } else if (item.kind().isRelation() && model.get().kind() != item.kind()) {
        kind(item, model.get().kind());
      }
    }
    for (ModelOutline model : models) {
      if (blue.stream().noneMatch(item -> item.name().equals(model.name()))) {
        appears(model.kind(), model.schema() + "." + model.name());
      }
    }
  }

  private void vanishes(Item item) {
    if (!item.kind().isDeployed()) {
      return; // Told as foreign: it would vanish too, and a model cannot bring it back.
    }
    if (item.kind() == ObjectKind.INDEX) {
      out.addUnless(
          AcceptKey.VANISHING,
          in.names(item),
          Rule.INDEX_VANISHES,
          in.text(item),
          item.owner(),
          "the next version has no index of this name",
          "CREATE INDEX " + quote(item.name()) + " … in the model of its relation");
      return;
    }
    List<String> readers = readers(item);
    out.addUnless(
        AcceptKey.VANISHING,
        in.names(item),
        Rule.VANISHES,
        in.text(item),
        item.owner(),
        "the next version has no object of this name" + read(readers),
        "write its model");
  }

  private void appears(ObjectKind kind, String name) {
    out.add(Rule.APPEARS, kind.label() + " " + name, "", "production does not have it yet", "");
  }

  private void kind(Item blue, ObjectKind kind) {
    out.addUnless(
        AcceptKey.COLUMNS,
        in.names(blue),
        Rule.KIND_CHANGED,
        in.text(blue),
        blue.owner(),
        "it becomes a " + kind.label() + read(readers(blue)),
        "");
  }

  private void compare(Item blue, Item green) {
    if (blue.kind() != green.kind()) {
      kind(blue, green.kind());
    }
    // Columns of what only a plan has made so far are not known.
    if (blue.columns().isEmpty() || green.columns().isEmpty()) {
      return;
    }
    List<String> moved = new ArrayList<>();
    for (Column column : blue.columns()) {
      Optional<Column> now =
          green.columns().stream().filter(c -> c.name().equals(column.name())).findFirst();
      if (now.isEmpty()) {
        column(Rule.COLUMN_LOST, blue, column, "green has no column " + column.name());
      } else if (!now.get().type().equals(column.type())) {
        column(
            Rule.COLUMN_RETYPED,
            blue,
            column,
            "column " + column.name() + " is " + now.get().type() + ", it was " + column.type());
      } else if (now.get().nullable() && !column.nullable()) {
        moved.add(column.name() + " may be null now");
      }
    }
    List<String> before = blue.columns().stream().map(Column::name).toList();
    List<String> after = green.columns().stream().map(Column::name).toList();
    List<String> kept = after.stream().filter(before::contains).toList();
    if (!kept.equals(before.stream().filter(after::contains).toList())) {
      moved.add("the order is " + String.join(", ", after));
    }
    if (!moved.isEmpty()) {
      out.addUnless(
          AcceptKey.COLUMNS,
          in.names(blue),
          Rule.COLUMN_MOVED,
          in.text(blue),
          blue.owner(),
          String.join("; ", moved),
          "");
    }
    after.stream()
        .filter(name -> !before.contains(name))
        .forEach(
            name ->
                out.add(
                    Rule.COLUMN_NEW,
                    in.text(blue),
                    blue.owner(),
                    "column " + name + " is new",
                    ""));
  }

  private void column(Rule rule, Item item, Column column, String what) {
    List<String> names = new ArrayList<>();
    in.names(item).forEach(name -> names.add(name + "." + column.name()));
    names.addAll(in.names(item));
    out.addUnless(
        AcceptKey.COLUMNS,
        names,
        rule,
        in.text(item),
        item.owner(),
        what + read(readers(item)),
        "give the model the column back: " + quote(column.name()) + " " + column.type());
  }

  /** Who reads an object of blue from outside of the deployment. */
  private List<String> readers(Item item) {
    return in.snapshot().dependents(item.id()).stream()
        .filter(reader -> !in.blueIds(Unit.Kind.SCHEMA).contains(reader.schemaId()))
        .map(in::text)
        .toList();
  }

  private static String read(List<String> readers) {
    return readers.isEmpty() ? "" : "; read by " + String.join(", ", readers);
  }
}
