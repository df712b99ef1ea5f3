package dev.verdigris.plan;

import dev.verdigris.Phase;
import dev.verdigris.catalog.Item;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sinks that a run finds where its phase brings them. Which relation a sink reads is told by
 * the catalog; whether it works there was for the run to see that brought it there, and that one
 * may have ended before or with the answer that it does not.
 */
public final class PlacedSinks {
  private PlacedSinks() {}

  /**
   * Those on the transition before a promotion's swap, since nothing is swapped for sinks that
   * stand still.
   *
   * @return whole names by id
   */
  public static Map<String, String> beforeSwap(Phase phase, Situation planned) {
    boolean before =
        phase == Phase.PROMOTE && planned.state().kind() == DeploymentState.Kind.VALIDATED;
    return named(
        planned,
        before
            ? Cutovers.toGreen(planned).stream().filter(cutover -> cutover.via().isPresent())
            : Stream.empty());
  }

  /**
   * Those that read in the beginning already what the phase brings them to: green after a
   * promotion, the old environment after a rollback. Nothing once that is gone.
   *
   * @param plan what the run did; the sinks that it moved were asked then
   * @return whole names by id
   */
  public static Map<String, String> behindSwap(Phase phase, Situation planned, Plan plan) {
    Set<String> moved =
        plan.steps().stream()
            .filter(SinkStep.class::isInstance)
            .map(step -> ((SinkStep) step).sinkId())
            .collect(Collectors.toSet());
    List<Cutovers> there = List.of();
    if (phase == Phase.PROMOTE && planned.state().kind().inProduction()) {
      there =
          Cutovers.toOld(planned).stream()
              .filter(cutover -> !cutover.isYoungerThanGreen())
              .toList();
    } else if (phase == Phase.ROLLBACK
        && planned.state().kind() == DeploymentState.Kind.ROLLED_BACK) {
      there = Cutovers.toGreen(planned);
    }
    return named(
        planned,
        there.stream()
            .filter(cutover -> cutover.via().isEmpty())
            .filter(cutover -> !moved.contains(cutover.sink().id())));
  }

  private static Map<String, String> named(Situation situation, Stream<Cutovers> cutovers) {
    Map<String, String> names = new TreeMap<>();
    cutovers
        .map(Cutovers::sink)
        .forEach((Item sink) -> names.put(sink.id(), situation.snapshot().sqlName(sink)));
    return names;
  }
}
