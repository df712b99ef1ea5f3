package dev.verdigris.plan;

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
 * A model as run needs it.
 *
 * @param schema blue's schema
 * @param name the object's name
 * @param kind view or materialized view
 * @param digest of its definition: another digest means to create it anew
 * @param reads the models that it reads, by blue's names
 * @param statements what makes it in green: one CREATE, then indexes, comments, grants
 */
public record PlannedModel(
    String schema,
    String name,
    ObjectKind kind,
    String digest,
    Set<QualifiedName> reads,
    List<GreenStatement> statements) {

  /** Makes the collections immutable. */
  public PlannedModel {
    reads = Set.copyOf(reads);
    statements = List.copyOf(statements);
  }

  /** A model of a project that is bound. */
  public static PlannedModel of(Model model, DeploymentName deployment) {
    return new PlannedModel(
        model.name().schema(),
        model.name().name(),
        model.kind() == ModelKind.VIEW ? ObjectKind.VIEW : ObjectKind.MATERIALIZED_VIEW,
        model.definitionDigest(),
        model.references().stream()
            .filter(Reference::inDeployment)
            .map(Reference::name)
            .collect(Collectors.toSet()),
        model.inGreen(deployment));
  }

  /** Schema and object, unique among models. */
  String key() {
    return schema + "\0" + name;
  }

  GreenStatement.Create create() {
    return statements.stream()
        .filter(GreenStatement.Create.class::isInstance)
        .map(GreenStatement.Create.class::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(schema + "." + name + " creates nothing"));
  }

  List<GreenStatement.Index> indexes() {
    return statements.stream()
        .filter(GreenStatement.Index.class::isInstance)
        .map(GreenStatement.Index.class::cast)
        .toList();
  }

  List<GreenStatement.Comment> comments() {
    return statements.stream()
        .filter(GreenStatement.Comment.class::isInstance)
        .map(GreenStatement.Comment.class::cast)
        .toList();
  }

  List<GreenStatement.Grant> grants() {
    return statements.stream()
        .filter(GreenStatement.Grant.class::isInstance)
        .map(GreenStatement.Grant.class::cast)
        .toList();
  }
}
