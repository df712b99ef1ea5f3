package dev.verdigris.project;

import dev.verdigris.DeploymentName;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One object of a SQL project: a file {@code models/<schema>/<object>.sql}. */
public final class Model {
  private final QualifiedName name;
  private final ModelKind kind;
  private final Path file;
  private final @Nullable String cluster;
  private final List<Reference> references;

  Model(
      QualifiedName name,
      ModelKind kind,
      Path file,
      @Nullable String cluster,
      List<Reference> references) {
    this.name = name;
    this.kind = kind;
    this.file = file;
    this.cluster = cluster;
    this.references = List.copyOf(references);
  }

  /** Blue's exact name: database of the deployment, directory, file. */
  public QualifiedName name() {
    return name;
  }

  /** What it creates. */
  public ModelKind kind() {
    return kind;
  }

  /** Its file, absolute. */
  public Path file() {
    return file;
  }

  /** Blue's cluster that keeps it; null for a view. */
  public @Nullable String cluster() {
    return cluster;
  }

  /** Every place where its query names a relation, in the order of the text. */
  public List<Reference> references() {
    return references;
  }

  /** Green's exact name. */
  public QualifiedName green(DeploymentName deployment) {
    return new QualifiedName(name.database(), deployment.green(name.schema()), name.name());
  }

  /**
   * The statements that make it in green, complete and in order: CREATE, indexes, comments, grants.
   *
   * @throws IllegalStateException when a name's meaning is open: {@link Project#bind} was not
   *     called
   */
  public List<GreenStatement> inGreen(DeploymentName deployment) {
    return List.of();
  }

  /**
   * The CREATE statement as one line with blue's names: references complete, the cluster filled in,
   * comments and white space gone. It is the same for every deployment.
   */
  public String definition() {
    return name.sql();
  }

  /** SHA-256 of {@link #definition()} in lower-case hex: a change of it means to create it anew. */
  public String definitionDigest() {
    return name.sql();
  }

  /** SHA-256 of all its statements in lower-case hex; comments and white space do not count. */
  public String digest() {
    return name.sql();
  }
}
