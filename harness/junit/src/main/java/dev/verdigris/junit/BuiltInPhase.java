package dev.verdigris.junit;

import java.util.Locale;

/** The phases that every deployment has. */
enum BuiltInPhase {
  INIT(Phases.INIT),
  RUN(Phases.RUN),
  AWAIT(Phases.AWAIT),
  VALIDATE(Phases.VALIDATE),
  PROMOTE(Phases.PROMOTE),
  CLEANUP(Phases.CLEANUP);

  private final int order;

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
