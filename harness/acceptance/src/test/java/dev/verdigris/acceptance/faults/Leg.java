package dev.verdigris.acceptance.faults;

import dev.verdigris.DeploymentRun;
import dev.verdigris.VerdigrisException;
import dev.verdigris.acceptance.Disturbance;
import dev.verdigris.acceptance.Recorder;
import dev.verdigris.acceptance.Runs;
import dev.verdigris.acceptance.TestServer;
import dev.verdigris.gate.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A part of a deployment's life that is disturbed and then run again, as a user would. Of the
 * further ones only those statements are tried that no leg before them sends.
 */
enum Leg {
  /** From nothing to production. */
  PROMOTION(1) {
    @Override
    void prepare(SmallProduction production) {
      // Nothing comes before it.
    }

    @Override
    void run(DeploymentRun run, Consumer<String> phase) {
      promote(run, phase);
    }
  },

  /** The old environment goes, after a promotion. */
  CLEANUP(1) {
    @Override
    void prepare(SmallProduction production) {
      undisturbed(production, run -> promote(run, phase -> {}));
    }

    @Override
    void run(DeploymentRun run, Consumer<String> phase) {
      phase.accept("cleanup");
      run.cleanup();
    }
  },

  /** Back to the old environment, after a promotion. */
  ROLLBACK(2) {
    @Override
    void prepare(SmallProduction production) {
      undisturbed(production, run -> promote(run, phase -> {}));
    }

    @Override
    void run(DeploymentRun run, Consumer<String> phase) {
      phase.accept("rollback");
      run.rollback();
    }
  },

  /** Green goes, and never was in production. */
  GIVING_UP(0) {
    @Override
    void prepare(SmallProduction production) {
      undisturbed(
          production,
          run -> {
            run.init();
            run.run();
          });
    }

    @Override
    void run(DeploymentRun run, Consumer<String> phase) {
      phase.accept("cleanup of green");
      run.cleanup();
    }
  },

  /** From nothing to production where there is no production yet. */
  FIRST(0) {
    @Override
    void prepare(SmallProduction production) {
      // Nothing comes before it.
    }

    @Override
    void run(DeploymentRun run, Consumer<String> phase) {
      promote(run, phase);
    }
  },

  /** Other models for what was rolled back. */
  TAKEN_UP(2) {
    @Override
    void prepare(SmallProduction production) throws IOException {
      undisturbed(
          production,
          run -> {
            promote(run, phase -> {});
            run.rollback();
          });
      production.models("newer");
    }

    @Override
    void run(DeploymentRun run, Consumer<String> phase) {
      phase.accept("run");
      run.run();
    }
  },

  /** Other models where a promotion brought the sinks onto their transition and did not swap. */
  RETAKEN(0) {
    @Override
    void prepare(SmallProduction production) throws IOException {
      withoutSwap(production);
      production.models("newer");
    }

    @Override
    void run(DeploymentRun run, Consumer<String> phase) {
      phase.accept("run");
      run.run();
    }
  },

  /** Green goes where a promotion brought the sinks onto their transition and did not swap. */
  GIVING_UP_LATE(0) {
    @Override
    void prepare(SmallProduction production) throws IOException {
      withoutSwap(production);
    }

    @Override
    void run(DeploymentRun run, Consumer<String> phase) {
      phase.accept("cleanup of green");
      run.cleanup();
    }
  };

  private final int cutovers;

  Leg(int cutovers) {
    this.cutovers = cutovers;
  }

  /** Which definition's records a topic holds in the end, in order. */
  List<String> forms() {
    return this == FIRST ? List.of("new") : List.of("old", "new", "old").subList(0, cutovers + 1);
  }

  /** Whether only what no leg before it sends is tried. */
  boolean isFurther() {
    return compareTo(GIVING_UP) > 0;
  }

  /** Whether it ends in production. */
  boolean promotes() {
    return this == PROMOTION || this == FIRST;
  }

  /** What comes before it. */
  abstract void prepare(SmallProduction production) throws IOException;

  /**
   * The leg itself, and the same again after a disturbance.
   *
   * @param phase is told of each phase before it begins
   */
  abstract void run(DeploymentRun run, Consumer<String> phase);

  private static void promote(DeploymentRun run, Consumer<String> phase) {
    phase.accept("init");
    run.init();
    phase.accept("run");
    run.run();
    phase.accept("await");
    run.await();
    phase.accept("validate");
    Verdict verdict = Runs.validate(run);
    phase.accept("promote");
    run.promote(verdict);
  }

  private static void undisturbed(SmallProduction production, Consumer<DeploymentRun> phases) {
    try (DeploymentRun run =
        DeploymentRun.open(production.config(Map.of()), production.server(), new Recorder())) {
      phases.accept(run);
    }
  }

  /** A promotion that is refused at the {@code COMMIT} of its swap. */
  private static void withoutSwap(SmallProduction production) throws IOException {
    try (TestServer.Relayed relayed = production.server().relayed();
        DeploymentRun run =
            DeploymentRun.open(production.config(Map.of()), relayed, new Recorder())) {
      relayed
          .relay()
          .disturb(
              sent -> sent.sql().equals("COMMIT"),
              new Disturbance.Refused("42501", "permission denied"));
      promote(run, phase -> {});
      throw new AssertionError("the promotion was not refused");
    } catch (VerdigrisException e) {
      if (!e.problem().code().equals("VG-6202")) {
        throw e;
      }
    }
  }
}
