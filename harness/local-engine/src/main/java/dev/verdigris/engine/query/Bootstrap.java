package dev.verdigris.engine.query;

import java.util.List;

/** What PostgreSQL must have before it can run what {@link QueryPlanner} makes. */
public final class Bootstrap {
  private Bootstrap() {}

  /**
   * Scripts that make PostgreSQL's schema {@code mz}: Materialize's types, casts and functions. To
   * be run once, in order, in the template data directory, by a superuser. Functions that read
   * catalog relations name them only when called, so those may be made later.
   */
  public static List<String> scripts() {
    return List.of(Lists.read("bootstrap.sql"), Lists.read("catalog_functions.sql"));
  }
}
