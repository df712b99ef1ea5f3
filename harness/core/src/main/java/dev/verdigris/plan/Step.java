package dev.verdigris.plan;

import dev.verdigris.catalog.Snapshot;
import dev.verdigris.project.GreenStatement;
import java.util.Optional;

/**
 * One statement of a plan. It renders its SQL and knows what it leaves of a snapshot, so that a
 * phase can be planned on what an earlier one would leave.
 */
public sealed interface Step
    permits CreateStep, ChangeStep, DropStep, SwapStep, SinkStep, TransitionStep {

  /** One word for people: {@code create}, {@code mark}, {@code swap}, {@code sink}, … */
  String verb();

  /** The statement, without a semicolon. */
  String sql();

  /** Whether neighbouring steps like this one are sent in one transaction. */
  default boolean transactional() {
    return false;
  }

  /** The statement of a model that it comes from. */
  default Optional<GreenStatement> model() {
    return Optional.empty();
  }

  /** The snapshot that the step would leave. */
  Snapshot after(Snapshot snapshot);
}
