package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Event;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * DDL of anybody ends the window of a swap; a promotion gets through all the same beside three
 * deployments of others that are built and given up again at full speed. The tries go to {@code
 * target/crowd.txt}; {@code -Dverdigris.test.full=true} takes ten promotions.
 */
class CrowdedPromotionTests {
  private static final int PROMOTIONS = Boolean.getBoolean("verdigris.test.full") ? 10 : 1;
  private static final int BUILDERS = 3;
  private static final int MOST_RERUNS = 2;
  private static final String CONTENDED = "VG-5303";

  private final TestServer server = TestServer.shared();
  private final AtomicBoolean ends = new AtomicBoolean();
  private final AtomicLong statements = new AtomicLong();
  private int reruns;

  @Test
  void aPromotionGetsThroughBesideThreeDeploymentsThatAreBuilt(
      TestReporter reporter, @TempDir Path directory) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(BUILDERS);
    List<Production> productions = new ArrayList<>();
    List<Future<?>> builders = new ArrayList<>();
    List<Integer> tries = new ArrayList<>();
    long beside = 0;
    try {
      for (int i = 0; i <= BUILDERS; i++) {
        productions.add(Production.create(server, directory.resolve("of" + i)));
      }
      Production ours = productions.remove(0);
      for (Production other : productions) {
        builders.add(pool.submit(() -> build(other)));
      }
      for (int i = 0; i < PROMOTIONS; i++) {
        DeploymentConfig config = ours.config("pr_" + i);
        AtomicInteger attempts = new AtomicInteger(1);
        try (DeploymentRun run =
            DeploymentRun.open(config, server, event -> count(event, attempts))) {
          Verdict verdict = Runs.validated(run);
          long before = statements.get();
          promote(run, verdict);
          beside += statements.get() - before;
          tries.add(attempts.get());
          assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
        }
        try (DeploymentRun run =
            DeploymentRun.open(patient(ours, "pr_" + i), server, new Recorder())) {
          run.cleanup();
        }
      }
      productions.add(ours);
    } finally {
      ends.set(true);
      for (Future<?> builder : builders) {
        builder.get();
      }
      pool.shutdown();
      for (Production production : productions) {
        production.close();
      }
    }
    String line =
        "CROWD promotions="
            + PROMOTIONS
            + " promoted="
            + tries.size()
            + " tries="
            + tries
            + " reruns="
            + reruns
            + " statements-beside="
            + beside;
    reporter.publishEntry(line);
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "crowd.txt"), line + "\n");
    assertThat(tries).as(line).hasSize(PROMOTIONS);
    assertThat(reruns).as(line).isLessThanOrEqualTo(MOST_RERUNS);
    assertThat(beside).as("%s: somebody builds beside it", line).isPositive();
  }

  /** One that has used up its tries is run again, as its message says; that is rare. */
  private void promote(DeploymentRun run, Verdict verdict) {
    while (true) {
      try {
        run.promote(verdict);
        return;
      } catch (VerdigrisException contended) {
        assertThat(contended.problem().code()).as(contended.getMessage()).isEqualTo(CONTENDED);
        reruns++;
      }
    }
  }

  private static void count(Event event, AtomicInteger attempts) {
    if (event instanceof Event.Note note && note.text().contains("; attempt ")) {
      attempts.incrementAndGet();
    }
  }

  /** A cleanup renames in a window of its own, which others end as well. */
  private static DeploymentConfig patient(Production production, String deployment)
      throws IOException {
    return production.config(deployment, Map.of("verdigris.promote.retries", "1000"));
  }

  /** Again and again: init, run, and given up. */
  private Void build(Production production) throws IOException {
    DeploymentListener counting =
        event -> {
          if (event instanceof Event.StepDone) {
            statements.incrementAndGet();
          }
        };
    while (!ends.get()) {
      try (DeploymentRun run = DeploymentRun.open(patient(production, "other"), server, counting)) {
        run.init();
        run.run();
        run.cleanup();
      }
    }
    return null;
  }
}
