package dev.verdigris.project;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.VerdigrisException;
import dev.verdigris.project.Reference.Meaning;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A SQL project: its models, what they refer to, and the order to create them in. */
public final class Project {
  private final List<Model> models;

  private Project(List<Model> models) {
    this.models = models;
  }

  /**
   * Reads all models. What can be told without the server is checked; {@link #bind} does the rest.
   *
   * @throws VerdigrisException VG-2100 to VG-2149 for everything that is wrong with a file, with
   *     line, column and caret
   */
  public static Project load(DeploymentConfig config) {
    return new Project(DependencyOrder.of(ProjectReader.read(config)));
  }

  /**
   * The sinks of a project, by name: files in schemas that are not deployed. None where there is no
   * directory.
   *
   * @throws VerdigrisException VG-2103 and VG-2150 to VG-2154 for everything that is wrong with
   *     such a file
   */
  public static List<ProjectSink> sinks(DeploymentConfig config) {
    return SinkFiles.read(config, ProjectFiles.outside(config));
  }

  /**
   * The relations outside of the deployment that the models name or may mean: what {@link #bind}
   * will ask for, sorted. Names in Materialize's system schemas are not among them.
   */
  public Set<QualifiedName> externals() {
    return models.stream()
        .flatMap(model -> model.references().stream())
        .flatMap(reference -> reference.meanings().stream())
        .filter(meaning -> !meaning.inDeployment())
        .map(Meaning::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The same project where every name's meaning is certain and exists.
   *
   * @throws VerdigrisException VG-2120 where nothing has the name, VG-2130 for a cycle
   */
  public Project bind(ExternalRelations relations) {
    return new Project(
        DependencyOrder.of(
            models.stream()
                .map(model -> model.bound(reference -> bound(reference, relations)))
                .toList()));
  }

  /** All models, each after those that it reads; otherwise by name. Complete after bind. */
  public List<Model> models() {
    return models;
  }

  /** The model of this name, if there is one. */
  public Optional<Model> model(QualifiedName name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /**
   * SHA-256 of all models' names and digests in lower-case hex.
   *
   * @throws IllegalStateException as {@link Model#inGreen}
   */
  public String digest() {
    return NormalizedSql.sha256(
        models.stream()
            .map(model -> model.name().sql() + " " + model.digest())
            .sorted()
            .collect(Collectors.joining("\n")));
  }

  private Reference bound(Reference reference, ExternalRelations relations) {
    for (Meaning meaning : reference.meanings()) {
      if (meaning.inDeployment() || relations.exists(meaning.name())) {
        return new Reference(List.of(meaning), reference.position());
      }
    }
    TreeSet<QualifiedName> known = new TreeSet<>(relations.known());
    models.forEach(model -> known.add(model.name()));
    throw ProjectMessages.unknownRelation(reference, known);
  }
}
