package dev.verdigris.preflight;

import dev.verdigris.DeploymentName;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.project.GreenStatement;
import dev.verdigris.project.Model;
import dev.verdigris.project.ModelKind;
import dev.verdigris.project.QualifiedName;
import dev.verdigris.project.Reference;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of a model before it is created.
 *
 * @param schema blue's schema
 * @param name the object's name
 * @param kind view or materialized view
 * @param indexes names of its indexes
 * @param reads what it reads outside of the deployment
 */
public record ModelOutline(
    String schema, String name, ObjectKind kind, List<String> indexes, Set<QualifiedName> reads) {

  /** Makes the collections immutable. */
  public ModelOutline {
    indexes = List.copyOf(indexes);
    reads = Set.copyOf(reads);
  }

  /** A model of a project that is bound. */
  public static ModelOutline of(Model model, DeploymentName deployment) {
    return new ModelOutline(
        model.name().schema(),
        model.name().name(),
        model.kind() == ModelKind.VIEW ? ObjectKind.VIEW : ObjectKind.MATERIALIZED_VIEW,
        model.inGreen(deployment).stream()
            .filter(GreenStatement.Index.class::isInstance)
            .map(statement -> ((GreenStatement.Index) statement).name())
            .toList(),
        model.references().stream()
            .filter(reference -> !reference.inDeployment())
            .map(Reference::name)
            .collect(Collectors.toSet()));
  }
}
