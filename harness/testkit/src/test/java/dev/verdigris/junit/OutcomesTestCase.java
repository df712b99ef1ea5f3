package dev.verdigris.junit;

import dev.verdigris.gate.Findings;
import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.gate.Severity;
import dev.verdigris.gate.Waiver;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.MultipleFailuresError;

/** Deployments whose validations end in every way there is. */
final class OutcomesTestCase {
  private OutcomesTestCase() {}

  static void fail() {
    throw new AssertionError("3 rows differ\nmore of it");
  }

  /** Stands for the Green that a fake deployment has not. */
  static final class GivesFindings implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Findings.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return new TestFindings(context, new ThreadLocal<>());
    }
  }

  @Validation
  static class Warning {
    @Test
    @OnFailure(Severity.WARN)
    void warns() {
      fail();
    }

    @Test
    void holds() {}
  }

  @Deployment(validations = Warning.class)
  static class Warns {}

  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @OnFailure(Severity.WARN)
  @interface OnlyShown {}

  @Validation
  @OnlyShown
  static class ShownClass {
    @Test
    void inItself() {
      fail();
    }

    @ParameterizedTest(name = "case {index}")
    @ValueSource(ints = {1, 2})
    void parameterized(int number) {
      if (number == 2) {
        fail();
      }
    }

    @TestFactory
    Stream<DynamicTest> made() {
      return Stream.of(DynamicTest.dynamicTest("dynamic", OutcomesTestCase::fail));
    }

    @Nested
    class Inside {
      @Test
      void nested() {
        fail();
      }
    }

    @Test
    @OnFailure(Severity.FAIL)
    void ownWins() {}
  }

  @Deployment(validations = ShownClass.class)
  static class ShowsAll {}

  @Validation
  static class OwnWins {
    @Nested
    @OnlyShown
    class Shown {
      @Test
      @OnFailure(Severity.FAIL)
      void blocks() {
        fail();
      }
    }
  }

  @Deployment(validations = OwnWins.class)
  static class OwnBlocks {}

  @Validation
  static class Waiving {
    @Test
    @Waived(owner = "anna", reason = "the source repeats keys", until = "2999-12-31")
    void isWaived() {
      fail();
    }
  }

  @Deployment(validations = Waiving.class)
  static class Waives {}

  @Validation
  static class Expired {
    @Test
    @OnFailure(Severity.WARN)
    @Waived(owner = "anna", reason = "the source repeats keys", until = "2020-12-31")
    void wasWaived() {
      fail();
    }
  }

  @Deployment(validations = Expired.class)
  static class WaiverExpired {}

  @Validation
  static class Nobodys {
    @Test
    @Waived(owner = " ", reason = "it is so", until = "2999-12-31")
    void isNobodys() {
      fail();
    }
  }

  @Deployment(validations = Nobodys.class)
  static class WaiverOfNobody {}

  @Validation
  static class Undecided {
    @Test
    void hasNoData() {
      throw new InconclusiveError("no flight today");
    }
  }

  @Deployment(validations = Undecided.class)
  static class Inconclusive {}

  @Validation
  static class SoftlyUndecided {
    @Test
    void hasNoDataTwice() {
      throw new MultipleFailuresError(
          "soft", List.of(new InconclusiveError("no flight"), new InconclusiveError("no airport")));
    }
  }

  @Deployment(validations = SoftlyUndecided.class)
  static class InconclusiveTwice {}

  @Validation
  static class Breaking {
    @Test
    @OnFailure(Severity.WARN)
    @Waived(owner = "anna", reason = "the source repeats keys", until = "2999-12-31")
    void breaks() {
      throw new IllegalStateException("no such column");
    }
  }

  @Deployment(validations = Breaking.class)
  static class Breaks {}

  @Validation
  static class SetUpFails {
    @BeforeEach
    void setUp() {
      fail();
    }

    @Test
    @OnFailure(Severity.WARN)
    void warns() {}
  }

  @Deployment(validations = SetUpFails.class)
  static class SetUp {}

  @Validation
  @ExtendWith(GivesFindings.class)
  static class Telling {
    @Test
    void tells(Findings findings) {
      findings.readAt("1764000123456");
      findings.warn("delays grew by 12 %");
      findings.readAt("1764000123999");
    }

    @Test
    void waives(Findings findings) {
      findings.waived(Waiver.of("anna", "known", "2999-12-31"), "3 keys are stale");
    }
  }

  @Deployment(validations = Telling.class)
  static class Tells {}

  @Validation
  @ExtendWith(GivesFindings.class)
  static class WarnsAndFails {
    @Test
    void warns(Findings findings) {
      findings.warn("delays grew by 12 %");
    }

    @AfterEach
    void tearDown() {
      throw new IllegalStateException("tear-down");
    }
  }

  @Deployment(validations = WarnsAndFails.class)
  static class WarnsThenBreaks {}

  @Validation
  static class Seasonal {
    @Test
    @Disabled("summer only")
    void summer() {}

    @Test
    void always() {}
  }

  @Deployment(validations = Seasonal.class)
  static class SkipsOne {}

  /** Of another module, as far as the engine knows. */
  @Validation
  static class Always {
    @Test
    void sameObjects() {}

    @Test
    void sinksRun() {
      fail();
    }
  }

  public static final class ByDefault implements DefaultValidations {
    @Override
    public List<Class<?>> classes() {
      return List.of(Always.class);
    }
  }
}
