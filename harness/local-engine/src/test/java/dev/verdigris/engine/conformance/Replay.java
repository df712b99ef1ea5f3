package dev.verdigris.engine.conformance;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Replays one script against one fresh server, step by step. */
final class Replay implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration RETRY = Duration.ofMillis(300);

  /** How long to wait for what is on the list of unmet steps, so that it costs little. */
  private static final Duration UNMET = Duration.ofSeconds(1);

  private final Script script;
  private final Target target;
  private final Predicate<Step> unmet;
  private final Duration longest;
  private final Topics topics;
  private final Blocking blocking = new Blocking();
  private final Map<String, WireConnection> sessions = new HashMap<>();
  private Placeholders bound;

  /**
   * Prepares a replay.
   *
   * @param unmet tells the steps that are known not to be met
   * @param longest no step waits longer than that, whatever the recording allows
   */
  Replay(Script script, Target target, Predicate<Step> unmet, Duration longest) {
    this.script = script;
    this.target = target;
    this.unmet = unmet;
    this.longest = longest;
    this.topics = new Topics(target::kafka);
    this.bound = Placeholders.of(Map.of());
  }

  /** Runs all steps in order and tells what became of each one that checks something. */
  void run(Consumer<Outcome> outcomes) throws InterruptedException {
    String command = "";
    for (Step step : script.steps()) {
      if (script.name().equals("psql") && !step.group().equals(command)) {
        command = step.group();
        Map<String, String> values = new HashMap<>(bound.values());
        values.remove("oid");
        bound = Placeholders.of(values);
      }
      String kafka = "kafka";
      if (step.json().toString().contains("${kafka}") && !bound.values().containsKey(kafka)) {
        bound = bound.with(kafka, target.kafka());
      }
      Result result = perform(step);
      blocking.seen(step);
      bindOid(result.answer());
      if (step.isCheck()) {
        outcomes.accept(outcome(step, result));
      }
    }
  }

  /** psql asks for an oid first and then about the object with it. */
  private void bindOid(@Nullable Answer answer) {
    if (!script.name().equals("psql") || answer == null || bound.values().containsKey("oid")) {
      return;
    }
    for (Answer.Result result : answer.results) {
      List<Answer.Column> columns = result.columns;
      if (columns != null && columns.get(0).name().equals("oid") && !result.rows.isEmpty()) {
        String oid = result.rows.get(0).get(0);
        bound = oid == null ? bound : bound.with("oid", oid);
      }
    }
  }

  @Override
  public void close() {
    for (WireConnection connection : sessions.values()) {
      try {
        connection.close();
      } catch (IOException e) {
        // Gone already; there is nothing left to compare.
      }
    }
  }

  /** What a step did: the answer if there is one, and the first difference if there is one. */
  private record Result(@Nullable Answer answer, @Nullable String difference) {}

  private Outcome outcome(Step step, Result result) {
    Answer answer = result.answer();
    String difference = result.difference();
    boolean open =
        (step.has("status") && !step.text("status").equals("closed"))
            || (answer != null && (answer.status == 'T' || answer.status == 'E'));
    if (difference == null) {
      blocking.session(step, false, open);
      return new Outcome(script, step, null, "");
    }
    String refusal = answer == null ? null : answer.refusal();
    if (refusal != null) {
      blocking.note(step);
      blocking.session(step, true, open);
      return new Outcome(script, step, Category.REFUSED, refusal);
    }
    Optional<Step> blocker = blocking.blocker(step);
    if (blocker.isPresent()) {
      blocking.note(step);
      blocking.session(step, true, open);
      return new Outcome(
          script,
          step,
          Category.BLOCKED,
          "by line " + blocker.get().line() + ": " + blocker.get().firstWords());
    }
    blocking.session(step, false, open);
    return new Outcome(script, step, Category.DIFFERS, difference);
  }

  private Result perform(Step step) throws InterruptedException {
    try {
      if (step.has("sleep_s")) {
        pause(Duration.ofMillis((long) (step.json().get("sleep_s").getAsDouble() * 1000)));
        return new Result(null, null);
      }
      if (step.has("kafka_topic")) {
        return found(topics.compare(step, bound, patience(step)), null);
      }
      if (step.has("kafka_topic_config")) {
        return found(topics.compareConfig(step, bound), null);
      }
      if (step.has("psql")) {
        return new Result(null, null);
      }
      if (step.has("connect")) {
        return connect(step);
      }
      if (step.has("disconnect")) {
        WireConnection connection = sessions.remove(step.session());
        if (connection != null) {
          connection.close();
        }
        return new Result(null, null);
      }
      if (step.has("cancel")) {
        session(step.session()).cancel();
        return new Result(null, null);
      }
      if (step.has("still_running_s")) {
        return stillRunning(step);
      }
      if (step.has("await")) {
        return compared(step, answer(step, session(step.session())));
      }
      return statement(step);
    } catch (IOException e) {
      WireConnection broken = step.has("session") ? sessions.remove(step.session()) : null;
      if (broken != null) {
        closeQuietly(broken);
      }
      return new Result(null, "the connection was lost: " + e);
    }
  }

  private Result connect(Step step) throws IOException, InterruptedException {
    WireConnection former = sessions.remove(step.session());
    if (former != null) {
      former.close();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    boolean internal = false;
    for (Map.Entry<String, JsonElement> entry : step.json().getAsJsonObject("connect").entrySet()) {
      if (entry.getKey().equals("internal_port")) {
        internal = entry.getValue().getAsBoolean();
      } else {
        parameters.put(entry.getKey(), entry.getValue().getAsString());
      }
    }
    WireConnection connection =
        WireConnection.open(internal ? target.internalPort() : target.port(), parameters);
    sessions.put(step.session(), connection);
    return compared(step, answer(step, connection));
  }

  private Result stillRunning(Step step) throws IOException, InterruptedException {
    boolean expected = step.json().getAsJsonObject("expect").get("running").getAsBoolean();
    Duration wait =
        unmet.test(step)
            ? UNMET
            : Duration.ofMillis((long) (step.json().get("still_running_s").getAsDouble() * 1000));
    boolean running = session(step.session()).isRunningAfter(wait.toMillis());
    return new Result(
        null,
        running == expected
            ? null
            : running
                ? "it is still running"
                : "it has ended: " + results(session(step.session()).await(ANSWER.toMillis())));
  }

  private static String results(Answer answer) {
    return answer.results.stream()
        .map(result -> result.error != null ? result.error.toString() : "" + result.tag)
        .toList()
        .toString();
  }

  private Result statement(Step step) throws IOException, InterruptedException {
    long end = System.nanoTime() + patience(step).toNanos();
    while (true) {
      WireConnection connection = session(step.session());
      send(step, connection);
      if (step.flag("async")) {
        return new Result(null, null);
      }
      Result result = compared(step, answer(step, connection));
      if (result.difference() == null
          || !step.has("eventually_s")
          || System.nanoTime() - end >= 0) {
        return result;
      }
      Answer answer = result.answer();
      if (answer != null && answer.refusal() != null) {
        return result; // A refusal does not go away by waiting.
      }
      pause(RETRY);
    }
  }

  private void send(Step step, WireConnection connection) throws IOException {
    String sql = slowEnough(step, bound.fill(step.text("sql")));
    if (step.has("params")) {
      List<@Nullable String> parameters = new ArrayList<>();
      step.json()
          .getAsJsonArray("params")
          .forEach(
              each -> parameters.add(each.isJsonNull() ? null : bound.fill(each.getAsString())));
      connection.extended(sql, parameters);
    } else {
      connection.query(sql, step.number("cancel_after_copy_rows", 0));
    }
  }

  /**
   * A statement that was recorded as running into its timeout gets a hundred times more to compute:
   * the server that was recorded was slow, and a fast one would be done in time, or not, by chance.
   */
  private static String slowEnough(Step step, String sql) {
    return String.valueOf(step.expect()).contains("canceling statement due to statement timeout")
        ? sql.replace("generate_series(1, 2000)", "generate_series(1, 200000)")
        : sql;
  }

  /** Waits for the answer; one that does not come is cancelled, so that the session goes on. */
  private Answer answer(Step step, WireConnection connection)
      throws IOException, InterruptedException {
    Duration patience = unmet.test(step) ? UNMET.multipliedBy(5) : ANSWER;
    Answer answer = connection.await(patience.toMillis());
    if (answer.failure != null) {
      try {
        connection.cancel();
        connection.await(2_000);
      } finally {
        sessions.remove(step.session(), connection);
        closeQuietly(connection);
      }
    }
    return answer;
  }

  private Result compared(Step step, Answer answer) {
    return found(AnswerComparison.compare(step, answer, bound), answer);
  }

  private Result found(AnswerComparison.Found found, @Nullable Answer answer) {
    bound = found.bound();
    return new Result(answer, found.difference());
  }

  private WireConnection session(String name) throws IOException, InterruptedException {
    WireConnection connection = sessions.get(name);
    if (connection == null) {
      boolean system = name.equals("system");
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("user", system ? "mz_system" : "materialize");
      parameters.put("database", "materialize");
      parameters.put("options", "--welcome_message=off");
      connection = WireConnection.open(system ? target.internalPort() : target.port(), parameters);
      Answer answer = connection.await(ANSWER.toMillis());
      if (answer.failure != null || !answer.results.isEmpty()) {
        connection.close();
        throw new IOException("no connection: " + answer.failure + results(answer));
      }
      sessions.put(name, connection);
    }
    return connection;
  }

  private Duration patience(Step step) {
    if (unmet.test(step)) {
      return UNMET;
    }
    Duration recorded = Duration.ofSeconds(step.number("eventually_s", 0));
    return recorded.compareTo(longest) < 0 ? recorded : longest;
  }

  /** Waits on a semaphore that nobody releases: the recordings themselves say how long. */
  private static void pause(Duration duration) throws InterruptedException {
    boolean released = new Semaphore(0).tryAcquire(duration.toMillis(), TimeUnit.MILLISECONDS);
    if (released) {
      throw new IllegalStateException("nobody should have released this");
    }
  }

  private static void closeQuietly(WireConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is being thrown away.
    }
  }
}
