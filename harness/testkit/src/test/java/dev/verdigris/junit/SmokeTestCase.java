package dev.verdigris.junit;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deployments with smoke validations; {@link SmokeTests} runs them. */
final class SmokeTestCase {
  private SmokeTestCase() {}

  @Validation
  static class Before {
    @Test
    void holds() {}
  }

  @Validation
  static class Holds {
    @Test
    void onProduction() {}
  }

  @Validation
  static class Fails {
    @Test
    void onProduction() {
      throw new AssertionError("the board is empty");
    }

    @Test
    void holds() {}
  }

  @Validation
  static class Differs {
    @Test
    void fromBlue() {
      throw new AssertionError(
          """
          VG-3104 GATE FAILED  delays differs from production
            state     nothing was promoted; green stays up
            next      mend the model and run mvn verify again""");
    }
  }

  @Validation
  static class NotRun {
    @Test
    @Tag("slow")
    @Disabled("too slow")
    void onProduction() {}
  }

  static class NoValidation {
    @Test
    void onProduction() {}
  }

  @Deployment(validations = Before.class, smoke = Holds.class)
  static class SmokeHolds {}

  @Deployment(validations = Before.class, smoke = Fails.class)
  static class SmokeFails {}

  @Deployment(validations = Before.class, smoke = Differs.class)
  static class SmokeDiffers {}

  @Deployment(validations = Before.class, smoke = NotRun.class)
  static class SmokeIsSkipped {}

  @Deployment(validations = Before.class, smoke = Before.class)
  static class SameTwice {}

  @Deployment(validations = Before.class, smoke = NoValidation.class)
  static class SmokeIsNoValidation {}
}
