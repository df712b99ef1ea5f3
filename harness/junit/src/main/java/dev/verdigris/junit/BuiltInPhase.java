package dev.verdigris.junit;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The phases that every deployment has. */
enum BuiltInPhase {
  INIT(Phases.INIT),
  RUN(Phases.RUN),
  AWAIT(Phases.AWAIT),
  VALIDATE(Phases.VALIDATE),
  PROMOTE(Phases.PROMOTE),
  /** Only where the deployment class names smoke validations. */
  SMOKE(Phases.SMOKE),
  CLEANUP(Phases.CLEANUP);

  private final int order;

  /** The phases of a deployment class. */
  static List<BuiltInPhase> of(Class<?> deploymentClass) {
    boolean smoke = ValidationClasses.hasSmoke(deploymentClass);
    return Stream.of(values()).filter(phase -> smoke || phase != SMOKE).toList();
  }

  BuiltInPhase(int order) {
    this.order = order;
  }

  int order() {
    return order;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
