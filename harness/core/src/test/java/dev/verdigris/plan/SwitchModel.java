package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What no catalog tells: which side the switch of a transition shows. A reconciled sink may only be
 * cut over between relations that hold the same at that moment, since nothing is sent for it. What
 * a killed run had on its way comes at any time later; it turns the switch unless somebody else has
 * turned it, or made another one, since it was read.
 */
final class SwitchModel {
  private final Scope scope;
  private @Nullable Boolean shows;

  /** How often the row was written: a token that is never used twice. */
  private int token;

  private int sinks;

  SwitchModel(Scope scope) {
    this.scope = scope;
  }

  private SwitchModel(SwitchModel other) {
    this.scope = other.scope;
    this.shows = other.shows;
    this.token = other.token;
  }

  SwitchModel copy() {
    return new SwitchModel(this);
  }

  /** How many reconciled sinks were cut over. */
  int sinks() {
    return sinks;
  }

  /** The snapshot behind a step, or a failure where its sink would miss something. */
  Snapshot after(Step step, Snapshot before, String what) {
    if (step instanceof SinkStep sink && !(sink.before() instanceof SinkStep.Now)) {
      sinks++;
      assertThat(side(before, sink.toId()))
          .as("%s: side that %s shows, which the sink has sent", what, sink.sql())
          .isEqualTo(side(before, sink.fromId()));
    }
    write(step, token);
    return step.after(before);
  }

  /**
   * The snapshot behind steps.
   *
   * @param late what an earlier run had on its way, read with {@code lateToken}; null: nothing
   * @param at before which step it comes
   */
  Snapshot after(
      List<Step> steps, Snapshot before, @Nullable Step late, int lateToken, int at, String what) {
    Snapshot now = before;
    for (int i = 0; i < steps.size(); i++) {
      if (late != null && i == at) {
        write(late, lateToken);
      }
      now = after(steps.get(i), now, what);
    }
    return now;
  }

  int token() {
    return token;
  }

  private void write(Step step, int read) {
    if (step instanceof TransitionStep.CreateSwitch) {
      shows = null;
    } else if (step instanceof TransitionStep.SetUp setUp && shows == null) {
      shows = setUp.toNew();
      token++;
    } else if (step instanceof TransitionStep.Flip flip && shows != null && read == token) {
      shows = flip.toNew();
      token++;
    } else if (step instanceof DropStep drop
        && drop.sql().endsWith(".\"" + Transition.SWITCH + "\"")) {
      shows = null;
    }
  }

  private @Nullable Boolean side(Snapshot snapshot, String id) {
    Situation situation = Situation.of(scope, snapshot);
    Item read = snapshot.item(id).orElseThrow();
    boolean onTransition = Transition.of(situation).filter(t -> t.holds(read)).isPresent();
    return onTransition
        ? shows
        : Boolean.valueOf(situation.greenSchemas().contains(read.schemaId()));
  }
}
