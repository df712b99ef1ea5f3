package dev.verdigris.project;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.VerdigrisException;
import dev.verdigris.project.Reference.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Tells what the names of relations mean, by the search path and the models that there are. */
final class NameResolver {
  private final DeploymentConfig config;
  private final SortedSet<QualifiedName> models;

  NameResolver(DeploymentConfig config, SortedSet<QualifiedName> models) {
    this.config = config;
    this.models = models;
  }

  /**
   * What a relation's name means; empty for a relation of the system.
   *
   * @throws VerdigrisException where it can mean nothing
   */
  Optional<Reference> reference(SqlName name, ModelFile file) {
    Place place = new Place(name, file);
    List<Meaning> meanings =
        switch (name.size()) {
          case 1 -> unqualified(place);
          case 2 -> qualified(config.database(), name.part(0), place);
          case 3 -> qualified(name.part(0), name.part(1), place);
          default ->
              throw ProjectMessages.tooManyParts(name.toString(), file.position(name.start()));
        };
    return meanings.isEmpty()
        ? Optional.empty()
        : Optional.of(new Reference(meanings, file.position(name.start())));
  }

  /** Whether a schema of this database is deployed. */
  boolean deployed(String database, String schema) {
    return database.equals(config.database()) && config.schemas().contains(schema);
  }

  /** Whether a schema is one of Materialize's own. */
  static boolean isSystem(String schema) {
    return schema.startsWith("mz_")
        || schema.startsWith("pg_")
        || schema.equals("information_schema");
  }

  private record Place(SqlName name, ModelFile file) {}

  private List<Meaning> qualified(String database, String schema, Place place) {
    QualifiedName name = new QualifiedName(database, schema, place.name().last());
    if (deployed(database, schema)) {
      if (!models.contains(name)) {
        throw ProjectMessages.unknownModel(
            name, models, place.file().position(place.name().start()));
      }
      return List.of(new Meaning(name, true));
    }
    if (isSystem(schema)) {
      return List.of();
    }
    if (database.equals(config.database())) {
      refuseGreen(schema, place);
    }
    return List.of(new Meaning(name, false));
  }

  private void refuseGreen(String schema, Place place) {
    for (String blue : config.schemas()) {
      if (config.green(blue).equals(schema)) {
        throw ProjectMessages.greenNamed(schema, blue, place.file().position(place.name().start()));
      }
    }
  }

  private List<Meaning> unqualified(Place place) {
    String name = place.name().last();
    if (isSystem(name)) {
      throw ProjectMessages.unqualifiedSystem(name, place.file().position(place.name().start()));
    }
    List<String> path = config.models().searchPath();
    if (path.isEmpty()) {
      List<String> likely =
          models.stream()
              .filter(model -> model.name().equals(name))
              .map(QualifiedName::toString)
              .toList();
      throw ProjectMessages.noSearchPath(name, likely, place.file().position(place.name().start()));
    }
    List<Meaning> meanings = new ArrayList<>();
    for (String schema : path) {
      QualifiedName candidate = new QualifiedName(config.database(), schema, name);
      if (models.contains(candidate)) {
        meanings.add(new Meaning(candidate, true));
        return meanings;
      }
      if (!config.schemas().contains(schema)) {
        meanings.add(new Meaning(candidate, false));
      }
    }
    if (meanings.isEmpty()) {
      throw ProjectMessages.notOnSearchPath(
          name, path, models, place.file().position(place.name().start()));
    }
    return meanings;
  }
}
