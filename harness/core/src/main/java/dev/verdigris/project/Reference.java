package dev.verdigris.project;

import dev.verdigris.SourcePosition;
import java.util.List;

/**
 * One place in a model's query where a relation is named.
 *
 * @param meanings what it may mean, in the order of the search path: one where that is certain,
 *     several until {@link Project#bind} has asked the catalog
 * @param position where it stands
 */
public record Reference(List<Meaning> meanings, SourcePosition position) {

  /** Makes the list immutable. */
  public Reference {
    meanings = List.copyOf(meanings);
  }

  /**
   * What a name may mean.
   *
   * @param name blue's exact name
   * @param inDeployment whether it is a model of the project; otherwise the catalog must have it
   */
  public record Meaning(QualifiedName name, boolean inDeployment) {}

  /** Whether it is certain what is meant. */
  public boolean certain() {
    return meanings.size() == 1;
  }

  /**
   * What it means.
   *
   * @throws IllegalStateException when that is not certain: {@link Project#bind} was not called
   */
  public QualifiedName name() {
    return meaning().name();
  }

  /**
   * Whether it means a model of the project.
   *
   * @throws IllegalStateException when that is not certain: {@link Project#bind} was not called
   */
  public boolean inDeployment() {
    return meaning().inDeployment();
  }

  /** The same with a meaning whose schema is named anew, as a deployed one's is. */
  Reference standingIn() {
    return new Reference(List.of(new Meaning(name(), true)), position);
  }

  private Meaning meaning() {
    if (!certain()) {
      throw new IllegalStateException(
          "bind the project first: " + position.where() + " may mean " + meanings);
    }
    return meanings.get(0);
  }
}
