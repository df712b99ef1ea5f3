package dev.verdigris.catalog;

/**
 * What a schema, a cluster or an object is known by, whatever its name is by now. Ids alone would
 * not do: a cluster {@code u1} and a schema {@code u1} are two things.
 *
 * @param kind what it is
 * @param id its id among its kind
 */
public record CatalogId(Kind kind, String id) {

  /** What an id is unique among. */
  public enum Kind {
    /** A schema. */
    SCHEMA,
    /** A cluster. */
    CLUSTER,
    /** Everything that stands in a schema. */
    ITEM
  }
}
