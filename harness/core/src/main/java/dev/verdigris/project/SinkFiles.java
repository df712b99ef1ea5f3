package dev.verdigris.project;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.VerdigrisException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads the files of a project that hold a sink. */
final class SinkFiles {
  private final DeploymentConfig config;
  private final NameResolver resolver;

  private SinkFiles(DeploymentConfig config) {
    this.config = config;
    this.resolver = new NameResolver(config, new TreeSet<>());
  }

  /**
   * The sinks among files in schemas that are not deployed.
   *
   * @throws VerdigrisException VG-2103 for a file that holds something else, VG-2106 and VG-2112 to
   *     VG-2155 for what is wrong in it
   */
  static List<ProjectSink> read(DeploymentConfig config, List<ModelFile> files) {
    SinkFiles reader = new SinkFiles(config);
    return files.stream().map(reader::sink).toList();
  }

  private ProjectSink sink(ModelFile file) {
    try {
      List<List<SqlToken>> statements = SqlLexer.statements(file.content());
      if (statements.isEmpty() || !isSink(statements.get(0))) {
        throw ProjectMessages.schemaOutside(file.name().schema(), file.display(), config.schemas());
      }
      if (statements.size() > 1) {
        throw SinkMessages.secondStatement(file.position(statements.get(1).get(0).start()));
      }
      return sink(file, statements.get(0));
    } catch (SqlLexException e) {
      throw ProjectMessages.syntax(String.valueOf(e.getMessage()), file.position(e.position()), e);
    } catch (SqlSyntaxException e) {
      throw ProjectMessages.syntax(String.valueOf(e.getMessage()), file.position(e.position()), e);
    }
  }

  private static boolean isSink(List<SqlToken> statement) {
    return statement.size() > 1
        && statement.get(0).isWord("create")
        && statement.get(1).isWord("sink");
  }

  private ProjectSink sink(ModelFile file, List<SqlToken> statement) {
    TokenReader tokens = new TokenReader(statement);
    tokens.expect("create", "sink");
    if (tokens.sees("if", "not", "exists")) {
      throw ProjectMessages.refused(
          StatementParser.Reason.CLAUSE,
          "IF NOT EXISTS",
          file.position(tokens.token(tokens.index()).start()));
    }
    List<Rewriting.Edit> edits = new ArrayList<>();
    SqlName own = tokens.name("the name of the sink");
    if (!ParsedModel.names(own, file.name())) {
      throw ProjectMessages.nameDiffersFromPath(
          own.toString(), file.name(), file.position(own.start()));
    }
    edits.add(new Rewriting.Edit(own.start(), own.end(), file.name().sql()));
    String cluster = cluster(file, tokens);
    tokens.expect("from");
    SqlName read = tokens.name("the relation that the sink reads");
    QualifiedName from = from(file, read);
    edits.add(new Rewriting.Edit(read.start(), read.end(), from.sql()));
    tokens.expect("into");
    List<QualifiedName> connections = connections(file, tokens, edits);
    return new ProjectSink(
        file.name(),
        from,
        cluster,
        connections,
        Rewriting.of(
                file, statement.get(0).start(), statement.get(statement.size() - 1).end(), edits)
            .sql(),
        file.position(statement.get(0).start()));
  }

  private String cluster(ModelFile file, TokenReader tokens) {
    int at = tokens.token(tokens.index()).start();
    if (!tokens.accept("in", "cluster")) {
      throw SinkMessages.noCluster(file.position(at));
    }
    SqlToken name = tokens.identifier("the name of a cluster");
    boolean green = config.clusters().stream().map(config::green).anyMatch(name.value()::equals);
    if (green || config.clusters().contains(name.value())) {
      throw SinkMessages.clusterOfTheDeployment(name.value(), file.position(name.start()));
    }
    return name.value();
  }

  /** Only a relation that is deployed: whatever else a sink reads, no promotion concerns it. */
  private QualifiedName from(ModelFile file, SqlName read) {
    Optional<QualifiedName> name =
        switch (read.size()) {
          case 2 -> Optional.of(new QualifiedName(config.database(), read.part(0), read.last()));
          case 3 -> Optional.of(new QualifiedName(read.part(0), read.part(1), read.last()));
          default -> Optional.empty();
        };
    return name.filter(found -> resolver.deployed(found.database(), found.schema()))
        .orElseThrow(
            () ->
                SinkMessages.fromOutside(
                    read.toString(), config.schemas(), file.position(read.start())));
  }

  /** Completes the names of connections; an unqualified one would depend on the session. */
  private List<QualifiedName> connections(
      ModelFile file, TokenReader tokens, List<Rewriting.Edit> edits) {
    List<QualifiedName> connections = new ArrayList<>();
    while (!tokens.atEnd()) {
      if (!tokens.accept("connection")) {
        tokens.next();
        continue;
      }
      SqlName name = tokens.name("the name of a connection");
      if (name.size() == 1) {
        throw SinkMessages.unqualifiedConnection(name.toString(), file.position(name.start()));
      }
      if (name.size() > 3) {
        throw ProjectMessages.tooManyParts(name.toString(), file.position(name.start()));
      }
      QualifiedName whole =
          name.size() == 2
              ? new QualifiedName(config.database(), name.part(0), name.last())
              : new QualifiedName(name.part(0), name.part(1), name.last());
      edits.add(new Rewriting.Edit(name.start(), name.end(), whole.sql()));
      connections.add(whole);
    }
    return connections;
  }
}
