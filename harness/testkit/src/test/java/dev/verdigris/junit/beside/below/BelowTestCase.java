package dev.verdigris.junit.beside.below;

import dev.verdigris.junit.Validation;
import org.junit.jupiter.api.Test;

@Validation
class BelowTestCase {
  @Test
  void below() {}
}
