package dev.verdigris.project;

/**
 * How relations are called where a model is tested by itself: each schema that it names, deployed
 * or not, has a scratch schema in the same database.
 *
 * @param prefix what the scratch schemas' names begin with, unlike any other name
 */
public record ScratchNames(String prefix) {

  /** The scratch schema of a schema. */
  public String of(String schema) {
    return prefix + schema;
  }

  /** The name of a relation's stand-in. */
  public QualifiedName of(QualifiedName name) {
    return new QualifiedName(name.database(), of(name.schema()), name.name());
  }
}
