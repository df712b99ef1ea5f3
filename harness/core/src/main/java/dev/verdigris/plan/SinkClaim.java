package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which of two deployments moves a sink: the one that has swapped; before a swap the one whose
 * transition was made first. Each promotion makes its own before it looks where sinks are, and ids
 * of schemas only ever grow; so both see the same, exactly one of them gives way, and there is
 * nothing that a killed process could leave locked.
 *
 * @param now where the deployment stands
 * @param step brings the sink where it shall be
 * @param swapped whether the phase has swapped
 */
public record SinkClaim(Situation now, SinkStep step, boolean swapped) {

  /**
   * Whether the step is to be sent: the sink reads what the step was planned with, or reads that
   * over a transition which gives way to ours, or is on ours.
   */
  public boolean holds() {
    Optional<Schema> ours = Transition.of(now).map(Transition::schema);
    return reads().stream()
        .anyMatch(
            read ->
                step.isFrom(read.id())
                    || ours.filter(
                            schema ->
                                schema.id().equals(read.schemaId())
                                    || (shows(read) && isLater(read, schema)))
                        .isPresent()
                    || (swapped && shows(read)));
  }

  /** Whether the sink is ours, and elsewhere: on a transition which gives way to ours. */
  public boolean isTaken() {
    return holds() && reads().stream().noneMatch(read -> step.isFrom(read.id()));
  }

  /** Who has the sink on a transition that was made before ours; empty where nobody has. */
  public Optional<Marker> first() {
    return reads().stream()
        .filter(this::shows)
        .flatMap(read -> transition(read).flatMap(schema -> schema.marker().marker()).stream())
        .findFirst();
  }

  /** For people: {@code sink sinks.delays read flights.delays (u17) and reads flights.b (u42)}. */
  public String describe() {
    Snapshot snapshot = now.snapshot();
    return "sink "
        + snapshot.item(step.sinkId()).map(snapshot::displayName).orElse(step.sink())
        + " read "
        + snapshot.item(step.fromId()).map(this::describe).orElse(step.fromId())
        + " and reads "
        + reads().stream().map(this::describe).collect(Collectors.joining(", "));
  }

  private String describe(Item item) {
    return now.snapshot().displayName(item) + " (" + item.id() + ")";
  }

  private List<Item> reads() {
    return now.snapshot().item(step.sinkId()).stream()
        .flatMap(sink -> Cutovers.relationsReadBy(now.snapshot(), sink).stream())
        .toList();
  }

  /** Whether it is the view of a transition, over which what the sink read is read. */
  private boolean shows(Item view) {
    return view.dependsOn().contains(step.fromId()) && transition(view).isPresent();
  }

  private Optional<Schema> transition(Item view) {
    return now.snapshot()
        .schema(view.schemaId())
        .filter(schema -> schema.marker().marker().filter(Transition::marks).isPresent());
  }

  private static boolean isLater(Item view, Schema ours) {
    return Ids.number(view.schemaId()) > Ids.number(ours.id());
  }
}
