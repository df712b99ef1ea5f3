package dev.verdigris.validations;

import dev.verdigris.Relation;

/**
 * Assertions on the rows of a relation: {@link VerdigrisAssertions#assertThat(Relation)} begins
 * them.
 */
public class RelationAssert extends AbstractRelationAssert<RelationAssert> {

  /** Begins assertions on a relation. */
  public RelationAssert(Relation actual) {
    super(actual, RelationAssert.class);
  }
}
