package dev.verdigris;

import dev.verdigris.TopicComparison.Result;
import dev.verdigris.execute.Sessions;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.Situation;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * Says after a reconciled cutover whether the compacted topic equals the relation, which is what
 * the cutover was for; and where that was not seen, that it was not.
 *
 * @param execution the deployment's
 * @param planning looks green and blue up
 */
record TopicNotes(PhaseExecution execution, Planning planning) {

  /**
   * Tells of every sink that the plan has brought over the transition. What is done is done: it
   * never fails.
   */
  void tell(Phase phase, Plan plan) {
    List<SinkStep> reconciled =
        plan.steps().stream()
            .filter(SinkStep.class::isInstance)
            .map(SinkStep.class::cast)
            .filter(step -> step.before() instanceof SinkStep.Flipped)
            .toList();
    if (reconciled.isEmpty()) {
      return;
    }
    for (SinkStep step : reconciled) {
      String text = told(() -> compare(phase, step));
      execution.listener().on(new Event.Note(phase, "sink " + step.sink() + ": " + text));
    }
  }

  /** What a comparison tells, or why there is none: it is somebody else's code, and may throw. */
  static String told(Supplier<String> comparison) {
    try {
      return comparison.get();
    } catch (VerdigrisException e) {
      return "its topic was not compared: " + e.problem().summary();
    } catch (RuntimeException | ServiceConfigurationError e) {
      return "its topic was not compared: " + e;
    }
  }

  private String compare(Phase phase, SinkStep step) {
    Optional<TopicComparison> found = ServiceLoader.load(TopicComparison.class).findFirst();
    if (found.isEmpty()) {
      return "its topic was not read: no TopicComparison is on the class path";
    }
    Situation now = execution.situation();
    Sessions sessions = execution.sessions();
    String name =
        now.snapshot().item(step.sinkId()).map(now.snapshot()::displayName).orElse(step.sink());
    Environment environment =
        phase == Phase.ROLLBACK
            ? new Blue(planning.view("blue", now, sessions))
            : new Green(planning.view("green", now, sessions));
    Result result = found.get().compare(environment.sink(name));
    return switch (result.outcome()) {
      case EQUAL -> "the compacted topic equals " + step.to();
      case DIFFERENT ->
          "WARNING: the compacted topic differs from " + step.to() + ": " + result.text();
      case NOT_COMPARED -> "its topic was not compared: " + result.text();
    };
  }
}
