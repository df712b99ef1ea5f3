package dev.verdigris.catalog;

import java.util.SortedSet;

/**
 * A schema.
 *
 * @param id its id, for example {@code u7}; it follows the schema through a swap
 * @param database the name of its database
 * @param name its name now
 * @param owner the name of the role that owns it
 * @param grants its privileges, without those of system roles
 * @param comment its comment; empty where it has none
 */
public record Schema(
    String id,
    String database,
    String name,
    String owner,
    SortedSet<Grant> grants,
    String comment) {

  /** The name as statements have it. */
  public String sqlName() {
    return Identifiers.qualified(database, name);
  }

  /** What the last line of its comment says. */
  public MarkerLine marker() {
    return MarkerLine.of(comment);
  }
}
