package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.plan.Unit.Position;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a deployment stands: one pure function of the catalog.
 *
 * @param kind the state
 * @param reason why, for people; for {@link Kind#INCONSISTENT} what does not fit
 * @param pendingSinks names of sinks that do not read yet what they should
 * @param remedy for {@link Kind#INCONSISTENT} what to do about it; else empty
 */
public record DeploymentState(Kind kind, String reason, List<String> pendingSinks, String remedy) {

  private static final int SHOWN = 5;

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
    Optional<Contradictions.Contradiction> contradiction = Contradictions.first(situation);
    if (contradiction.isPresent()) {
      return new DeploymentState(
          Kind.INCONSISTENT, contradiction.get().reason(), List.of(), contradiction.get().remedy());
    }
    Set<Position> positions =
        situation.units().stream()
            .map(Unit::position)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Position.class)));
    if (positions.equals(EnumSet.of(Position.ABSENT))) {
      return state(Kind.ABSENT, "no schema or cluster of it exists");
    }
    if (positions.contains(Position.RETIRED)) {
      return state(Kind.CLEANING_UP, "green is being dropped");
    }
    if (positions.contains(Position.SUPERSEDED)) {
      return situation.oldIsRetired()
          ? state(Kind.CLEANING_UP, "the old environment is being dropped, a later one is on top")
          : state(
              Kind.SUPERSEDED,
              "a later deployment has been promoted on top of " + superseded(situation));
    }
    if (positions.contains(Position.PROMOTED)) {
      return promoted(situation);
    }
    return positions.contains(Position.ROLLED_BACK)
        ? rolledBack(situation)
        : green(situation, positions);
  }

  /** The whole, or which of its schemas and clusters. */
  private static String superseded(Situation situation) {
    String part = named(situation, EnumSet.of(Position.SUPERSEDED));
    boolean whole =
        situation.units().stream().noneMatch(unit -> unit.position() == Position.PROMOTED);
    return whole ? "it" : part + " of it";
  }

  private static String named(Situation situation, Set<Position> positions) {
    return situation.units().stream()
        .filter(unit -> positions.contains(unit.position()))
        .map(unit -> unit.describe(unit.of()))
        .collect(Collectors.joining(", "));
  }

  private static DeploymentState promoted(Situation situation) {
    if (situation.oldIsGone()) {
      String replaced = named(situation, EnumSet.of(Position.ABSENT));
      return state(
          Kind.GONE,
          "it is in production"
              + (replaced.isEmpty()
                  ? " and the old environment has been dropped"
                  : ", except " + replaced + ", which a later deployment has replaced"));
    }
    List<String> sinks = names(situation, Cutovers.toGreen(situation));
    if (situation.oldIsRetired()) {
      return state(Kind.CLEANING_UP, "the old environment is being dropped", sinks);
    }
    if (sinks.isEmpty() && Transition.of(situation).isPresent()) {
      return state(
          Kind.SINKS_PENDING, "it is in production and the transition of its sinks still stands");
    }
    return sinks.isEmpty()
        ? state(Kind.PROMOTED, "it is in production and the old environment still stands")
        : state(Kind.SINKS_PENDING, "it is in production and sinks still read the old one", sinks);
  }

  private static DeploymentState rolledBack(Situation situation) {
    List<String> sinks = names(situation, Cutovers.toOld(situation));
    if (!sinks.isEmpty()) {
      return state(
          Kind.ROLLED_BACK, "production is as it was before, sinks still read green", sinks);
    }
    return state(
        Kind.ROLLED_BACK,
        Transition.of(situation).isPresent()
            ? "production is as it was before, green and the transition of its sinks still stand"
            : "production is as it was before, green still stands");
  }

  /** Before the swap: where its sinks are, beside where green is. */
  private static DeploymentState green(Situation situation, Set<Position> positions) {
    DeploymentState green = greenAlone(situation, positions);
    List<Item> sinks = Transition.sinksOn(situation);
    return sinks.isEmpty()
        ? green
        : state(green.kind(), green.reason() + ", and " + onTransition(situation, sinks));
  }

  private static String onTransition(Situation situation, List<Item> sinks) {
    List<String> names =
        sinks.stream().limit(SHOWN).map(situation.snapshot()::displayName).toList();
    return (sinks.size() == 1 ? "1 sink is" : sinks.size() + " sinks are")
        + " on its transition, which shows the old version: "
        + String.join(", ", names)
        + (sinks.size() > SHOWN ? " and " + (sinks.size() - SHOWN) + " more" : "");
  }

  private static DeploymentState greenAlone(Situation situation, Set<Position> positions) {
    boolean complete = positions.equals(EnumSet.of(Position.GREEN));
    if (!complete || situation.facts().map(Marker::built).orElse("").isEmpty()) {
      return state(Kind.BUILDING, "green exists and its models are not complete");
    }
    List<String> dropped =
        situation.schemas().stream().flatMap(s -> dropped(situation, s)).toList();
    if (!dropped.isEmpty()) {
      return state(Kind.BUILDING, "something of green was dropped: " + String.join(", ", dropped));
    }
    return situation.facts().map(Marker::verdict).orElse("").isEmpty()
        ? state(Kind.BUILT, "every model was created in green")
        : state(Kind.VALIDATED, "green has been validated and not been promoted");
  }

  /** Somebody has dropped by hand what run created: the marker tells how many there were. */
  private static Stream<String> dropped(Situation situation, Unit schema) {
    int made =
        schema.marker().map(marker -> ModelDigests.count(marker.models()).orElse(0)).orElse(0);
    return schema.marked().stream()
        .filter(green -> situation.snapshot().itemsIn(green.id()).size() < made)
        .map(
            green ->
                schema.describe(green.name())
                    + " holds "
                    + situation.snapshot().itemsIn(green.id()).size()
                    + " of "
                    + made
                    + " objects");
  }

  private static List<String> names(Situation situation, List<Cutovers> cutovers) {
    return Cutovers.possible(cutovers).stream()
        .map(cutover -> situation.snapshot().displayName(cutover.sink()))
        .toList();
  }

  private static DeploymentState state(Kind kind, String reason) {
    return state(kind, reason, List.of());
  }

  private static DeploymentState state(Kind kind, String reason, List<String> sinks) {
    return new DeploymentState(kind, reason, sinks, "");
  }
}
