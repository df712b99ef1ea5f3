package dev.verdigris.validations.models;

import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.execute.Session;
import dev.verdigris.project.Model;
import dev.verdigris.project.Project;
import dev.verdigris.project.QualifiedName;
import dev.verdigris.project.Reference;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The project with names that are certain: what a test gives exists, and so does what the server
 * has.
 *
 * @param project the project
 */
record ModelProject(Project project) {

  static ModelProject of(ModelServer server, Set<QualifiedName> given, Session session)
      throws SQLException {
    Project loaded = Project.load(server.config());
    Set<QualifiedName> existing = new HashSet<>(given);
    for (Model model : loaded.models()) {
      for (Reference reference : model.references()) {
        if (reference.certain()) {
          // Whether it was given is asked where the model is built, and only there.
          existing.add(reference.name());
        }
      }
    }
    for (QualifiedName external : loaded.externals()) {
      if (!existing.contains(external) && isThere(external, session)) {
        existing.add(external);
      }
    }
    return new ModelProject(loaded.bind(existing::contains));
  }

  private static boolean isThere(QualifiedName name, Session session) throws SQLException {
    return CatalogReader.relation(session, name.database(), name.schema(), name.name()).isPresent();
  }

  Optional<Model> model(QualifiedName name) {
    return project.model(name);
  }

  /** The names of all models. */
  List<String> names() {
    return project.models().stream().map(Model::toString).sorted().toList();
  }

  /** Whether it is a model or something that a model reads. */
  boolean mentions(QualifiedName name) {
    return mentioned().contains(name);
  }

  /** Every model, and everything that one reads. */
  SortedSet<QualifiedName> mentioned() {
    TreeSet<QualifiedName> mentioned =
        project.models().stream()
            .flatMap(model -> model.references().stream())
            .map(Reference::name)
            .collect(Collectors.toCollection(TreeSet::new));
    project.models().forEach(model -> mentioned.add(model.name()));
    return mentioned;
  }
}
