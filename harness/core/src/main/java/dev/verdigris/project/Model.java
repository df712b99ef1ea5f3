package dev.verdigris.project;

import dev.verdigris.DeploymentName;
import dev.verdigris.SourcePosition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One object of a SQL project: a file {@code models/<schema>/<object>.sql}. */
public final class Model {
  private final ModelStatements statements;

  Model(ModelStatements statements) {
    this.statements = statements;
  }

  /** Blue's exact name: database of the deployment, directory, file. */
  public QualifiedName name() {
    return statements.parsed().file().name();
  }

  /** What it creates. */
  public ModelKind kind() {
    return statements.parsed().create().kind();
  }

  /** Its file, absolute. */
  public Path file() {
    return statements.parsed().file().path();
  }

  /** Its file as people know it: relative to the configuration file. */
  public String displayFile() {
    return statements.parsed().file().display();
  }

  /** Blue's cluster that keeps it; null for a view. */
  public @Nullable String cluster() {
    return statements.cluster();
  }

  /**
   * Every place where its query names a relation, in the order of the text; not those of the
   * system's schemas.
   */
  public List<Reference> references() {
    return statements.references().stream().flatMap(Optional::stream).toList();
  }

  /** The models that it is certain to read, sorted. */
  public SortedSet<QualifiedName> dependencies() {
    return references().stream()
        .filter(Reference::certain)
        .filter(Reference::inDeployment)
        .map(Reference::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Green's exact name. */
  public QualifiedName green(DeploymentName deployment) {
    return Naming.green(deployment).of(name());
  }

  /**
   * The statements that make it in green, complete and in order: CREATE, indexes, comments, grants.
   *
   * @throws IllegalStateException when a name's meaning is open: {@link Project#bind} was not
   *     called
   */
  public List<GreenStatement> inGreen(DeploymentName deployment) {
    return statements.write(Naming.green(deployment));
  }

  /**
   * The CREATE statement as one line with blue's names: references complete, the cluster filled in,
   * comments and white space gone. It is the same for every deployment.
   *
   * @throws IllegalStateException as {@link #inGreen}
   */
  public String definition() {
    return NormalizedSql.of(statements.write(Naming.BLUE).get(0).sql());
  }

  /**
   * SHA-256 of {@link #definition()} in lower-case hex: a change of it means to create the object
   * anew.
   *
   * @throws IllegalStateException as {@link #inGreen}
   */
  public String definitionDigest() {
    return NormalizedSql.sha256(definition());
  }

  /**
   * SHA-256 of all its statements with blue's names in lower-case hex; comments of the file and
   * white space do not count.
   *
   * @throws IllegalStateException as {@link #inGreen}
   */
  public String digest() {
    return NormalizedSql.sha256(
        statements.write(Naming.BLUE).stream()
            .map(statement -> NormalizedSql.of(statement.sql()))
            .collect(Collectors.joining(";\n")));
  }

  /**
   * The statement that makes it as a plain view among stand-ins for what it reads: what a view
   * answers does not depend on whether it is materialized.
   *
   * @param names how the stand-ins are called
   * @param now what {@code mz_now()} means; null leaves it as written
   * @throws IllegalStateException as {@link #inGreen}
   */
  public String asView(ScratchNames names, @Nullable Instant now) {
    return statements
        .with(
            statements.references().stream()
                .map(reference -> reference.map(Reference::standingIn))
                .toList())
        .asView(names::of, now);
  }

  /** The same with other meanings of its references. */
  Model bound(UnaryOperator<Reference> meaning) {
    return new Model(
        statements.with(
            statements.references().stream().map(reference -> reference.map(meaning)).toList()));
  }

  /** Where it first names a relation that it reads. */
  SourcePosition positionOf(QualifiedName dependency) {
    return references().stream()
        .filter(reference -> reference.certain() && reference.name().equals(dependency))
        .map(Reference::position)
        .findFirst()
        .orElseThrow();
  }

  /** For people: {@code flights.delay_by_airport}. */
  @Override
  public String toString() {
    return name().toString();
  }
}
