package dev.verdigris.validations;

import dev.verdigris.validations.Proves.Aspect;

/** A case of a parameterized test that shows something of one item of the catalogue. */
interface CatalogueCase {
  /** Which. */
  CatalogueItem item();

  /** Whether this case shows what the test is about: not every case of a list does. */
  default boolean shows(Aspect aspect) {
    return true;
  }
}
