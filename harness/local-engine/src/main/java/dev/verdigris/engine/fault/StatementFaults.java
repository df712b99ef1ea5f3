package dev.verdigris.engine.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Which statements of clients are slow, fail or lose their connection. A pattern is compared with
 * the beginning of a statement's text, in any case, with blanks and line ends as one blank; a
 * COMMIT is compared as {@code COMMIT: statement; statement}, with those of its transaction, so
 * that {@code COMMIT.*SWAP} is the end of a swap. Sessions of the internal port are spared.
 */
public final class StatementFaults {
  /** For ever, as a number of times. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final Steerings steerings;

  /** None yet. */
  public StatementFaults(Steerings steerings) {
    this.steerings = steerings;
  }

  private static final class Rule {
    private final String text;
    private final Pattern pattern;
    private final StatementFault fault;
    private int toSkip;
    private int left;

    Rule(String text, StatementFault fault, int skip, int times) {
      this.text = text;
      this.pattern = Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
      this.fault = fault;
      this.toSkip = skip;
      this.left = times;
    }

    boolean is(String otherText, String function) {
      return text.equals(otherText) && fault.function().equals(function);
    }

    /** Whether this statement is one that it is meant for; counts it. */
    synchronized boolean takes(String statement) {
      if (left == 0 || !pattern.matcher(statement).lookingAt()) {
        return false;
      }
      if (toSkip > 0) {
        toSkip--;
        return false;
      }
      if (left != ALWAYS) {
        left--;
      }
      return true;
    }
  }

  /**
   * Has something happen to the statements that match.
   *
   * @param skip how many of them are spared first
   * @param times how many of them it happens to then; {@link #ALWAYS} for all
   * @throws java.util.regex.PatternSyntaxException if the pattern is none
   */
  public void add(String pattern, StatementFault fault, int skip, int times) {
    Rule rule = new Rule(pattern, fault, skip, times);
    remove(pattern, fault.function());
    rules.add(rule);
    String setting = fault.setting().isEmpty() ? "" : fault.setting() + ", ";
    String often = times == ALWAYS ? "always" : times == 1 ? "once" : times + " times";
    String after = skip == 0 ? "" : ", after " + skip;
    steerings.set(fault.function(), pattern, setting + often + after);
  }

  /** Takes back what that function set for that pattern. */
  public void remove(String pattern, String function) {
    rules.removeIf(rule -> rule.is(pattern, function));
    steerings.unset(function, pattern);
  }

  /** Takes everything back. */
  public void clear() {
    for (Rule rule : rules) {
      remove(rule.text, rule.fault.function());
    }
  }

  /** Whether nothing can happen to any statement. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * What happens to a statement that is about to run, in the order in which it was set.
   *
   * @param session its number, for the log
   */
  public List<StatementFault> of(String statement, int session) {
    List<StatementFault> faults = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.takes(statement)) {
        faults.add(rule.fault);
        String shown = statement.length() <= 200 ? statement : statement.substring(0, 200) + " ...";
        steerings.fired(rule.fault.function(), rule.text, "session " + session + ", " + shown);
      }
    }
    return faults;
  }
}
