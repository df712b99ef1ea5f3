package dev.verdigris.preflight;

import static dev.verdigris.catalog.Identifiers.quote;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.plan.Unit;
import java.util.HashSet;
import java.util.Set;

/** What a swap would move along although it is not the deployment's, and what it would not move. */
final class IsolationRules {
  private final Inspection in;
  private final Listing out;

  private IsolationRules(Inspection in, Listing out) {
    this.in = in;
    this.out = out;
  }

  static void find(Inspection in, Listing out) {
    IsolationRules rules = new IsolationRules(in, out);
    in.units(Unit.Kind.SCHEMA)
        .forEach(
            unit -> {
              in.blueSchema(unit).ifPresent(rules::contents);
              in.greenSchema(unit).ifPresent(rules::contents);
            });
    in.units(Unit.Kind.CLUSTER)
        .forEach(
            unit -> {
              in.blueCluster(unit).ifPresent(cluster -> rules.runs(cluster, true));
              in.greenCluster(unit).ifPresent(cluster -> rules.runs(cluster, false));
            });
    if (in.greenIsBuilt()) {
      rules.emptyGreen();
    }
  }

  private void contents(Schema schema) {
    for (Item item : in.snapshot().itemsIn(schema.id())) {
      if (!item.kind().isDeployed()) {
        out.add(
            Rule.FOREIGN_IN_SCHEMA,
            in.text(item),
            item.owner(),
            "it is in schema " + schema.name() + ", which is swapped",
            "make it anew in a schema that is not deployed, then: " + drop(item));
      }
    }
  }

  private void runs(Cluster cluster, boolean blue) {
    Set<String> own =
        new HashSet<>(blue ? in.blueIds(Unit.Kind.SCHEMA) : in.greenIds(Unit.Kind.SCHEMA));
    // What sinks pass over runs on green's cluster, and is dropped when they have.
    in.situation().transitionSchema().filter(any -> !blue).ifPresent(own::add);
    own.addAll(in.passing());
    Set<String> other = new HashSet<>(in.greenIds(Unit.Kind.SCHEMA));
    other.addAll(in.blueIds(Unit.Kind.SCHEMA));
    other.removeAll(own);
    for (Item item : in.snapshot().itemsOn(cluster.id())) {
      if (other.contains(item.schemaId()) && item.kind().isDeployed()) {
        out.add(
            Rule.CROSSED,
            in.text(item),
            item.owner(),
            (blue
                    ? "it is green's and runs on blue's cluster "
                    : "it is blue's and runs on green's ")
                + cluster.name(),
            drop(item) + ", and make it anew on the other cluster");
      } else if (!item.kind().isDeployed() || !own.contains(item.schemaId())) {
        out.add(
            Rule.FOREIGN_ON_CLUSTER,
            in.text(item),
            item.owner(),
            "it runs on cluster " + cluster.name() + ", which is swapped",
            "make it anew on a cluster that is not deployed, then: " + drop(item));
      }
    }
  }

  private void emptyGreen() {
    in.units(Unit.Kind.SCHEMA)
        .forEach(
            unit -> {
              Set<String> blue = unit.production().map(one -> Set.of(one.id())).orElse(Set.of());
              Set<String> green = unit.marked().map(one -> Set.of(one.id())).orElse(Set.of());
              if (in.relationsIn(green).isEmpty() && !in.relationsIn(blue).isEmpty()) {
                out.add(
                    Rule.EMPTY_GREEN,
                    "schema " + unit.greenName(),
                    unit.marked().map(Unit.Holder::owner).orElse(""),
                    "no relation is in it, and " + in.relationsIn(blue).size() + " in " + unit.of(),
                    "write the models of " + quote(unit.of()) + ", or take it out of schemas");
              }
            });
  }

  private String drop(Item item) {
    return "DROP " + item.kind().sql() + " " + in.snapshot().sqlName(item);
  }
}
