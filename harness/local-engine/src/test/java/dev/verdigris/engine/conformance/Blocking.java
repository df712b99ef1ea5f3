package dev.verdigris.engine.conformance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a step failed only because an earlier one of its script was refused.
 *
 * <p>Two kinds of effect are followed from a step that was refused, or blocked in turn:
 *
 * <ul>
 *   <li><em>Objects</em>: what a {@code CREATE}, {@code ALTER}, {@code DROP}, {@code COMMENT},
 *       {@code GRANT}, {@code REVOKE}, {@code INSERT}, {@code UPDATE}, {@code DELETE} or {@code
 *       SET} names as its target, and what was created over that in turn, with the topics of sinks.
 *       A later step needs it if such a name stands, as a word, in its statement, its topic, or
 *       what it expects (rows of the catalog name objects too). Of a qualified name of which the
 *       last part has fewer than three letters the whole name must be there.
 *   <li><em>Sessions</em>: while the session that the refused step belongs to is, by the recording
 *       or in fact, inside a transaction, its later steps need the refused one, since the state of
 *       the transaction is another. The same holds while a cursor or an unread answer is open.
 * </ul>
 *
 * <p>A step that merely differs blocks nothing: it is a defect and so is what follows from it.
 */
final class Blocking {

  private static final Pattern TARGET =
      Pattern.compile(
          "(?is)^\\s*(?:CREATE(?:\\s+OR\\s+REPLACE)?|ALTER|DROP|COMMENT\\s+ON)\\s+"
              + "(?:TEMP(?:ORARY)?\\s+|DEFAULT\\s+PRIVILEGES.*?IN\\s+SCHEMA\\s+)?"
              + "(?:MATERIALIZED\\s+VIEW|CLUSTER\\s+REPLICA|DEFAULT\\s+INDEX(?:.*?\\sON)|[A-Z]+)?\\s*"
              + "(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?(?<name>[\\w\".$-]+)");
  private static final Pattern WRITE =
      Pattern.compile(
          "(?is)^\\s*(?:INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|COPY)\\s+(?<name>[\\w\".]+)");
  private static final Pattern RIGHT =
      Pattern.compile(
          "(?is)^\\s*(?:GRANT|REVOKE)\\s.*?\\s(?:ON\\s+(?:[A-Z]+\\s+)?(?<name>[\\w\".]+)"
              + "|TO\\s+(?<role>[\\w\".]+))");
  private static final Pattern SET =
      Pattern.compile("(?is)^\\s*(?:SET|RESET)\\s+(?:SESSION\\s+|LOCAL\\s+)?(?<name>\\w+)");
  private static final Pattern TOPIC = Pattern.compile("(?i)TOPIC\\s*=?\\s*'([^']*)'");
  private static final int SHORT = 3;

  private final Map<String, Step> objects = new HashMap<>();
  private final Map<String, Step> sessions = new HashMap<>();
  private final List<Step> creations = new ArrayList<>();

  /** Which earlier step, if any, this one needed and did not get. */
  Optional<Step> blocker(Step step) {
    if (step.has("session")) {
      Step inSession = sessions.get(step.session());
      if (inSession != null) {
        return Optional.of(inSession);
      }
    }
    String text = step.json().toString();
    return objects.entrySet().stream()
        .filter(entry -> isWordOf(entry.getKey(), text))
        .map(Map.Entry::getValue)
        .min((left, right) -> Integer.compare(left.line(), right.line()));
  }

  /** Takes note of a step that has been replayed, whatever became of it. */
  void seen(Step step) {
    if (step.has("sql") && step.text("sql").stripLeading().regionMatches(true, 0, "CREATE", 0, 6)) {
      creations.add(step);
    }
  }

  /** Takes note of a step that was refused or blocked. */
  void note(Step step) {
    if (step.has("sql")) {
      Deque<String> names = new ArrayDeque<>(targets(step.text("sql")));
      while (!names.isEmpty()) {
        String name = names.remove();
        if (objects.putIfAbsent(name, step) == null) {
          names.addAll(over(name));
        }
      }
    }
  }

  /** What was created over an object, as far as its text tells, and the topics of that. */
  private Set<String> over(String name) {
    Set<String> over = new HashSet<>();
    for (Step creation : creations) {
      String sql = creation.text("sql");
      if (isWordOf(name, sql)) {
        over.addAll(targets(sql));
        Matcher topic = TOPIC.matcher(sql);
        if (topic.find()) {
          over.add(topic.group(1));
        }
      }
    }
    return over;
  }

  /**
   * Follows the state of the step's session.
   *
   * @param failed whether the step was refused or blocked
   * @param open whether the session is inside something afterwards, by the recording or in fact
   */
  void session(Step step, boolean failed, boolean open) {
    if (!step.has("session")) {
      return;
    }
    if (!open) {
      sessions.remove(step.session());
    } else if (failed) {
      sessions.putIfAbsent(step.session(), step);
    }
  }

  /** The names that a statement is about; empty for one that only reads. */
  static Set<String> targets(String sql) {
    Set<String> names = new HashSet<>();
    for (String statement : sql.split(";", -1)) {
      for (Pattern pattern : List.of(TARGET, WRITE, RIGHT, SET)) {
        Matcher matcher = pattern.matcher(statement);
        if (matcher.find()) {
          String name = matcher.group("name");
          if (name == null && pattern == RIGHT) {
            name = matcher.group("role");
          }
          if (name != null) {
            names.addAll(forms(name));
          }
          break;
        }
      }
    }
    return names;
  }

  private static List<String> forms(String name) {
    String plain = name.replace("\"", "");
    String last = plain.substring(plain.lastIndexOf('.') + 1);
    List<String> forms = new ArrayList<>();
    if (last.length() >= SHORT || last.equals(plain)) {
      forms.add(last);
    } else {
      forms.add(plain);
    }
    return forms;
  }

  private static boolean isWordOf(String name, String text) {
    return Pattern.compile("(?<![\\w])" + Pattern.quote(name) + "(?![\\w])").matcher(text).find();
  }
}
