package dev.verdigris.plan;

import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.MarkerLine;
import dev.verdigris.catalog.Scope;
import dev.verdigris.plan.Unit.Holder;
import dev.verdigris.plan.Unit.Position;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what no sequence of our own steps leaves: markers that cannot be read, that stand on the
 * wrong thing, that were lost to another tool, and names that contradict each other. Nothing of it
 * is guessed at: what is known is said, and what a person can do about it.
 */
final class Contradictions {
  private final Situation situation;
  private final Scope scope;

  private Contradictions(Situation situation) {
    this.situation = situation;
    this.scope = situation.scope();
  }

  /**
   * Something that contradicts.
   *
   * @param reason what is known
   * @param remedy what to do
   */
  record Contradiction(String reason, String remedy) {}

  /** The first one, the most elementary first; empty where the catalog tells one story. */
  static Optional<Contradiction> first(Situation situation) {
    Contradictions all = new Contradictions(situation);
    return all.unreadable()
        .or(all::misplaced)
        .or(all::outsideOfTheScope)
        .or(all::twice)
        .or(() -> LostMarkers.first(situation))
        .or(all::foreign)
        .or(all::halfMoved)
        .or(all::oldElsewhere);
  }

  private Optional<Contradiction> unreadable() {
    for (Unit unit : situation.units()) {
      for (Holder holder : holders(unit)) {
        boolean ours =
            Stream.of(unit.of(), unit.greenName(), scope.rolledBack(unit.of()))
                    .anyMatch(holder.name()::equals)
                || holder.name().equals(Unit.retired(scope.deployment(), holder.id()));
        if (ours && holder.markerLine() instanceof MarkerLine.Unreadable line) {
          return Optional.of(unreadable(unit, holder, line));
        }
      }
    }
    return Optional.empty();
  }

  private Contradiction unreadable(Unit unit, Holder holder, MarkerLine.Unreadable line) {
    return new Contradiction(
        unit.describe(holder.name())
            + " has a marker that cannot be read: "
            + line.reason()
            + ": "
            + line.line(),
        line.isNewer()
            ? "run a Verdigris that knows this version; nothing was read from the marker"
            : "if nobody can say what it was, take the line away: "
                + unit.commentSql(scope.database(), holder, holder.markerLine().userText()));
  }

