package dev.verdigris.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Replays every recording, each topic against a fresh engine, several topics at a time.
 *
 * <p>What counts as a step: a line of a recording that checks something, that is, has {@code
 * expect}. Lines that only do something (a disconnect, a cancel request, a statement sent without
 * waiting, a pause) and the lines that announce psql's queries are done and not counted. A step
 * passes if the answer is the recorded one by the recordings' rules.
 *
 * <p>The list {@code conformance/unmet.tsv} is exact: see {@link UnmetList}. System properties:
 *
 * <ul>
 *   <li>{@code verdigris.conformance.refresh=true} writes the list anew instead of checking it
 *   <li>{@code verdigris.conformance.topics=swap,sinks} replays only these
 * </ul>
 *
 * <p>The totals go to standard output and to {@code target/conformance.txt}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTests {

  static final Path DIRECTORY = Path.of("src", "test", "resources", "conformance");
  static final Path LIST = DIRECTORY.resolve("unmet.tsv");
  private static final int AT_A_TIME = 4;

  /** When the list is written anew nothing is known to be unmet, so nothing waits long. */
  private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(8);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final boolean refresh = Boolean.getBoolean("verdigris.conformance.refresh");
  private final UnmetList unmet = UnmetList.read(LIST);
  private final List<Script> scripts = selected();
  private final Map<String, Future<List<Outcome>>> replays = new ConcurrentHashMap<>();
  private final Map<String, Long> millis = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);

  @BeforeAll
  void beginAllReplays() {
    scripts.stream()
        .sorted(Comparator.comparingInt(Script::waitingSeconds).reversed())
        .forEach(script -> replays.put(script.name(), threads.submit(() -> replay(script))));
  }

  @AfterAll
  void tellTheTotals() throws IOException {
    threads.shutdownNow();
    List<Outcome> outcomes = new ArrayList<>();
    scripts.forEach(script -> outcomes.addAll(outcomes(script)));
    List<String> lines = Report.lines(outcomes, millis);
    // The totals belong on the console of the build, whatever the test framework shows of itself.
    lines.forEach(System.out::println);
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target", "conformance.txt"), lines);
    if (refresh) {
      UnmetList.write(LIST, unmet.others(scripts.stream().map(Script::name).toList()), outcomes);
      DialectPage.write();
    }
  }

  @TestFactory
  Stream<DynamicContainer> everyStepIsAnsweredAsRecordedOrIsOnTheList() {
    return scripts.stream()
        .map(
            script ->
                DynamicContainer.dynamicContainer(
                    script.name(),
                    script.steps().stream()
                        .filter(Step::isCheck)
                        .map(
                            step ->
                                DynamicTest.dynamicTest(
                                    step.line() + " " + step.group() + ": " + step.firstWords(),
                                    () -> check(script, step)))));
  }

  @Test
  void theListNamesOnlyStepsThatAreThere() {
    if (!refresh) {
      List<Outcome> all = new ArrayList<>();
      scripts.forEach(
          script ->
              script.steps().stream()
                  .filter(Step::isCheck)
                  .forEach(step -> all.add(new Outcome(script, step, null, ""))));
      assertThat(unmet.strays(all)).isEmpty();
    }
  }

  private void check(Script script, Step step) {
    Outcome outcome =
        outcomes(script).stream()
            .filter(each -> each.step().equals(step))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the step was not replayed"));
    if (!refresh) {
      Optional<String> violation = unmet.violation(outcome);
      if (violation.isPresent()) {
        fail(script.name() + ".jsonl line " + step.line() + ": " + violation.get());
      }
    }
  }

  /**
   * Of a machine that was too busy for a recorded timeout of some milliseconds a script says
   * nothing: once more.
   */
  private List<Outcome> replay(Script script) throws InterruptedException {
    List<Outcome> outcomes = once(script);
    return !refresh && outcomes.stream().anyMatch(this::ranIntoATimeout) ? once(script) : outcomes;
  }

  private boolean ranIntoATimeout(Outcome outcome) {
    return unmet.violation(outcome).filter(text -> text.contains("sqlstate=57014")).isPresent();
  }

  private List<Outcome> once(Script script) throws InterruptedException {
    long start = System.nanoTime();
    List<Outcome> outcomes = new ArrayList<>();
    try (Target target = EngineTarget.start();
        Replay replay =
            new Replay(
                script,
                target,
                step -> !refresh && unmet.lists(script, step),
                refresh ? REFRESH_PATIENCE : PATIENCE)) {
      replay.run(outcomes::add);
    }
    millis.put(script.name(), (System.nanoTime() - start) / 1_000_000);
    return outcomes;
  }

  private List<Outcome> outcomes(Script script) {
    Future<List<Outcome>> replay = replays.get(script.name());
    if (replay == null) {
      return List.of();
    }
    try {
      return replay.get();
    } catch (ExecutionException e) {
      throw new AssertionError("the replay of " + script.name() + " broke off", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static List<Script> selected() {
    @Nullable String topics = System.getProperty("verdigris.conformance.topics");
    List<Script> all = Script.all(DIRECTORY);
    if (topics == null || topics.isBlank()) {
      return all;
    }
    List<String> wanted = List.of(topics.split(",", -1));
    return all.stream().filter(script -> wanted.contains(script.name())).toList();
  }
}
