package dev.verdigris.junit;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.gate.Leniency;
import dev.verdigris.gate.NamedWaiver;
import dev.verdigris.gate.Severity;
import dev.verdigris.gate.SmokeFailure;
import dev.verdigris.gate.Waiver;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds what the configuration and annotations say of a test's failure; the first has its way. */
final class Judge {
  private Judge() {}

  /**
   * Lets a failure pass that is only to be shown.
   *
   * @throws Throwable what blocks
   */
  static void judge(
      Throwable failure,
      ExtensionContext context,
      DeploymentConfig.@Nullable Gate gate,
      TestFindings findings)
      throws Throwable {
    if (!(failure instanceof AssertionError assertion)) {
      throw failure;
    }
    try {
      leniency(context, gate).judge(assertion, findings, LocalDate.now(ZoneOffset.UTC));
    } catch (AssertionError blocks) {
      throw CurrentEnvironment.behindSwap(context) ? SmokeFailure.of(blocks) : blocks;
    }
  }

  private static Leniency leniency(ExtensionContext context, DeploymentConfig.@Nullable Gate gate) {
    String name = TestNames.of(context);
    Waiver waiver = null;
    boolean warn = false;
    if (gate != null) {
      waiver =
          gate.waivers().stream()
              .filter(one -> TestNames.covers(one.test(), name))
              .map(NamedWaiver::waiver)
              .findFirst()
              .orElse(null);
      warn = gate.warn().stream().anyMatch(one -> TestNames.covers(one, name));
    }
    if (waiver == null) {
      waiver =
          find(context, Waived.class)
              .map(found -> Waiver.of(found.owner(), found.reason(), found.until()))
              .orElse(null);
    }
    Severity severity =
        warn
            ? Severity.WARN
            : find(context, OnFailure.class).map(OnFailure::value).orElse(Severity.FAIL);
    return new Leniency(severity, waiver);
  }

  /** The annotation of the method, of its class, or of a class around that. */
  private static <A extends Annotation> Optional<A> find(
      ExtensionContext context, Class<A> annotation) {
    for (Optional<ExtensionContext> at = Optional.of(context);
        at.isPresent();
        at = at.get().getParent()) {
      Optional<AnnotatedElement> element = at.get().getElement();
      Optional<A> found = element.flatMap(one -> AnnotationSupport.findAnnotation(one, annotation));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
