package dev.verdigris.engine.sql;

import org.jspecify.annotations.Nullable;

/**
 * A cluster by name, by id, or by both; never by neither. The stored form of one with an id is
 * {@code [u1]}.
 *
 * @param name its name
 * @param id its id, once resolved
 */
public record ClusterName(@Nullable Ident name, @Nullable String id) {

  /** A cluster by its name. */
  public static ClusterName of(String name) {
    return new ClusterName(new Ident(name), null);
  }
}
