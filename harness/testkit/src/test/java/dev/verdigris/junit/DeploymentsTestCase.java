package dev.verdigris.junit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments and validations that tests run, most of them wrong in one way. */
@SuppressWarnings("DoNotCallSuggester")
final class DeploymentsTestCase {
  private DeploymentsTestCase() {}

  @Validation
  static class Passing {
    @Test
    void one() {}

    @Test
    @Tag("slow")
    void two() {}

    @ParameterizedTest(name = "airport {index}")
    @ValueSource(strings = {"SEA", "SFO"})
    void airport(String iata) {
      Assertions.assertEquals(3, iata.length());
    }
  }

  @Deployment(validations = Passing.class)
  static class AllPass {}

  @Validation
  static class ConnectingValidation {
    @Test
    void one(Connection connection, Connection same) throws SQLException {
      Assertions.assertSame(connection, same);
      Assertions.assertFalse(connection.isClosed());
    }

    @Test
    void two(DataSource source) throws SQLException {
      try (Connection connection = source.getConnection()) {
        Assertions.assertFalse(connection.isClosed());
      }
    }
  }

  @Deployment(validations = ConnectingValidation.class)
  static class Connecting {}

  @Validation
  static class Reporting {
    @Test
    void reports(TestReporter reporter) {
      reporter.publishEntry("seen", "yes");
    }
  }

  @Deployment(validations = Reporting.class)
  static class Reports {}

  @Validation
  static class PrivateTest {
    @Test
    private void neverRun() {}

    @Test
    void passes() {}
  }

  @Deployment(validations = PrivateTest.class)
  static class OneIsPrivate {}

  @Validation
  static class Failing {
    @Test
    void fails() {
      Assertions.fail("the keys are not unique\nSEA twice");
    }

    @Test
    void passes() {}
  }

  @Deployment(validations = {Passing.class, Failing.class})
  static class OneFails {}

  @Validation
  static class Constructor {
    Constructor() {
      throw new IllegalStateException("constructor");
    }

    @Test
    void test() {}
  }

  @Deployment(validations = Constructor.class)
  static class ConstructorThrows {}

  @Validation
  static class BeforeAllClass {
    @BeforeAll
    static void before() {
      throw new IllegalStateException("before all");
    }

    @Test
    void test() {}
  }

  @Deployment(validations = {Passing.class, BeforeAllClass.class})
  static class BeforeAllThrows {}

  @Validation
  static class AfterAllClass {
    @AfterAll
    static void after() {
      throw new IllegalStateException("after all");
    }

    @Test
    void test() {}
  }

  @Deployment(validations = AfterAllClass.class)
  static class AfterAllThrows {}

  @Validation
  static class AfterEachClass {
    @AfterEach
    void after() {
      throw new IllegalStateException("after each");
    }

    @Test
    void test() {}
  }

  @Deployment(validations = AfterEachClass.class)
  static class AfterEachThrows {}

  @Validation
  static class Dynamic {
    @TestFactory
    List<DynamicTest> tests() {
      return List.of(
          DynamicTest.dynamicTest("good", () -> {}),
          DynamicTest.dynamicTest("bad", () -> Assertions.fail("dynamic")));
    }
  }

  @Deployment(validations = Dynamic.class)
  static class DynamicFails {}

  @Validation
  static class Parameterized {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void number(int number) {
      Assertions.assertEquals(1, number);
    }
  }

  @Deployment(validations = Parameterized.class)
  static class ParameterizedFails {}

  @Validation
  static class Repeated {
    @RepeatedTest(2)
    void again(RepetitionInfo info) {
      Assertions.assertEquals(1, info.getCurrentRepetition());
    }
  }

  @Deployment(validations = Repeated.class)
  static class RepeatedFails {}

  @Validation
  static class Outer {
    @Nested
    class Inner {
      @Test
      void inner() {
        Assertions.fail("nested");
      }
    }
  }

  @Deployment(validations = Outer.class)
  static class NestedFails {}

  @Validation
  @ParameterizedClass
  @ValueSource(strings = {"SEA", "SFO"})
  record Templates(String iata) {
    @Test
    void isShort() {
      Assertions.assertEquals(3, iata.length());
    }
  }

  @Deployment(validations = Templates.class)
  static class ClassTemplate {}

  @Validation
  static class Disabled {
    @Test
    @DisabledIf("always")
    void skipped() {}

    static boolean always() {
      return true;
    }

    @Test
    void passes() {}
  }

  @Deployment(validations = Disabled.class)
  static class OneDisabled {}

  @Validation
  static class Aborting {
    @Test
    void aborts() {
      Assumptions.abort("no data today");
    }

    @Test
    void passes() {}
  }

  @Deployment(validations = Aborting.class)
  static class OneAborts {}

  @Validation
  static class AbortingClass {
    @BeforeAll
    static void before() {
      Assumptions.abort("not on Sundays");
    }

    @Test
    void test() {}
  }

  @Deployment(validations = {Passing.class, AbortingClass.class})
  static class ClassAborts {}

  @Validation
  static class EmptyFactory {
    @TestFactory
    Stream<DynamicTest> tests() {
      return Stream.empty();
    }
  }

  @Deployment(validations = {Passing.class, EmptyFactory.class})
  static class FactoryEmpty {}

  @Validation
  static class EmptyTemplate {
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("none")
    void each(int number) {
      Assertions.assertTrue(number > 0);
    }

    static Stream<Integer> none() {
      return Stream.empty();
    }
  }

  @Deployment(validations = {Passing.class, EmptyTemplate.class})
  static class TemplateEmpty {}

  @Validation
  static class NoTest {
    void notATest() {}
  }

  @Deployment(validations = {Passing.class, NoTest.class})
  static class WithoutATest {}

  static class Plain {
    @Test
    void test() {}
  }

  @Deployment(validations = Plain.class)
  static class NotAValidation {}

  @Validation
  static class OutOfMemory {
    @Test
    void test() {
      throw new OutOfMemoryError("synthetic");
    }
  }

  @Deployment(validations = OutOfMemory.class)
  static class RunsOutOfMemory {}

  @Validation
  static class Hanging {
    @Test
    void hangs() throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @Test
    void passes() {}
  }

  @Deployment(validations = Hanging.class)
  static class OneHangs {}

  @Validation
  static class HangingClass {
    @BeforeAll
    static void hangs() throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @Test
    void test() {}
  }

  @Deployment(validations = HangingClass.class)
  static class ClassHangs {}

  @Validation
  static class Deaf {
    @Test
    void heedsNoInterrupt() {
      long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @Deployment(validations = Deaf.class)
  static class OneIsDeaf {}
}
