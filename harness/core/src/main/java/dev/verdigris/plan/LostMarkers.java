package dev.verdigris.plan;

import dev.verdigris.DeploymentName;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.plan.Contradictions.Contradiction;
import dev.verdigris.plan.Unit.Holder;
import dev.verdigris.plan.Unit.Position;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds markers that are not where they should be, most often since another tool wrote over a
 * comment. What may be an old environment then is never called somebody's to drop.
 *
 * @param situation where the deployment stands
 * @param scope what it is about
 */
record LostMarkers(Situation situation, Scope scope) {

  /** The first one; empty where none is missing. */
  static Optional<Contradiction> first(Situation situation) {
    return new LostMarkers(situation, situation.scope()).first();
  }

  /** Something of ours without its marker, and a marker under a name that we never gave. */
  private Optional<Contradiction> first() {
    for (Unit unit : situation.units()) {
      if (unit.position() == Position.LOST) {
        return unit.marked().map(marked -> elsewhere(unit, marked));
      }
      boolean swapped = situation.any(EnumSet.of(Position.PROMOTED)) && unit.marked().isEmpty();
      if (swapped && unit.green().isPresent() && unit.production().isPresent()) {
        return Optional.of(lostInProduction(unit, unit.production().get()));
      }
      if (unit.position() == Position.UNMARKED && !States.isOurs(situation, unit)) {
        return Optional.of(lostInGreen(unit, unit.green().orElseThrow()));
      }
    }
    return Transition.unmarked(situation).map(this::lostOnTransition);
  }

  /** Without it the sinks would count as at their end, and the schema as somebody else's. */
  private Contradiction lostOnTransition(Transition transition) {
    Schema schema = transition.schema();
    List<String> sinks =
        transition.sinks(situation).stream().map(situation.snapshot()::displayName).toList();
    String known =
        "schema "
            + Identifiers.quote(schema.name())
            + " holds the transition of this deployment's sinks and does not carry its marker; "
            + (sinks.isEmpty() ? "no sink reads it" : "read by " + String.join(", ", sinks))
            + (schema.comment().isEmpty()
                ? "; it has no comment"
                : "; its comment is now: " + schema.comment());
    return new Contradiction(
        known,
        "do not drop it; if another tool replaced the comment, write it back: "
            + new ChangeStep.Comment(
                    new Target.OfSchema(schema.database(), schema.name()),
                    transition.marker(situation.facts()).comment(schema.marker().userText()))
                .sql());
  }

  /** Before its swap only a name of its own is green's; behind it, those of later deployments. */
  private Contradiction elsewhere(Unit unit, Holder marked) {
    String known =
        unit.describe(marked.name())
            + " carries the marker of this deployment's "
            + unit.describe(unit.greenName());
    Optional<Holder> ground = unit.ground(Unit.holders(situation.snapshot(), scope, unit.kind()));
    boolean unswapped =
        ground.map(Holder::id).equals(marked.marker().map(Marker::blue))
            && unit.production().equals(ground);
    if (unswapped) {
      return new Contradiction(
          known + ", and Verdigris never gave it that name",
          "somebody renamed it: rename it back, or drop it by hand");
    }
    return ground
        .map(
            end ->
                new Contradiction(
                    known
                        + "; "
                        + unit.describe(end.name())
                        + " carries no marker, and a later deployment's may have been overwritten"
                        + (end.comment().isEmpty() ? "" : "; its comment is now: " + end.comment()),
                    laterMarker(unit, marked, end)))
        .orElseGet(
            () ->
                new Contradiction(
                    known + ", and what stands on it does not tell how it got that name",
                    "find out who renamed it (mz_audit_events) and rename it back"));
  }

  /** Whose name the marked one got at a swap that was made over it. */
  private String laterMarker(Unit unit, Holder marked, Holder end) {
    return Stream.of(Unit.Kind.values())
        .flatMap(kind -> Unit.holders(situation.snapshot(), scope, kind).stream())
        .flatMap(holder -> holder.marker().stream())
        .filter(later -> DeploymentName.isValid(later.deployment()))
        .filter(
            later -> marked.name().equals(new DeploymentName(later.deployment()).green(unit.of())))
        .findFirst()
        .map(
            later ->
                "if "
                    + unit.describe(end.name())
                    + " is of deployment "
                    + later.deployment()
                    + ", write its marker back: "
                    + unit.commentSql(
                        scope.database(),
                        end,
                        Marker.of(
                                later.deployment(),
                                unit.of(),
                                marked.id(),
                                later.by(),
                                later.at(),
                                later.commit())
                            .comment(end.userText())))
        .orElse(
            "find out which deployment was promoted over this one (mz_audit_events tells the swap"
                + " and the comment) and write its marker back, as the last line of the comment");
  }

  private Contradiction lostInProduction(Unit unit, Holder production) {
    String known =
        unit.describe(production.name())
            + " carries no marker of this deployment, "
            + others(unit)
            + (production.comment().isEmpty()
                ? "; it has no comment"
                : "; its comment is now: " + production.comment());
    String remedy =
        unit.green()
            .flatMap(old -> marker(unit, old.id()))
            .map(
                marker ->
                    "if another tool replaced the comment and "
                        + unit.describe(unit.greenName())
                        + " is the old environment, write it back: "
                        + unit.commentSql(
                            scope.database(), production, marker.comment(production.userText())))
            .orElse("look who swapped or commented; nothing tells what the old environment is");
    return new Contradiction(known, remedy);
  }

  private Contradiction lostInGreen(Unit unit, Holder green) {
    boolean alone = situation.units().stream().allMatch(one -> one.marked().isEmpty());
    int objects =
        unit.kind() == Unit.Kind.SCHEMA
            ? situation.snapshot().itemsIn(green.id()).size()
            : situation.snapshot().itemsOn(green.id()).size();
    String known =
        unit.describe(green.name())
            + " has no marker"
            + (alone ? "" : ", while " + others(unit))
            + "; it has "
            + objects
            + (objects == 1 ? " object" : " objects")
            + (green.comment().isEmpty() ? "" : ", the comment " + green.comment())
            + " and the owner "
            + green.owner();
    String blue = unit.production().map(Holder::id).orElse("");
    return new Contradiction(
        known,
        marker(unit, blue)
            .map(
                marker ->
                    "if another tool replaced the comment, write it back, and run builds what is"
                        + " missing: "
                        + unit.commentSql(
                            scope.database(), green, marker.comment(green.userText())))
            .orElse(
                "it is not taken for this deployment's: where another tool wrote over a marker, on"
                    + " it or behind a swap on production, mz_audit_events tells that; write it"
                    + " back, or choose another name: -Dverdigris.deployment=..."));
  }

  /** For people: where the marked ones are. */
  private String others(Unit unit) {
    return situation.units().stream()
        .filter(other -> !other.equals(unit))
        .flatMap(other -> other.marked().stream().map(holder -> other.describe(holder.name())))
        .reduce((one, two) -> one + ", " + two)
        .map(text -> text + " is marked as this deployment's")
        .orElse("nothing else is marked as this deployment's");
  }

  /** The marker that a unit should have, as far as the others tell; its own facts are lost. */
  private Optional<Marker> marker(Unit unit, String blue) {
    return blue.isEmpty()
        ? Optional.empty()
        : situation.units().stream()
            .flatMap(other -> other.marker().stream())
            .findFirst()
            .map(
                other ->
                    Marker.of(
                        other.deployment(),
                        unit.of(),
                        blue,
                        other.by(),
                        other.at(),
                        other.commit()));
  }
}
