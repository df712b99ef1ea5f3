package dev.verdigris.preflight;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Definitions;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.plan.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An object of production that changed since init, beside its copy in green. The marker only tells
 * that it changed; what green got from it is what there is to compare with.
 */
final class GreenCopy {
  /** How much of a definition is shown from where it differs, and how much before that. */
  private static final int SHOWN = 80;

  private static final int BEFORE = 30;

  private final Inspection in;
  private final Item blue;
  private final Item green;

  private GreenCopy(Inspection in, Item blue, Item green) {
    this.in = in;
    this.blue = blue;
    this.green = green;
  }

  /**
   * What production has otherwise than green, each as part of a sentence; empty where green has no
   * object of that name and kind.
   *
   * @param remade whether it was made anew since init, so that its definition is of interest
   */
  static List<String> differences(Inspection in, Unit unit, Item blue, boolean remade) {
    return unit.marked()
        .flatMap(schema -> in.snapshot().itemNamed(schema.id(), blue.name()))
        .filter(green -> green.kind() == blue.kind())
        .map(green -> new GreenCopy(in, blue, green).differences(remade))
        .orElse(List.of());
  }

  private List<String> differences(boolean remade) {
    List<String> told = new ArrayList<>();
    if (!blue.owner().equals(green.owner())) {
      told.add("its owner is " + blue.owner() + ", green's " + green.owner());
    }
    lacking(blue, green).forEach(grant -> told.add("it has " + grant + ", green has not"));
    lacking(green, blue).forEach(grant -> told.add("it has no " + grant + ", green has"));
    if (!blue.clusterId().equals(counterpart(green.clusterId()))) {
      told.add("it runs on " + cluster(blue) + ", green's on " + cluster(green));
    }
    if (remade || told.isEmpty()) {
      definitions().ifPresent(told::add);
    }
    return told;
  }

  /** Owners have their rights without a grant of anybody's. */
  private static List<String> lacking(Item one, Item other) {
    return one.grants().stream()
        .filter(grant -> !other.grants().contains(grant))
        .filter(grant -> !isOwner(grant, one) && !isOwner(grant, other))
        .map(grant -> grant.privilege() + " to " + grant.grantee())
        .toList();
  }

  private static boolean isOwner(Grant grant, Item item) {
    return grant.grantee().equals(item.owner());
  }

  /** The id of the cluster that green's is the green of; itself where it is not deployed. */
  private String counterpart(String greenCluster) {
    return in.units(Unit.Kind.CLUSTER)
        .filter(unit -> unit.marked().filter(one -> one.id().equals(greenCluster)).isPresent())
        .flatMap(unit -> unit.production().stream())
        .map(Unit.Holder::id)
        .findFirst()
        .orElse(greenCluster);
  }

  private String cluster(Item item) {
    return in.snapshot().cluster(item.clusterId()).map(Cluster::name).orElse("no cluster");
  }

  private Optional<String> definitions() {
    String ours = Definitions.text(in.snapshot(), blue);
    String copy = asInBlue(Definitions.text(in.snapshot(), green));
    if (ours.equals(copy)) {
      return Optional.empty();
    }
    int same = 0;
    while (same < Math.min(ours.length(), copy.length())
        && ours.charAt(same) == copy.charAt(same)) {
      same++;
    }
    int line = ours.lastIndexOf('\n', same - 1) + 1;
    int blank = ours.indexOf(' ', Math.max(line, same - BEFORE));
    int from =
        same - line <= BEFORE ? line : blank >= 0 && blank < same ? blank + 1 : same - BEFORE;
    return Optional.of(
        "its definition has \"" + part(ours, from) + "\", green's \"" + part(copy, from) + "\"");
  }

  private String asInBlue(String definition) {
    String text = definition;
    for (Unit unit : in.situation().units()) {
      text = text.replace('"' + unit.greenName() + '"', '"' + unit.of() + '"');
    }
    return text;
  }

  private static String part(String text, int from) {
    int line = text.indexOf('\n', from);
    int end = Math.min(line < 0 ? text.length() : line, from + SHOWN);
    return (from > 0 ? "…" : "") + text.substring(from, end) + (end < text.length() ? "…" : "");
  }
}
