package dev.verdigris.plan;

import dev.verdigris.catalog.Marker;
import dev.verdigris.plan.Unit.Holder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Rewrites markers. */
final class Markers {
  /** How long a comment may be in bytes of UTF-8: Materialize's own bound. */
  static final int MAX_BYTES = 1024;

  private Markers() {}

  /** The step that changes the marker of a unit; empty where that would write the same again. */
  static Optional<ChangeStep.Mark> change(
      Situation situation, Unit unit, UnaryOperator<Marker> change) {
    Holder holder = unit.marked().orElseThrow(() -> new IllegalStateException(unit.of()));
    Marker before = unit.marker().orElseThrow(() -> new IllegalStateException(unit.of()));
    Marker after = change.apply(before);
    if (after.equals(before)) {
      return Optional.empty();
    }
    ChangeStep.Mark mark =
        new ChangeStep.Mark(
            unit.target(situation.scope().database(), holder.name()),
            holder.markerLine().userText(),
            after);
    refuseTooLong(unit, mark);
    return Optional.of(mark);
  }

  /** The step that changes the deployment's facts. */
  static Optional<ChangeStep.Mark> changeFacts(Situation situation, UnaryOperator<Marker> change) {
    return situation.lead().flatMap(unit -> change(situation, unit, change));
  }

  static void refuseTooLong(Unit unit, ChangeStep.Mark mark) {
    int bytes = bytes(mark.marker().comment(mark.userText()));
    if (bytes > MAX_BYTES) {
      throw PlanProblems.commentTooLong(unit, bytes, MAX_BYTES).exception();
    }
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
