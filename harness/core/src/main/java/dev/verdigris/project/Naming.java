package dev.verdigris.project;

import dev.verdigris.DeploymentName;

/** How schemas and clusters of the deployment are called where a statement is sent. */
@FunctionalInterface
interface Naming {
  /** Blue's own names. */
  Naming BLUE = blue -> blue;

  /** The name for one of blue's schemas or clusters that are deployed. */
  String of(String blue);

  static Naming green(DeploymentName deployment) {
    return deployment::green;
  }

  default QualifiedName of(QualifiedName blue) {
    return new QualifiedName(blue.database(), of(blue.schema()), blue.name());
  }
}
