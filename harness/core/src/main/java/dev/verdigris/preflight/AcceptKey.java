package dev.verdigris.preflight;

import java.util.Locale;

/** The keys of the section {@code accept}. */
enum AcceptKey {
  READERS,
  VANISHING,
  COLUMNS,
  DRIFT,
  CHANGES;

  /** As verdigris.yaml has it. */
  String path() {
    return "accept." + name().toLowerCase(Locale.ROOT);
  }
}
