package dev.verdigris.plan;

import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.MarkerLine;
import dev.verdigris.plan.Unit.Position;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a deployment stands: one pure function of the catalog.
 *
 * @param kind the state
 * @param reason why, for people; for {@link Kind#INCONSISTENT} what does not fit
 * @param pendingSinks names of sinks that do not read yet what they should
 */
public record DeploymentState(Kind kind, String reason, List<String> pendingSinks) {

  /** The states. */
  public enum Kind {
    /** Nothing of it exists. */
    ABSENT("absent"),
    /** Green exists and its models are not complete. */
    BUILDING("building"),
    /** Every model exists in green. */
    BUILT("built"),
    /** A verdict stands in green's marker. */
    VALIDATED("validated"),
    /** Swapped; sinks still read the old environment. */
    SINKS_PENDING("promoted with sinks pending"),
    /** Swapped, sinks included; the old environment still stands. */
    PROMOTED("promoted"),
    /** Swapped back; green still stands. */
    ROLLED_BACK("rolled back"),
    /** A later deployment stands on top of it. */
    SUPERSEDED("superseded"),
    /** What is not in production is being dropped. */
    CLEANING_UP("being cleaned up"),
    /** In production, and the old environment is gone. */
    GONE("gone"),
    /** The catalog tells no story that Verdigris could have left. */
    INCONSISTENT("inconsistent");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** As people read it. */
    public String label() {
      return label;
    }

    /** Whether production carries this deployment now. */
    public boolean inProduction() {
      return this == SINKS_PENDING || this == PROMOTED || this == GONE;
    }
  }

  /** Makes the list immutable. */
  public DeploymentState {
    pendingSinks = List.copyOf(pendingSinks);
  }

  static DeploymentState of(Situation situation) {
    Optional<String> contradiction = contradiction(situation);
    if (contradiction.isPresent()) {
      return new DeploymentState(Kind.INCONSISTENT, contradiction.get(), List.of());
    }
    Set<Position> positions =
        situation.units().stream()
            .map(Unit::position)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Position.class)));
    String intent = situation.facts().map(Marker::intent).orElse("");
    if (positions.equals(EnumSet.of(Position.ABSENT))) {
      return state(Kind.ABSENT, "no schema or cluster of it exists");
    }
    if (positions.contains(Position.RETIRED)) {
      return state(Kind.CLEANING_UP, "green has been renamed in order to be dropped");
    }
    if (positions.contains(Position.SUPERSEDED)) {
      return state(Kind.SUPERSEDED, "a later deployment has been promoted on top of it");
    }
    if (positions.contains(Position.PROMOTED)) {
      return promoted(situation, intent);
    }
    return green(situation, positions, intent);
  }

  private static DeploymentState promoted(Situation situation, String intent) {
    if (situation.oldIsGone()) {
      return state(Kind.GONE, "it is in production and the old environment has been dropped");
    }
    List<String> sinks = names(situation, Cutovers.toGreen(situation));
    if (intent.equals(Marker.CLEANING_UP)) {
      return new DeploymentState(Kind.CLEANING_UP, "the old environment is being dropped", sinks);
    }
    return sinks.isEmpty()
        ? state(Kind.PROMOTED, "it is in production and the old environment still stands")
        : new DeploymentState(
            Kind.SINKS_PENDING, "it is in production and sinks still read the old one", sinks);
  }

  private static DeploymentState green(
      Situation situation, Set<Position> positions, String intent) {
    if (intent.equals(Marker.CLEANING_UP)) {
      return state(Kind.CLEANING_UP, "green is being dropped");
    }
    boolean complete = positions.equals(EnumSet.of(Position.GREEN));
    List<String> sinks = names(situation, Cutovers.toOld(situation));
    if (intent.equals(Marker.ROLLING_BACK) && complete) {
      return new DeploymentState(
          Kind.ROLLED_BACK,
          sinks.isEmpty()
              ? "production is as it was before, green still stands"
              : "production is as it was before, sinks still read green",
          sinks);
    }
    if (!complete || situation.facts().map(Marker::built).orElse("").isEmpty()) {
      return state(Kind.BUILDING, "green exists and its models are not complete");
    }
    return situation.facts().map(Marker::verdict).orElse("").isEmpty()
        ? state(Kind.BUILT, "every model exists in green")
        : state(Kind.VALIDATED, "green has been validated and not been promoted");
  }

  /** What no sequence of our own steps leaves. */
  private static Optional<String> contradiction(Situation situation) {
    List<String> swapped = new ArrayList<>();
    List<String> unswapped = new ArrayList<>();
    for (Unit unit : situation.units()) {
      for (Unit.Holder holder : List.copyOf(holders(unit))) {
        if (holder.markerLine() instanceof MarkerLine.Unreadable line) {
          return Optional.of(
              unit.describe(holder.name()) + " has a marker that cannot be read: " + line.reason());
        }
      }
      switch (unit.position()) {
        case FOREIGN -> {
          return Optional.of(unit.describe(unit.greenName()) + " belongs to another deployment");
        }
        case LOST -> {
          return Optional.of(lost(unit));
        }
        case PROMOTED -> swapped.add(unit.describe(unit.of()));
        case GREEN, UNMARKED, ABSENT -> unswapped.add(unit.describe(unit.greenName()));
        case RETIRED, SUPERSEDED -> {}
      }
    }
    if (!swapped.isEmpty() && !unswapped.isEmpty()) {
      return Optional.of(
          String.join(", ", swapped)
              + " is swapped and "
              + String.join(", ", unswapped)
              + " is not");
    }
    return Optional.empty();
  }

  private static List<Unit.Holder> holders(Unit unit) {
    List<Unit.Holder> holders = new ArrayList<>();
    unit.production().ifPresent(holders::add);
    unit.green().ifPresent(holders::add);
    return holders;
  }

  private static String lost(Unit unit) {
    String name = unit.marked().map(Unit.Holder::name).orElse("");
    return unit.describe(name)
        + " carries the marker of this deployment's "
        + unit.describe(unit.greenName())
        + ", and Verdigris never gave it that name";
  }

  private static List<String> names(Situation situation, List<Cutovers> cutovers) {
    return Cutovers.possible(cutovers).stream()
        .map(cutover -> situation.snapshot().displayName(cutover.sink()))
        .toList();
  }

  private static DeploymentState state(Kind kind, String reason) {
    return new DeploymentState(kind, reason, List.of());
  }
}
