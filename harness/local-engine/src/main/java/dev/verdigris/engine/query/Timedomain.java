package dev.verdigris.engine.query;

import dev.verdigris.engine.catalog.SchemaId;
import java.util.Set;

/**
 * What a query reads, as far as it matters to the transaction that it is in: the first query of a
 * read transaction settles what the later ones may touch.
 *
 * @param kind the class of what is read
 * @param schemas the users' schemas that it touches, views' own reads included
 */
public record Timedomain(Kind kind, Set<SchemaId> schemas) {

  /** The classes, each wider than the one before. */
  public enum Kind {
    /** Nothing is read. */
    CONSTANT,
    /** Only system relations are read; routed to the catalog server's cluster. */
    CATALOG,
    /** Users' relations are read, perhaps beside system ones. */
    USER
  }

  /** Copies the set. */
  public Timedomain {
    schemas = Set.copyOf(schemas);
  }
}
