package dev.verdigris;

import dev.verdigris.TopicComparison.Result;
import dev.verdigris.TopicComparison.Result.Outcome;
import dev.verdigris.execute.Sessions;
import dev.verdigris.plan.PlacedSinks;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.SinkWays;
import dev.verdigris.plan.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Says after a reconciled cutover whether the compacted topic equals the relation, which is what
 * the cutover was for; and where that was not seen, that it was not. A topic that differs is
 * something left to do, which every further run finds while the old environment stands.
 *
 * @param execution the deployment's
 * @param planning looks green and blue up
 */
record TopicNotes(PhaseExecution execution, Planning planning) {

  /**
   * What is told of one sink.
   *
   * @param text for people
   * @param differs whether its topic was read and holds something else
   */
  record Told(String text, boolean differs) {
    static Told of(Result result, String relation) {
      return switch (result.outcome()) {
        case EQUAL -> new Told("the compacted topic equals " + relation, false);
        case DIFFERENT ->
            new Told("the compacted topic differs from " + relation + ": " + result.text(), true);
        case NOT_COMPARED -> new Told("its topic was not compared: " + result.text(), false);
      };
    }
  }

  /**
   * Tells of every sink that the plan has brought over the transition, and of every reconciled one
   * that an earlier run has.
   *
   * @param planned what the plan was made from
   * @throws VerdigrisException VG-7751 where a topic certainly differs; a comparison that fails
   *     fails nothing
   */
  void tell(Phase phase, Plan plan, Situation planned) {
    List<String> different = new ArrayList<>();
    Supplier<Reading> once = once(phase);
    for (Map.Entry<String, String> sink : sinks(phase, plan, planned).entrySet()) {
      Told told = told(() -> compare(once, sink.getKey()));
      if (told.differs()) {
        different.add(sink.getValue() + ": " + told.text());
      } else {
        execution
            .listener()
            .on(new Event.Note(phase, "sink " + sink.getValue() + ": " + told.text()));
      }
    }
    if (!different.isEmpty()) {
      throw PhaseProblems.topicsDiffer(phase, different, execution.catalogs().stateText())
          .exception();
    }
  }

  /** Whole names by id. */
  private Map<String, String> sinks(Phase phase, Plan plan, Situation planned) {
    Map<String, String> sinks = new TreeMap<>();
    SinkWays ways = SinkWays.decided(execution.config().sinks());
    PlacedSinks.behindSwap(phase, planned, plan)
        .forEach(
            (id, name) -> {
              if (ways.isReconciled(planned, id)) {
                sinks.put(id, name);
              }
            });
    plan.steps().stream()
        .filter(SinkStep.class::isInstance)
        .map(SinkStep.class::cast)
        .filter(step -> step.before() instanceof SinkStep.Flipped)
        .forEach(step -> sinks.put(step.sinkId(), step.sink()));
    return sinks;
  }

  /** What a comparison tells, or why there is none: it is somebody else's code, and may throw. */
  static Told told(Supplier<Told> comparison) {
    try {
      return comparison.get();
    } catch (VerdigrisException e) {
      return notCompared(e.problem().summary());
    } catch (RuntimeException | ServiceConfigurationError e) {
      return notCompared(e.toString());
    }
  }

  private static Told notCompared(String reason) {
    return Told.of(new Result(Outcome.NOT_COMPARED, reason), "");
  }

  /**
   * Where the sinks are looked up.
   *
   * @param situation the catalog behind the cutover
   * @param environment what is in production then
   */
  private record Reading(Situation situation, Environment environment) {}

  /** The catalog is read when the first sink asks, once for all of them. */
  private Supplier<Reading> once(Phase phase) {
    List<Reading> known = new ArrayList<>();
    return () -> {
      if (known.isEmpty()) {
        Situation now = execution.situation();
        Sessions sessions = execution.sessions();
        known.add(
            new Reading(
                now,
                phase == Phase.ROLLBACK
                    ? new Blue(planning.view("blue", now, sessions))
                    : new Green(planning.view("green", now, sessions))));
      }
      return known.get(0);
    };
  }

  private Told compare(Supplier<Reading> once, String sinkId) {
    Optional<TopicComparison> found = ServiceLoader.load(TopicComparison.class).findFirst();
    if (found.isEmpty()) {
      return new Told(
          "its topic was not read: verdigris-validations, which compares it, is not on the class path",
          false);
    }
    Reading now = once.get();
    Sink sink =
        now.environment()
            .sink(
                now.situation()
                    .snapshot()
                    .item(sinkId)
                    .map(now.situation().snapshot()::displayName)
                    .orElse(sinkId));
    String relation = sink.readsNow().map(Relation::toString).orElse("what it reads");
    return Told.of(found.get().compare(sink), relation);
  }
}
