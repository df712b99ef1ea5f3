package dev.verdigris.cutover;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which changes of columns a sink's consumers can live with. */
public enum ColumnRule {
  /** The same columns with the same types, in any order. */
  SAME,
  /** No column is lost or retyped; new ones may come. The rule unless another is configured. */
  ADDED,
  /** Whatever the new relation has. */
  ANY;

  /** The rule of this name in the configuration. */
  public static Optional<ColumnRule> of(String name) {
    return Arrays.stream(values()).filter(rule -> rule.label().equals(name)).findFirst();
  }

  /** As the configuration has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
