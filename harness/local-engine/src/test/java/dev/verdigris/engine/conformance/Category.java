package dev.verdigris.engine.conformance;

/** How a step that is not answered as recorded fails. */
enum Category {
  /** The engine said that it does not model this. */
  REFUSED,
  /** An earlier step that it needs was refused. */
  BLOCKED,
  /** The answer is another one. */
  DIFFERS;

  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static Category of(String word) {
    return valueOf(word.toUpperCase(java.util.Locale.ROOT));
  }
}
