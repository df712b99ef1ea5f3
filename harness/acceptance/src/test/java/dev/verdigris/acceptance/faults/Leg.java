package dev.verdigris.acceptance.faults;

import dev.verdigris.DeploymentRun;
import dev.verdigris.acceptance.Runs;
import dev.verdigris.gate.Verdict;
import java.util.List;
import java.util.function.Consumer;

/** A part of a deployment's life that is disturbed and then run again, as a user would. */
enum Leg {
  /** From nothing to production. */
  PROMOTION(1) {
    @Override
    void prepare(DeploymentRun run) {
      // Nothing comes before it.
    }

    @Override
    void run(DeploymentRun run, Consumer<String> phase) {
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
  },

  /** The old environment goes, after a promotion. */
  CLEANUP(1) {
    @Override
    void prepare(DeploymentRun run) {
      PROMOTION.run(run, phase -> {});
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
    void prepare(DeploymentRun run) {
      PROMOTION.run(run, phase -> {});
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
    void prepare(DeploymentRun run) {
      run.init();
      run.run();
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
    return List.of("old", "new", "old").subList(0, cutovers + 1);
  }

  /** What comes before it, undisturbed. */
  abstract void prepare(DeploymentRun run);

  /**
   * The leg itself, and the same again after a disturbance.
   *
   * @param phase is told of each phase before it begins
   */
  abstract void run(DeploymentRun run, Consumer<String> phase);
}
