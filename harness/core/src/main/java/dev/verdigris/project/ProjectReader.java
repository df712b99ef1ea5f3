package dev.verdigris.project;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.project.ModelStatements.NamedIndex;
import dev.verdigris.project.ParsedStatement.ClusterClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes models of the files of a project. */
final class ProjectReader {
  private final DeploymentConfig config;
  private final List<ParsedModel> parsed;
  private final NameResolver resolver;
  private final Map<QualifiedName, List<String>> indexNames;

  private ProjectReader(DeploymentConfig config, List<ParsedModel> parsed) {
    this.config = config;
    this.parsed = parsed;
    this.resolver =
        new NameResolver(
            config,
            parsed.stream()
                .map(model -> model.file().name())
                .collect(Collectors.toCollection(TreeSet::new)));
    this.indexNames = IndexNames.of(parsed);
  }

  static List<Model> read(DeploymentConfig config) {
    SinkFiles.read(config, ProjectFiles.outside(config));
    List<ParsedModel> parsed = ProjectFiles.read(config).stream().map(ParsedModel::read).toList();
    return new ProjectReader(config, parsed).models();
  }

  private List<Model> models() {
    return parsed.stream().map(this::model).toList();
  }

  private Model model(ParsedModel model) {
    ParsedStatement.Create create = model.create();
    ModelFile file = model.file();
    String cluster =
        create.kind() == ModelKind.MATERIALIZED_VIEW
            ? cluster(create.cluster(), "the materialized view", create.object(), file)
            : null;
    refuseNamesInStrings(create, file);
    refuseTypes(create.query(), file);
    List<Optional<Reference>> references =
        create.query().relations().stream()
            .map(relation -> resolver.reference(relation, file))
            .toList();
    return new Model(new ModelStatements(model, cluster, indexes(model), references));
  }

  private List<NamedIndex> indexes(ParsedModel model) {
    List<String> names = indexNames.getOrDefault(model.file().name(), List.of());
    List<NamedIndex> indexes = new ArrayList<>();
    for (ParsedStatement.Index index : model.indexes()) {
      String cluster = cluster(index.cluster(), "an index", index.object(), model.file());
      indexes.add(new NamedIndex(index, names.get(indexes.size()), cluster));
    }
    return indexes;
  }

  private String cluster(ClusterClause clause, String what, SqlName object, ModelFile file) {
    @Nullable SqlToken name = clause.name();
    if (name == null) {
      String chosen = config.models().cluster();
      if (chosen == null) {
        throw ProjectMessages.noCluster(what, config.clusters(), file.position(object.start()));
      }
      return chosen;
    }
    if (!config.clusters().contains(name.value())) {
      throw ProjectMessages.clusterOutside(
          name.value(), config.clusters(), file.position(name.start()));
    }
    return name.value();
  }

  /** A name in a string is looked up when the view is read, by blue's name. */
  private static void refuseNamesInStrings(ParsedStatement.Create create, ModelFile file) {
    List<SqlToken> tokens = create.tokens();
    for (int i = 1; i < tokens.size(); i++) {
      SqlToken before = tokens.get(i - 1);
      boolean string = i + 1 < tokens.size() && tokens.get(i + 1).kind() == SqlToken.Kind.STRING;
      if (tokens.get(i).isWord("regclass")
          && (before.isSymbol("::") || before.isWord("as") || string)) {
        throw ProjectMessages.nameInString(file.position(tokens.get(i).start()));
      }
    }
  }

  private void refuseTypes(RelationFinder.Found query, ModelFile file) {
    for (SqlName type : query.types()) {
      int schema = type.size() - 2;
      String database = schema > 0 ? type.part(schema - 1) : config.database();
      if (resolver.deployed(database, type.part(schema))) {
        throw ProjectMessages.typeInDeployedSchema(
            type.toString(), type.part(schema), file.position(type.start()));
      }
    }
  }
}
