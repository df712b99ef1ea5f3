package dev.verdigris.engine.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What PostgreSQL must have before a {@link Catalog} can be opened on it. */
public final class CatalogScripts {
  private CatalogScripts() {}

  /**
   * Scripts that make the catalog's own tables and the server's relations over them. To be run
   * once, in order, in the template data directory, by a superuser, after those of the queries.
   */
  public static List<String> scripts() {
    List<String> scripts = new java.util.ArrayList<>();
    scripts.add(read("tables.sql"));
    scripts.add(sinks());
    scripts.add(new SystemRows(SystemCatalog.load()).script());
    scripts.addAll(views());
    return scripts;
  }

  /** The part that sinks need and that needs nothing else. */
  public static String sinks() {
    return read("sinks.sql");
  }

  static List<String> views() {
    return List.of(
        read("mz_catalog.sql"),
        read("hydration.sql"),
        read("privileges.sql"),
        read("pg_catalog.sql"));
  }

  private static String read(String name) {
    try (InputStream stream = CatalogScripts.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
