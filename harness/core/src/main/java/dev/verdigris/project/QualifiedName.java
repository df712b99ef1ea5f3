package dev.verdigris.project;

import java.util.Comparator;

/**
 * The exact name of an object, unfolded and unquoted.
 *
 * @param database the database
 * @param schema the schema
 * @param name the object
 */
public record QualifiedName(String database, String schema, String name)
    implements Comparable<QualifiedName> {
  private static final Comparator<QualifiedName> ORDER =
      Comparator.comparing(QualifiedName::database)
          .thenComparing(QualifiedName::schema)
          .thenComparing(QualifiedName::name);

  /** As SQL, every part quoted: {@code "materialize"."flights"."delay_by_airport"}. */
  public String sql() {
    return quote(database) + "." + quote(schema) + "." + quote(name);
  }

  /** An identifier as SQL, always quoted. */
  public static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** By database, schema and name. */
  @Override
  public int compareTo(QualifiedName other) {
    return ORDER.compare(this, other);
  }

  /** For people: {@code flights.delay_by_airport}. */
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