  /** Green is never its own blue: the comment was sent for green while somebody swapped. */
  private Optional<Contradiction> misplaced() {
    for (Unit unit : situation.units()) {
      for (Holder holder : holders(unit)) {
        if (ours(holder).filter(marker -> marker.blue().equals(holder.id())).isPresent()) {
          return Optional.of(
              new Contradiction(
                  unit.describe(holder.name())
                      + " carries the marker of its own green: a comment was sent while another run"
                      + " of this deployment swapped",
                  "nothing is lost but the comment that it had before; take the marker away: "
                      + unit.commentSql(scope.database(), holder, holder.markerLine().userText())));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Contradiction> outsideOfTheScope() {
    for (Unit.Kind kind : Unit.Kind.values()) {
      List<String> names = kind == Unit.Kind.SCHEMA ? scope.schemas() : scope.clusters();
      for (Holder holder : Unit.holders(situation.snapshot(), scope, kind)) {
        Optional<Marker> marker =
            ours(holder)
                .filter(one -> !names.contains(one.of()))
                .filter(one -> !isTransition(holder))
                .filter(one -> belongsToUs(kind, holder));
        if (marker.isPresent()) {
          String of = Identifiers.quote(marker.get().of());
          return Optional.of(
              new Contradiction(
                  kind.label()
                      + " "
                      + Identifiers.quote(holder.name())
                      + " is marked as the green of "
                      + of
                      + ", which is not in the configuration",
                  "put "
                      + of
                      + " back into verdigris.yaml; what is deployed together is promoted, rolled"
                      + " back and cleaned up together"));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isTransition(Holder holder) {
    return Transition.of(situation)
        .filter(transition -> transition.schema().id().equals(holder.id()))
        .isPresent();
  }

  /**
   * Deployments of other schemas may have the same name. What is marked so belongs to this one if
   * objects of its schemas run on it, or objects in it run on its clusters.
   */
  private boolean belongsToUs(Unit.Kind kind, Holder holder) {
    boolean schema = kind == Unit.Kind.SCHEMA;
    Set<String> counterparts =
        (schema ? situation.clusters() : situation.schemas())
            .stream()
                .flatMap(unit -> unit.marked().stream())
                .map(Holder::id)
                .collect(Collectors.toSet());
    return (schema
            ? situation.snapshot().itemsIn(holder.id())
            : situation.snapshot().itemsOn(holder.id()))
        .stream()
            .anyMatch(item -> counterparts.contains(schema ? item.clusterId() : item.schemaId()));
  }

  private Optional<Contradiction> twice() {
    for (Unit unit : situation.units()) {
      List<String> names =
          holders(unit).stream()
              .filter(holder -> ours(holder).filter(one -> one.of().equals(unit.of())).isPresent())
              .map(holder -> unit.describe(holder.name()) + " (" + holder.id() + ")")
              .sorted()
              .toList();
      if (names.size() > 1) {
        return Optional.of(
            new Contradiction(
                String.join(" and ", names)
                    + " carry the same marker, of the green of "
                    + Identifiers.quote(unit.of()),
                "find out which of them is this deployment's and take the last line of the other's"
                    + " comment away"));
      }
    }
    return Optional.empty();
  }

  private Optional<Contradiction> foreign() {
    return situation.units().stream()
        .filter(unit -> unit.position() == Position.FOREIGN)
        .map(
            unit ->
                new Contradiction(
                    unit.describe(unit.greenName()) + " belongs to another deployment",
                    "choose another name: -Dverdigris.deployment=..."))
        .findFirst();
  }

  /** A transaction moves all or nothing. */
  private Optional<Contradiction> halfMoved() {
    List<String> moved = new ArrayList<>();
    List<String> unmoved = new ArrayList<>();
    Set<Position> after = EnumSet.of(Position.PROMOTED, Position.SUPERSEDED);
    boolean swapped = situation.any(after);
    boolean back = situation.any(EnumSet.of(Position.ROLLED_BACK));
    boolean retired = situation.any(EnumSet.of(Position.RETIRED));
    for (Unit unit : situation.units()) {
      String name = unit.describe(unit.marked().map(Holder::name).orElse(unit.greenName()));
      boolean isMoved =
          swapped
              ? after.contains(unit.position()) || goesWithLater(unit)
              : back
                  ? unit.position() == Position.ROLLED_BACK
                      || (unit.kind() == Unit.Kind.CLUSTER && unit.position() == Position.GREEN)
                  : retired
                      && (unit.position() == Position.RETIRED
                          || unit.position() == Position.ABSENT);
      (isMoved ? moved : unmoved).add(name);
    }
    boolean contradicts = (swapped || back || retired) && !moved.isEmpty() && !unmoved.isEmpty();
    if (!contradicts) {
      return Optional.empty();
    }
    String what = swapped ? "swapped" : back ? "rolled back" : "about to be dropped";
    return Optional.of(
        new Contradiction(
            String.join(", ", moved)
                + (moved.size() == 1 ? " is " : " are ")
                + what
                + " and "
                + String.join(", ", unmoved)
                + (unmoved.size() == 1 ? " is not" : " are not"),
            "Verdigris moves them together, so somebody moved one by hand: swap or rename it so"
                + " that they are together again"));
  }

  /**
   * A later deployment's cleanup drops one by one what it stands on, and need not stand on all of
   * this one. Its marker tells; where another tool wrote over that, that all of this one's old
   * environment is gone: then no phase has anything left to do with it.
   */
  private boolean goesWithLater(Unit unit) {
    return unit.position() == Position.ABSENT
        && unit.production().isPresent()
        && (situation.oldIsGone() || unit.production().filter(this::isOfLater).isPresent());
  }

  private boolean isOfLater(Holder production) {
    String since = situation.facts().map(Marker::at).orElse("");
    return production.marker().filter(marker -> marker.at().compareTo(since) >= 0).isPresent();
  }

  /** What the markers call blue is production, or has the name that the swap left it. */
  private Optional<Contradiction> oldElsewhere() {
    if (!situation.any(EnumSet.of(Position.PROMOTED))) {
      return Optional.empty();
    }
    for (Unit unit : situation.units()) {
      String name = unit.old().map(Holder::name).orElse(unit.greenName());
      boolean retired =
          unit.old()
              .map(old -> name.equals(Unit.retired(scope.deployment(), old.id())))
              .orElse(false);
      if (unit.position() == Position.PROMOTED && !name.equals(unit.greenName()) && !retired) {
        return Optional.of(
            new Contradiction(
                "the old "
                    + unit.kind().label()
                    + " of "
                    + Identifiers.quote(unit.of())
                    + " is named "
                    + Identifiers.quote(name)
                    + ", and Verdigris never gave it that name",
                "rename it back to "
                    + Identifiers.quote(unit.greenName())
                    + " to roll back or clean up, or drop it by hand"));
      }
    }
    return Optional.empty();
  }

  private Optional<Marker> ours(Holder holder) {
    return holder.marker().filter(marker -> marker.deployment().equals(scope.deployment().value()));
  }

  /** Everything of the unit's kind that could carry its marker. */
  private List<Holder> holders(Unit unit) {
    return Unit.holders(situation.snapshot(), scope, unit.kind());
  }
}
