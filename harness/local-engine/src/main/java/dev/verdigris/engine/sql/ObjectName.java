package dev.verdigris.engine.sql;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The name of an item, function, type or schema: up to three parts from a user, three when
 * resolved.
 *
 * @param parts at least one
 * @param id the id that the name was resolved to; the stored form then is {@code [u1 AS
 *     "materialize"."public"."t"]}
 */
public record ObjectName(List<Ident> parts, @Nullable String id) {

  /** A name that is not resolved. */
  public static ObjectName of(String... parts) {
    return of(List.of(parts));
  }

  /** A name that is not resolved. */
  public static ObjectName of(List<String> parts) {
    return new ObjectName(parts.stream().map(Ident::new).toList(), null);
  }

  /** The same name with an id, or without one. */
  public ObjectName withId(@Nullable String newId) {
    return new ObjectName(parts, newId);
  }

  /** The last part. */
  public Ident last() {
    return parts.get(parts.size() - 1);
  }

  /** All parts before the last one. */
  public List<Ident> qualifiers() {
    return parts.subList(0, parts.size() - 1);
  }

  /** The parts as plain strings. */
  public List<String> names() {
    return parts.stream().map(Ident::value).toList();
  }

  /** The parts with dots between, unquoted: as Materialize's error messages name things. */
  @Override
  public String toString() {
    return parts.stream().map(Ident::value).collect(Collectors.joining("."));
  }
}
