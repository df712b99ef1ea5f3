package dev.verdigris.project;

import dev.verdigris.project.Rewriting.Edit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  /** The CREATE as one of a plain view: without cluster and options. */
  String asView(Naming naming, @Nullable Instant now) {
    ParsedStatement.Create create = parsed.create();
    List<SqlToken> tokens = create.tokens();
    List<Edit> edits = new ArrayList<>(queryEdits(naming));
    edits.add(new Edit(create.start(), create.object().start(), "CREATE VIEW "));
    edits.add(ownName(create.object(), naming));
    int as = 0;
    int depth = 0;
    int afterColumns = create.object().end();
    while (depth > 0 || !tokens.get(as).isWord("as")) {
      depth += tokens.get(as).isSymbol("(") ? 1 : tokens.get(as).isSymbol(")") ? -1 : 0;
      if (depth == 0
          && tokens.get(as).isSymbol(")")
          && tokens.get(as).end() <= create.cluster().start()) {
        afterColumns = tokens.get(as).end();
      }
      as++;
    }
    int beforeQuery = tokens.get(as).start();
    edits.add(new Edit(afterColumns, beforeQuery, " "));
    for (int i = as; now != null && i + 2 < tokens.size(); i++) {
      if (tokens.get(i).isWord("mz_now") && tokens.get(i + 1).isSymbol("(")) {
        String literal = "'" + now.toEpochMilli() + "'::mz_timestamp";
        edits.add(new Edit(tokens.get(i).start(), tokens.get(i + 2).end(), literal));
      }
    }
    return Rewriting.of(parsed.file(), create, edits).sql();
  }

  private List<Edit> createEdits(Naming naming) {
    ParsedStatement.Create create = parsed.create();
    List<Edit> edits = new ArrayList<>();
    edits.add(ownName(create.object(), naming));
    if (cluster != null) {
      edits.add(inCluster(create.cluster(), naming.of(cluster)));
    }
    edits.addAll(queryEdits(naming));
    return edits;
  }

  private List<Edit> queryEdits(Naming naming) {
    ParsedStatement.Create create = parsed.create();
    List<Edit> edits = new ArrayList<>();
    List<SqlName> relations = create.query().relations();
    for (int i = 0; i < relations.size(); i++) {
      SqlName written = relations.get(i);
      references
          .get(i)
          .ifPresent(
              reference ->
                  edits.add(new Edit(written.start(), written.end(), sql(reference, naming))));
    }
    ColumnQualifiers qualifiers =
        new ColumnQualifiers(create.query(), references, parsed.file().name().database());
    create
        .query()
        .columns()
        .forEach(column -> qualifiers.edit(column, naming).ifPresent(edits::add));
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
}
