package dev.verdigris.engine;

import static dev.verdigris.engine.CutoverWork.patiently;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.kafka.KafkaService;
import dev.verdigris.engine.sink.SinkStep;
import dev.verdigris.engine.sink.SinkSteps;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends the engine's sinks at every step of a cutover, while somebody writes, as a killed process
 * ends: nothing lasting is done after the step. Whoever reads only what is committed then sees each
 * change once, in its old form before the cutover and in its new one after. The broker outlives the
 * engines, as it does when it is another process.
 *
 * <p>A seeded sample runs always ({@code -Dverdigris.seed=N} repeats it), all cases with {@code
 * -Dverdigris.test.full=true}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class SinkCrashTests {

  private static final int SAMPLE = 3;

  @TempDir static Path directory;

  private final Killer killer = new Killer();
  private KafkaService kafka;
  private LocalEngine engine;
  private int cases;

  /** When the sink ends: at a step, before or after it has gone over to the next relation. */
  private record Case(SinkStep step, boolean cutOver, String envelope) {}

  /** As if the process were gone. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("killed", null, false, false);
    }
  }

  /** Ends everything at one step. */
  private static final class Killer implements SinkSteps {
    private Case armed = new Case(SinkStep.LOADED, true, "");
    private boolean waiting;
    private boolean cutOver;
    private boolean dead;

    synchronized void arm(Case at) {
      armed = at;
      waiting = true;
      cutOver = false;
      dead = false;
    }

    synchronized void disarm() {
      waiting = false;
      dead = false;
    }

    synchronized boolean dead() {
      return dead;
    }

    @Override
    public synchronized void reached(ItemId sink, SinkStep step) {
      if (waiting && step == armed.step() && cutOver == armed.cutOver()) {
        waiting = false;
        dead = true;
      }
      cutOver |= step == SinkStep.CUT_OVER;
      if (dead) {
        throw new Killed();
      }
    }
  }

  @BeforeAll
  void start() {
    kafka = KafkaService.embedded(directory.resolve("broker"));
    engine = open();
  }

  @AfterAll
  void stop() {
    engine.close();
    kafka.close();
  }

  @TestFactory
  Stream<DynamicTest> eachChangeIsSentOnceWhereverTheSinkEnds() {
    List<Case> all = new ArrayList<>();
    Set<SinkStep> cutover = EnumSet.range(SinkStep.CUTOVER_BEGUN, SinkStep.CUT_OVER);
    for (String envelope : List.of("UPSERT", "DEBEZIUM")) {
      for (SinkStep step : SinkStep.values()) {
        all.add(new Case(step, false, envelope));
        if (!cutover.contains(step) && step.compareTo(SinkStep.LOADED) < 0) {
          all.add(new Case(step, true, envelope));
        }
      }
    }
    if (!Boolean.getBoolean("verdigris.test.full")) {
      long seed = Long.getLong("verdigris.seed", System.nanoTime());
      Collections.shuffle(all, new Random(seed));
      all = all.subList(0, SAMPLE);
      return all.stream().map(each -> dynamicTest(each + " seed " + seed, () -> run(each)));
    }
    return all.stream().map(each -> dynamicTest(each.toString(), () -> run(each)));
  }

  private void run(Case at) throws Exception {
    CutoverWork work =
        new CutoverWork(() -> engine.url(), kafka::address, "n" + cases++, at.envelope());
    work.create();
    boolean atStart = at.step() == SinkStep.LOADED || at.step() == SinkStep.FENCED;
    killer.arm(atStart ? new Case(SinkStep.TRANSACTION_COMMITTED, true, at.envelope()) : at);
    CompletableFuture<Integer> writing =
        CompletableFuture.supplyAsync(() -> work.write(1, killer::dead));
    patiently().until(() -> killer.dead() || work.written() > 5 * CutoverWork.ROWS_AT_ONCE);
    CompletableFuture<Void> altering =
        CompletableFuture.runAsync(
            () -> {
              try {
                work.alter();
              } catch (SQLException e) {
                // It took effect or it did not: the catalog tells.
              }
            });
    patiently().until(killer::dead);
    int next = writing.get();
    restart(at, atStart);
    altering.get();

    if (!work.isCutOver()) {
      work.alter();
    }
    int[] written = {0};
    work.write(next, () -> written[0]++ == 3);
    work.check();
    work.drop();
  }

  /** A process that ended goes on, at once or after it was killed once more while it began. */
  private void restart(Case at, boolean again) {
    engine.close();
    if (again) {
      killer.arm(at);
      engine = open();
      patiently().until(killer::dead);
      engine.close();
    }
    killer.disarm();
    engine = open();
  }

  private LocalEngine open() {
    return LocalEngine.builder()
        .dataDirectory(directory.resolve("data"))
        .kafka(kafka.address())
        .sinkSteps(killer)
        .start();
  }
}
