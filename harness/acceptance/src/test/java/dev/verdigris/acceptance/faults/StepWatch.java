package dev.verdigris.acceptance.faults;

import dev.verdigris.acceptance.Relay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Names the statements of one run as they are sent, and finds the one that is to be disturbed. */
final class StepWatch implements Predicate<Relay.Sent> {
  /** What the driver sends before we name the session, which stands for the making of one. */
  private static final String DRIVERS_OWN = "SET extra_float_digits";

  private final Leg leg;
  private final SmallProduction production;
  private final @Nullable SentStep wanted;
  private final Runnable met;
  private final List<SentStep> steps = new ArrayList<>();
  private final Map<SentStep, Integer> occurrences = new HashMap<>();
  private final Map<Integer, String> last = new HashMap<>();
  private String phase = "";

  /**
   * Watches one run of a leg.
   *
   * @param wanted the step to find; null: none
   * @param met is told when it is sent
   */
  StepWatch(Leg leg, SmallProduction production, @Nullable SentStep wanted, Runnable met) {
    this.leg = leg;
    this.production = production;
    this.wanted = wanted;
    this.met = met;
  }

  /** From now on statements belong to this phase. */
  synchronized void phase(String name) {
    phase = name;
  }

  /** The steps so far, in order. */
  synchronized List<SentStep> steps() {
    return List.copyOf(steps);
  }

  @Override
  public synchronized boolean test(Relay.Sent sent) {
    if (sent.sql().startsWith(DRIVERS_OWN)) {
      return false;
    }
    String session = sent.session().replace("verdigris " + production.deployment(), "").strip();
    String sql = Dump.masked(sent.sql(), production);
    SentStep first = new SentStep(leg, phase, session.isEmpty() ? "-" : session, sql, 1);
    // Asked again and again until the answer is another one: how often differs from run to run.
    if (sql.equals(last.put(sent.connection(), sql)) && first.changesNothing()) {
      return false;
    }
    int occurrence = occurrences.merge(first, 1, Integer::sum);
    SentStep step = new SentStep(leg, phase, first.session(), sql, occurrence);
    steps.add(step);
    boolean now = step.equals(wanted);
    if (now) {
      met.run();
    }
    return now;
  }
}
