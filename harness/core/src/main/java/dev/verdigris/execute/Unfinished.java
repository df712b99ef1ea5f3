package dev.verdigris.execute;

import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import dev.verdigris.plan.CreateStep;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a phase could not do behind its swap. It goes on with what does not depend on that, and
 * tells all of it at its end, whatever that comes to be: a sink that hangs, or a transition that
 * does not hydrate, keeps no other sink from its end.
 */
final class Unfinished {
  private final List<VerdigrisException> failures = new ArrayList<>();
  private final BooleanSupplier swapped;
  private boolean broken;

  /**
   * Nothing has failed yet.
   *
   * @param swapped whether the names are still where the phase has brought them, asked only when
   *     something else ends it
   */
  Unfinished(BooleanSupplier swapped) {
    this.swapped = swapped;
  }

  /**
   * Remembers why a step failed.
   *
   * @param behind the steps behind it
   * @throws VerdigrisException where nothing else can be done: before the swap, when the run is
   *     interrupted, and when the server is away
   */
  void add(Step step, VerdigrisException failure, List<Step> behind) {
    if (failure.exitCode() != ExitCode.FOLLOW_UP) {
      throw with(failure);
    }
    failures.add(failure);
    broken |= !isAlone(step);
    if (isAway(failure.getCause())) {
      behind.stream()
          .filter(CreateStep.OfSink.class::isInstance)
          .map(one -> SinksLeftProblems.sinkNotTried((CreateStep.OfSink) one).exception())
          .forEach(failures::add);
      throw failures.size() == 1 ? failure : together(failures, failure.problem().detail("state"));
    }
  }

  /**
   * What ends the phase, with what was remembered. Behind a swap that stands the first thing that
   * is left leads, since there is something to finish; an interruption always does. Where somebody
   * has brought the names elsewhere since, statements that name them are no advice any more.
   */
  VerdigrisException with(VerdigrisException end) {
    if (failures.isEmpty()) {
      return end;
    }
    Optional<String> state = end.problem().detail("state");
    List<VerdigrisException> all = new ArrayList<>();
    if (end.exitCode() == ExitCode.INTERRUPTED) {
      all.add(end);
      all.addAll(failures);
    } else if (swapped.getAsBoolean()) {
      all.addAll(failures);
      all.add(end);
    } else {
      all.add(end);
      failures.forEach(one -> all.add(one.problem().withoutNext().exception(one)));
    }
    return together(all, state);
  }

  /** Whether a step must not be sent any more, since one that it rests on has failed. */
  boolean holdsBack(Step step) {
    return broken && !isAlone(step);
  }

  /**
   * Throws everything that is left, as one failure.
   *
   * @param state tells the state that was left: more has been done since the first one failed
   */
  void refuse(Supplier<String> state) {
    if (!failures.isEmpty()) {
      throw together(failures, Optional.of(state.get()));
    }
  }

  /** What nothing else in a plan rests on; all other steps make the way over the transition. */
  private static boolean isAlone(Step step) {
    return step instanceof CreateStep.OfSink
        || (step instanceof SinkStep sink && sink.before() instanceof SinkStep.Now);
  }

  private static boolean isAway(@Nullable Throwable cause) {
    return cause instanceof SQLException sql
        ? SqlStates.connectionLost(sql)
        : cause instanceof VerdigrisException e && e.exitCode() == ExitCode.CONNECTION;
  }

  /** The first one, with the others beside it. */
  private static VerdigrisException together(List<VerdigrisException> all, Optional<String> state) {
    VerdigrisException first = all.get(0);
    List<VerdigrisException> others = all.subList(1, all.size());
    others.forEach(first::addSuppressed);
    return first
        .problem()
        .beside(others.stream().map(VerdigrisException::problem).toList(), state)
        .exception(first);
  }
}
