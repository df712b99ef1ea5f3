package dev.verdigris.project;

import dev.verdigris.project.Rewriting.Edit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the statements of one model with the names of blue or green. */
final class ModelStatements {
  private final ParsedModel parsed;
  private final @Nullable String cluster;
  private final List<NamedIndex> indexes;

  /** What each relation of the query means, in the order of the text; empty for the system's. */
  private final List<Optional<Reference>> references;

  ModelStatements(
      ParsedModel parsed,
      @Nullable String cluster,
      List<NamedIndex> indexes,
      List<Optional<Reference>> references) {
    this.parsed = parsed;
    this.cluster = cluster;
    this.indexes = List.copyOf(indexes);
    this.references = List.copyOf(references);
  }

  /**
   * An index of the model.
   *
   * @param name its own, or one of ours
   * @param cluster blue's
   */
  record NamedIndex(ParsedStatement.Index statement, String name, String cluster) {}

  ParsedModel parsed() {
    return parsed;
  }

  @Nullable String cluster() {
    return cluster;
  }

  List<Optional<Reference>> references() {
    return references;
  }

  /** The same with other meanings of its references. */
  ModelStatements with(List<Optional<Reference>> bound) {
    return new ModelStatements(parsed, cluster, indexes, bound);
  }

  /** All statements in the order in which they are sent. */
  List<GreenStatement> write(Naming naming) {
    List<GreenStatement> statements = new ArrayList<>();
    Rewriting create = Rewriting.of(parsed.file(), parsed.create(), createEdits(naming));
    statements.add(
        new GreenStatement.Create(
            create.sql(), cluster == null ? null : naming.of(cluster), create));
    indexes.forEach(index -> statements.add(index(index, naming)));
    parsed.companions().stream()
        .filter(companion -> !(companion instanceof ParsedStatement.Index))
        .map(companion -> companion(companion, naming))
        .sorted(Comparator.comparing(GreenStatement::role))
        .forEach(statements::add);
    return List.copyOf(statements);
  }

  private List<Edit> createEdits(Naming naming) {
    ParsedStatement.Create create = parsed.create();
    List<Edit> edits = new ArrayList<>();
    edits.add(ownName(create.object(), naming));
    if (cluster != null) {
      edits.add(inCluster(create.cluster(), naming.of(cluster)));
    }
    List<SqlName> relations = create.query().relations();
    for (int i = 0; i < relations.size(); i++) {
      SqlName written = relations.get(i);
      references
          .get(i)
          .ifPresent(
              reference ->
                  edits.add(new Edit(written.start(), written.end(), sql(reference, naming))));
    }
    create.query().columns().forEach(column -> qualifier(column, naming).ifPresent(edits::add));
    return edits;
  }

  private GreenStatement companion(ParsedStatement companion, Naming naming) {
    List<Edit> edits = new ArrayList<>();
    if (companion instanceof ParsedStatement.Comment comment && comment.target().equals("INDEX")) {
      QualifiedName own = parsed.file().name();
      QualifiedName name = new QualifiedName(own.database(), own.schema(), comment.object().last());
      edits.add(new Edit(comment.object().start(), comment.object().end(), naming.of(name).sql()));
    } else {
      edits.add(ownName(companion.object(), naming));
    }
    Rewriting text = Rewriting.of(parsed.file(), companion, edits);
    if (companion instanceof ParsedStatement.Comment comment) {
      return new GreenStatement.Comment(
          text.sql(),
          comment.column() == null ? null : comment.column().value(),
          comment.target().equals("INDEX") ? comment.object().last() : null,
          comment.text(),
          text);
    }
    if (companion instanceof ParsedStatement.Grant grant) {
      return new GreenStatement.Grant(text.sql(), grant.privileges(), grant.grantees(), text);
    }
    throw new IllegalStateException("no companion of a model: " + companion);
  }

  private GreenStatement index(NamedIndex named, Naming naming) {
    ParsedStatement.Index index = named.statement();
    String cluster = naming.of(named.cluster());
    List<Edit> edits = new ArrayList<>();
    if (index.name() == null) {
      String name = " " + QualifiedName.quote(named.name());
      edits.add(new Edit(index.nameAt(), index.nameAt(), name));
    }
    edits.add(inCluster(index.cluster(), cluster));
    edits.add(ownName(index.object(), naming));
    Rewriting text = Rewriting.of(parsed.file(), index, edits);
    String rest =
        index.rest().isEmpty()
            ? ""
            : parsed.file().content().substring(index.rest().get(0).start(), index.end());
    String definition = (index.isDefault() ? "default " : "") + NormalizedSql.of(rest);
    return new GreenStatement.Index(text.sql(), named.name(), cluster, definition.strip(), text);
  }

  private Edit ownName(SqlName written, Naming naming) {
    return new Edit(written.start(), written.end(), naming.of(parsed.file().name()).sql());
  }

  private static Edit inCluster(ParsedStatement.ClusterClause clause, String cluster) {
    String text = "IN CLUSTER " + QualifiedName.quote(cluster);
    return new Edit(clause.start(), clause.end(), clause.name() == null ? " " + text : text);
  }

  private static String sql(Reference reference, Naming naming) {
    return (reference.inDeployment() ? naming.of(reference.name()) : reference.name()).sql();
  }

  /**
   * The schema in a column's name, {@code flights} in {@code flights.delay_by_airport.iata}, if it
   * is that of a deployed relation which the query names. Two parts are a column of a table or of
   * an alias, unless the query has nothing of that name: then they are a whole row.
   */
  private Optional<Edit> qualifier(SqlName column, Naming naming) {
    Set<QualifiedName> deployed =
        references.stream()
            .flatMap(Optional::stream)
            .filter(Reference::inDeployment)
            .map(Reference::name)
            .collect(Collectors.toSet());
    String database = parsed.file().name().database();
    int size = column.size();
    boolean star = column.parts().get(size - 1).kind() == SqlToken.Kind.SYMBOL;
    for (int relation = size - 2; relation <= size - 1; relation++) {
      boolean wholeRow = relation == size - 1;
      boolean aliased = wholeRow && parsed.create().query().tables().contains(column.part(0));
      if (relation < 1 || relation > 2 || (wholeRow && (star || aliased))) {
        continue;
      }
      String named = relation == 2 ? column.part(0) : database;
      String schema = column.part(relation - 1);
      if (deployed.contains(new QualifiedName(named, schema, column.part(relation)))) {
        SqlToken token = column.parts().get(relation - 1);
        String green = QualifiedName.quote(naming.of(schema));
        return Optional.of(new Edit(token.start(), token.end(), green));
      }
    }
    return Optional.empty();
  }
}
