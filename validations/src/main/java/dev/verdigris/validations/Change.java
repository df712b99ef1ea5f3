package dev.verdigris.validations;

import java.util.Set;

/** A kind of difference between blue and green that an assertion on an environment can allow. */
public enum Change {
  /** Green has a relation, a column, an index or a grant that blue has not. */
  ADDED,
  /** A relation is of another kind, a view that became a materialized view for example. */
  KIND,
  /** A relation runs on another cluster. */
  CLUSTER,
  /**
   * The server does not know any more that a column is never null. It concludes that from the
   * query, so that a harmless change may lose it.
   */
  NULLABLE,
  /** Columns come in another order. */
  ORDER,
  /** Somebody else owns it. */
  OWNER;

  /** What observations of this kind are labelled with. */
  Set<String> labels() {
    return switch (this) {
      case ADDED -> Set.of(ObjectComparison.ADDED, RightsComparison.GRANTED);
      case KIND -> Set.of(ObjectComparison.KIND);
      case CLUSTER -> Set.of(ObjectComparison.CLUSTER);
      case NULLABLE -> Set.of(ColumnComparison.NULLABLE);
      case ORDER -> Set.of(ColumnComparison.ORDER);
      case OWNER -> Set.of(RightsComparison.OWNER);
    };
  }

  /** For people. */
  String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
