package dev.verdigris.engine.query;

import java.util.Set;

/** The aggregate functions that are modelled, by name. */
public final class AggregateNames {
  private static final Set<String> NAMES =
      Set.of(
          "count",
          "sum",
          "avg",
          "min",
          "max",
          "bool_and",
          "bool_or",
          "string_agg",
          "array_agg",
          "list_agg",
          "map_agg",
          "jsonb_agg",
          "jsonb_object_agg",
          "stddev",
          "stddev_pop",
          "stddev_samp",
          "variance",
          "var_pop",
          "var_samp");

  private AggregateNames() {}

  /** Whether a function of this name is an aggregate. */
  public static boolean contains(String name) {
    return NAMES.contains(name);
  }
}
