package dev.verdigris.plan;

import dev.verdigris.DeploymentName;
import dev.verdigris.catalog.Scope;
import dev.verdigris.plan.SameNamed.Mark;
import dev.verdigris.plan.Unit.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The deployments that meet this one, each with what it is about, as its markers tell.
 *
 * @param situation where this one stands
 * @param ground kinds and ids of the schemas and clusters at which they meet
 */
record OtherDeployments(Situation situation, Set<String> ground) {

  /** Makes the set immutable. */
  OtherDeployments {
    ground = Set.copyOf(ground);
  }

  /** Those whose green or blue is the ground, in the order of names. */
  List<Scope> scopes() {
    Map<String, List<Mark>> byName =
        SameNamed.all(situation.snapshot()).stream()
            .collect(
                Collectors.groupingBy(
                    mark -> mark.marker().deployment(), TreeMap::new, Collectors.toList()));
    byName.remove(situation.scope().deployment().value());
    List<Scope> others = new ArrayList<>();
    byName.forEach(
        (name, marks) ->
            marks.stream()
                .filter(mark -> DeploymentName.isValid(name) && mark.isIn(situation.scope()))
                .filter(
                    mark ->
                        ground.contains(mark.kind() + mark.id())
                            || ground.contains(mark.kind() + mark.marker().blue()))
                .map(mark -> scope(new DeploymentName(name), marks, mark))
                .distinct()
                .forEach(others::add));
    return others;
  }

  /** What the markers of another deployment say that it is about, and names where one is lost. */
  private Scope scope(DeploymentName other, List<Mark> marks, Mark touched) {
    List<Mark> theirs = new SameNamed(situation.snapshot(), marks).with(touched);
    return new Scope(
        other,
        situation.scope().database(),
        of(other, marks, theirs, Unit.Kind.SCHEMA),
        of(other, marks, theirs, Unit.Kind.CLUSTER));
  }

  private List<String> of(
      DeploymentName other, List<Mark> marks, List<Mark> theirs, Unit.Kind kind) {
    Set<String> known =
        marks.stream()
            .filter(mark -> mark.kind() == kind && mark.isIn(situation.scope()))
            .map(mark -> mark.marker().of())
            .collect(Collectors.toSet());
    Set<String> names =
        Unit.holders(situation.snapshot(), situation.scope(), kind).stream()
            .map(Holder::name)
            .collect(Collectors.toSet());
    Stream<String> marked =
        theirs.stream()
            .filter(mark -> mark.kind() == kind && mark.isIn(situation.scope()))
            .map(mark -> mark.marker().of());
    Stream<String> lost =
        situation.units().stream()
            .filter(unit -> unit.kind() == kind && !known.contains(unit.of()))
            .map(Unit::of)
            .filter(of -> names.contains(other.green(of)));
    return Stream.concat(marked, lost).distinct().sorted().toList();
  }
}
