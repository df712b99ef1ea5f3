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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a phase could not do behind its swap. It goes on with what does not depend on that, and
 * tells all of it at its end: a sink that hangs, or a transition that does not hydrate, keeps no
 * other sink from its end.
 */
final class Unfinished {
  private final List<VerdigrisException> failures = new ArrayList<>();
  private boolean broken;

  /**
   * Remembers why a step failed.
   *
   * @param behind the steps behind it
   * @throws VerdigrisException where nothing else can be done: before the swap, when the run is
   *     interrupted, and when the server is away
   */
  void add(Step step, VerdigrisException failure, List<Step> behind) {
    if (failure.exitCode() != ExitCode.FOLLOW_UP) {
      throw failure;
    }
    failures.add(failure);
    broken |= !isAlone(step);
    if (isAway(failure.getCause())) {
      behind.stream()
          .filter(CreateStep.OfSink.class::isInstance)
          .map(one -> ExecutionProblems.sinkNotTried((CreateStep.OfSink) one).exception())
          .forEach(failures::add);
      throw failures.size() == 1 ? failure : together(failure.problem().detail("state"));
    }
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
      throw together(Optional.of(state.get()));
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
  private VerdigrisException together(Optional<String> state) {
    VerdigrisException first = failures.get(0);
    List<VerdigrisException> others = failures.subList(1, failures.size());
    others.forEach(first::addSuppressed);
    return first
        .problem()
        .beside(others.stream().map(VerdigrisException::problem).toList(), state)
        .exception(first);
  }
}
