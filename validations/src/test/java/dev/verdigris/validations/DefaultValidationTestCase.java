package dev.verdigris.validations;

import dev.verdigris.Sink;
import dev.verdigris.junit.Deployment;
import dev.verdigris.junit.Validation;
import java.util.Set;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Deployments that the tests of the default validations run. */
final class DefaultValidationTestCase {
  private DefaultValidationTestCase() {}

  /** With one validation of the user's. */
  @Deployment(validations = Own.class)
  static class WithOwn {}

  /** With the classes that are there to be extended. */
  @Deployment(validations = {Schema.class, Contracts.class, Topics.class})
  static class Extending {}

  /** Stricter than the default. */
  static class Schema extends SchemaContract {
    @Override
    protected Compatibility compatibility() {
      return Compatibility.EXACT;
    }

    @Override
    protected Set<Change> allowed() {
      return Set.of(Change.ADDED);
    }
  }

  /** Of a directory. */
  static class Contracts extends ConsumerContracts {
    Contracts() {
      super("contracts");
    }
  }

  /** With a budget. */
  static class Topics extends SinkContracts {
    @Override
    protected KeyBudget budget(Sink sink, KeyBudget keys) {
      return keys.stale(1);
    }
  }

  /** With none that runs. */
  @Deployment(validations = Off.class)
  static class WithoutOwn {}

  /** Holds. */
  @Validation
  static class Own {
    @Test
    void holds() {
      // What it asserts does not matter here.
    }
  }

  /** Is accepted not to run. */
  @Validation
  static class Off {
    @Test
    @Disabled("for the tests of the default validations")
    void isOff() {
      // Never run.
    }
  }
}
