package dev.verdigris.catalog;

import dev.verdigris.DeploymentName;
import java.util.List;

/**
 * What one deployment is about.
 *
 * @param deployment its name
 * @param database the database of its schemas
 * @param schemas blue's schemas, at least one
 * @param clusters blue's clusters, none or more
 */
public record Scope(
    DeploymentName deployment, String database, List<String> schemas, List<String> clusters) {

  /** Makes the lists immutable. */
  public Scope {
    schemas = List.copyOf(schemas);
    clusters = List.copyOf(clusters);
  }

  /** Green's name of a blue schema or cluster. */
  public String green(String blue) {
    return deployment.green(blue);
  }

  /**
   * The name of a green schema that was swapped back. A rollback gives it in the very transaction
   * of its swaps, so that no moment exists at which green is back and may be taken for one that is
   * still to be promoted.
   */
  public String rolledBack(String blue) {
    return green(blue) + "_rolled_back";
  }
}
