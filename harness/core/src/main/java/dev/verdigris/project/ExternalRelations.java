package dev.verdigris.project;

import java.util.Collection;
import java.util.List;

/** The relations outside of the deployment that the server has. */
@FunctionalInterface
public interface ExternalRelations {

  /** Whether a table, source, view or materialized view of this name exists. */
  boolean exists(QualifiedName name);

  /** Names to suggest where a reference is unknown; may be empty. */
  default Collection<QualifiedName> known() {
    return List.of();
  }
}
