package dev.verdigris.validations;

import dev.verdigris.gate.Findings;
import dev.verdigris.validations.EstateMessages.Rule;
import dev.verdigris.validations.EstateMessages.Seen;
import dev.verdigris.validations.Observation.Grade;
import java.sql.SQLException;
import java.util.List;

/** Looks at an environment and judges what it observes: a check that reads no rows. */
final class Inspection implements Check {
  private final Rule rule;
  private final Options options;
  private final List<String> rules;
  private final Look look;
  private Sight last = new Sight(new Seen("read", "", ""), "", 0, "", List.of());
  private Context context;

  /**
   * An inspection.
   *
   * @param rule what it is about
   * @param options what was said before
   * @param rules what was said before and is not in the options, each a few words
   * @param look observes
   */
  Inspection(Rule rule, Options options, List<String> rules, Look look) {
    this.rule = rule;
    this.options = options;
    this.rules = List.copyOf(rules);
    this.look = look;
    this.context = Context.of(options, rules, "", "");
  }

  /** Observes. */
  interface Look {
    /**
     * Looks once.
     *
     * @throws SQLException what the server says
     */
    Sight at(Reading reading) throws SQLException;
  }

  /**
   * What one look saw.
   *
   * @param seen what was looked at
   * @param at the time in milliseconds since 1970; empty: the catalog, which tells none
   * @param objects how many things were looked at
   * @param what things of that kind are called: {@code sinks}
   * @param observations what is to be said of them
   */
  record Sight(Seen seen, String at, int objects, String what, List<Observation> observations) {}

  @Override
  public Finding judge(Reading reading) throws SQLException {
    Sight sight = look.at(reading);
    last = sight;
    context = Context.of(options, rules, sight.at(), reading.cluster());
    if (sight.objects() == 0 && !options.allowsEmpty()) {
      return Finding.undecided(sight.at(), () -> EstateMessages.nothing(rule, context, sight));
    }
    if (!Observation.of(Grade.FAIL, sight.observations()).isEmpty()) {
      return Finding.fails(sight.at(), () -> EstateMessages.failure(rule, context, sight));
    }
    if (!Observation.of(Grade.UNKNOWN, sight.observations()).isEmpty()) {
      return Finding.undecided(sight.at(), () -> EstateMessages.undecided(rule, context, sight));
    }
    return Finding.holds(sight.at());
  }

  /** Tells what a person should see, of the last look. */
  void tell(Findings findings) {
    if (!Observation.of(Grade.WARN, last.observations()).isEmpty()) {
      findings.warn(EstateMessages.warning(rule, context, last));
    }
  }
}
